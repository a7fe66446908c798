from __future__ import annotations

import pytest

from regswap.document.parse import event
from regswap.document.parse.composer import Composed, CompositionError, compose
from regswap.document.parse.node import ANY, Outline

OUTLINE: Outline = {"kind": {}, "spec": {"containers": {None: {"image": {}}}, "free": {ANY: {}}}}


def read(text: str, *, whole: bool = False) -> Composed:
    return compose(lambda: event.open_events(text), OUTLINE, whole=whole)


ALIKE = [
    pytest.param("Kind: x\nkinds: y\n", ["Kind"], id="at the root"),
    pytest.param("\u212aind: x\n", ["\u212aind"], id="the Kelvin sign"),
    pytest.param("spec: {container\u017f: x}\n", ["container\u017f"], id="the long s"),
    pytest.param("SPEC: {}\nspec:\n  Containers: x\n", ["SPEC", "Containers"], id="on two levels"),
    pytest.param("spec: {containers: [{Image: a}, {image: b}, {IMAGE: c}]}\n", ["Image", "IMAGE"], id="in items"),
    pytest.param("spec: {free: {Image: a, KIND: b}}\n", [], id="where every key is wanted"),
    pytest.param("other: {Image: a}\nmetadata: {Kind: b}\n", [], id="where none is"),
    pytest.param('"\\u004bind": x\n', ["Kind"], id="an escape"),
]


@pytest.mark.parametrize(("text", "keys"), ALIKE)
def test_keys_that_differ_from_wanted_ones_in_case_only_are_told(text: str, keys: list[str]) -> None:
    for whole in (False, True):
        assert [doubt.key.value for doubt in read(text, whole=whole).doubts] == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("x: &x {Containers: []}\nspec: *x\n", ["Containers"], id="an alias"),
        pytest.param("x: &x {Containers: []}\nspec: {<<: *x}\n", ["Containers"], id="a merge key"),
        pytest.param("spec: {<<: [{a: b}, {<<: {Containers: c}}]}\n", ["Containers"], id="a merge key in a list of it"),
        pytest.param("x: &x Containers\nspec: {*x : y}\n", ["Containers"], id="an alias that is the key"),
        pytest.param("x: &x {Containers: []}\ny: *x\n", [], id="an alias elsewhere"),
        pytest.param("spec: &x {Free: *y}\n".replace("*y", "&y z") + "a: [*x, *y]\n", ["Free"], id="twice"),
    ],
)
def test_they_are_found_through_aliases_and_merge_keys(text: str, keys: list[str]) -> None:
    assert [doubt.key.value for doubt in read(text).doubts] == keys


def test_each_node_is_looked_at_once_for_each_outline() -> None:
    lines = ["a0: &a0 {Kind: x}", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 15)), "spec: {free: *a14}"]

    assert read("\n".join(lines) + "\n").doubts == ()


BINARY = [
    pytest.param("!!binary a2luZA==: x\n", [("kind", "x")], id="a key"),
    pytest.param("kind: !!binary UG9k\n", [("kind", "Pod")], id="a value"),
    pytest.param("kind: !<tag:yaml.org,2002:binary> UG9k\n", [("kind", "Pod")], id="the tag in full"),
    pytest.param("%TAG !b! tag:yaml.org,2002:b\n---\nkind: !b!inary UG9k\n", [("kind", "Pod")], id="a handle"),
    pytest.param("kind: !!bin%61ry UG9k\n", [("kind", "Pod")], id="an escape"),
    pytest.param("kind: !!binary |\n  UG\n  9k\n", [("kind", "Pod")], id="on two lines"),
    pytest.param("kind: !!binary /w==\n", [("kind", "\ufffd")], id="no UTF-8"),
    pytest.param("kind: !!str UG9k\n", [("kind", "UG9k")], id="another tag"),
]


@pytest.mark.parametrize(("text", "expected"), BINARY)
def test_what_is_tagged_as_binary_is_decoded(text: str, expected: list[tuple[str, str]]) -> None:
    for whole in (False, True):
        (root,) = read(text, whole=whole).roots
        entries = [(key.value, value.value) for key, value in root.entries]  # type: ignore[union-attr]
        assert entries == expected


@pytest.mark.parametrize("value", ["x", "UG9", "UG 9k", "UG-k", "\u00fc"])
def test_what_is_no_base64_is_refused(value: str) -> None:
    with pytest.raises(CompositionError, match="is not base64"):
        read(f"kind: !!binary {value}\n")
