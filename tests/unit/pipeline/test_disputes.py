from __future__ import annotations

import pytest

from regswap.errors import ManifestError
from tests.support.pipeline import run

POD = b"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: %b\n"


@pytest.mark.parametrize("word", [b"on", b"Off", b"yes", b"NO", b"y"])
def test_a_word_that_is_a_bool_to_kubectl_only_is_refused_as_an_image(word: bytes) -> None:
    with pytest.raises(ManifestError) as raised:
        run(POD % word, "default::registry.example.com")

    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.line, diagnostic.column) == (6, 12)
    assert "is a bool to kubectl and a string to other readers; quote it" in str(diagnostic)


@pytest.mark.parametrize("text", [b"'on'", b'"yes"', b"!!str no", b"! on"])
def test_the_same_word_marked_as_a_string_is_a_reference(text: bytes) -> None:
    result = run(POD % text, "default::registry.example.com")

    assert [entry.changed for entry in result.entries] == [True]


@pytest.mark.parametrize("word", [b"true", b"12", b"null", b"~"])
def test_what_is_not_a_string_to_any_reader_is_left_alone(word: bytes) -> None:
    assert run(POD % word, "default::registry.example.com").data == POD % word


@pytest.mark.parametrize("null", [b"", b" null", b" ~"])
def test_a_kind_that_is_null_beside_a_merge_key_that_brings_one_is_refused(null: bytes) -> None:
    data = b"<<: {apiVersion: v1, kind: Pod}\nspec: {containers: [{name: a, image: nginx}]}\nkind:%b\n" % null

    with pytest.raises(ManifestError, match="kind is null beside a merge key that brings it too, and readers differ"):
        run(data, "default::registry.example.com")


@pytest.mark.parametrize("null", [b"", b" null", b" {}", b" []"])
def test_a_kind_that_is_written_and_then_no_text_is_refused(null: bytes) -> None:
    data = b"apiVersion: v1\nspec: {containers: [{name: a, image: nginx}]}\nkind: Pod\nkind:%b\n" % null

    with pytest.raises(ManifestError, match="kind is written twice, the second time not as a text, and readers differ"):
        run(data, "default::registry.example.com")
