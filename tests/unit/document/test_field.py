from __future__ import annotations

import pytest

from regswap.document.parse import event
from regswap.document.parse.composer import CompositionError, compose
from regswap.document.parse.node import Alias, Outline
from regswap.document.read.field import (
    Field,
    Merge,
    Path,
    child,
    children,
    entries,
    format_path,
    items,
    refuse_contested,
    root_field,
    text_of,
)

OUTLINE: Outline = {"l": {None: {"i": {}}}}


def root_of(text: str) -> Field:
    # An alias in the first line has everything read.
    (root,) = compose(lambda: event.open_events(f"_: [&_ _, *_ ]\n{text}"), {}).roots
    return root_field(root)


def entries_of(text: str) -> list[tuple[str, str]]:
    return [(format_path(entry.path), text_of(entry)) for entry in entries(root_of(text))][1:]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("spec",), "spec"),
        (("spec", "containers", 0, "image"), "spec.containers[0].image"),
        ((0, "a"), "[0].a"),
        (("a-b", "c_d"), "a-b.c_d"),
        (("a.b", "c/d"), "['a.b']['c/d']"),
        (("it's",), "['it\\'s']"),
        (("",), "['']"),
    ],
)
def test_a_path_is_written_as_kubernetes_does(path: Path, text: str) -> None:
    assert format_path(path) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: 2\n", [("a", "1"), ("b", "2")], id="its own"),
        pytest.param("a: 1\na: 2\n", [("a", "1"), ("a", "2")], id="a key written twice"),
        pytest.param("? [x]\n: 1\nb: 2\n", [("b", "2")], id="a complex key"),
        pytest.param("k: &k a\n*k : 1\n", [("k", "a"), ("a", "1")], id="an alias as the key"),
        pytest.param("<<: {a: 1}\nb: 2\n", [("b", "2"), ("a", "1")], id="merged after its own"),
        pytest.param("a: 1\n<<: {a: 2, b: 3}\n", [("a", "1"), ("b", "3")], id="its own before what is merged"),
        pytest.param("<<: [{a: 1}, {a: 2, b: 3}]\n", [("a", "1"), ("b", "3")], id="the first of a list"),
        pytest.param("<<: {a: 1}\n<<: {a: 2}\n", [("a", "2")], id="the last of two merge keys"),
        pytest.param("<<: {a: 1, <<: {a: 2, b: 3}}\n", [("a", "1"), ("b", "3")], id="a merge of a merge"),
        pytest.param("<<: [{<<: {a: 1}}, {a: 2}]\n", [("a", "1")], id="depth before breadth"),
        pytest.param("<<: 1\nb: 2\n", [("b", "2")], id="a merge of no mapping"),
        pytest.param("'<<': {a: 1}\n", [("['<<']", "")], id="a quoted key is not a merge key"),
        pytest.param("!!str <<: {a: 1}\n", [("['<<']", "")], id="a string is not a merge key"),
        pytest.param("!!merge '<<': {a: 1}\n", [("a", "1")], id="a tagged merge key"),
    ],
)
def test_the_entries_of_a_mapping_are_its_own_and_what_merge_keys_bring(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert entries_of(text) == expected


def test_a_detour_is_each_alias_and_merge_key_on_the_way() -> None:
    root = root_of("a: &a {i: &i x}\nb: {<<: *a}\nl:\n- *i\n- i: *i\n")

    merged = child(root, "b", "i")
    assert merged is not None
    assert [type(indirection) for indirection in merged.indirections] == [Merge, Alias]
    listed = child(root, "l")
    assert listed is not None
    assert [[type(indirection) for indirection in item.indirections] for item in items(listed)] == [[Alias], []]


def test_there_is_nothing_in_a_scalar() -> None:
    scalar = child(root_of("a: 1\n"), "a")

    assert scalar is not None
    assert list(entries(scalar)) == []
    assert list(items(scalar)) == []
    assert child(scalar, "b") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: {b: 1}\n", "1", id="one"),
        pytest.param("a: {b: 1, b: 2}\n", "2", id="the last of two"),
        pytest.param("a: {b: 1}\na: {b: 2}\n", "2", id="in the last of two"),
        pytest.param("a: {c: 1}\n", "", id="none"),
        pytest.param("a: [b]\n", "", id="no mapping"),
        pytest.param("a: {b: [1]}\n", "", id="no scalar"),
        pytest.param("x: &x {b: 1}\na: *x\n", "1", id="by an alias"),
        pytest.param("x: &x {b: 1}\na: {<<: *x}\n", "1", id="by a merge key"),
    ],
)
def test_a_child_is_the_one_that_kubernetes_reads(text: str, expected: str) -> None:
    assert text_of(child(root_of(text), "a", "b")) == expected


def test_children_are_all_of_a_key() -> None:
    assert [text_of(field) for field in children(root_of("a: 1\nb: 2\na: 3\n"), "a")] == ["1", "3"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\n", id="no merge key"),
        pytest.param("<<: {a: 1}\na: 2\n", id="an entry after it"),
        pytest.param("b: 1\n<<: {b: 2}\n", id="another key"),
        pytest.param("a: 1\n<<: {b: 2}\n", id="a merge of others"),
        pytest.param("<<: [{a: 1}, {a: 2}]\n", id="a list, whose order counts"),
    ],
)
def test_what_every_reader_reads_alike_is_not_contested(text: str) -> None:
    refuse_contested(root_of(text), {"a"})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\n<<: {a: 2}\n", id="an entry before it"),
        pytest.param("<<: {a: 1}\n<<: {a: 2}\n", id="two merge keys"),
        pytest.param("x: 1\n<<: {a: 1, <<: {a: 2}}\n", id="in what is merged"),
        pytest.param("x: 1\n<<: [{b: 1}, {a: 1, <<: {a: 2}}]\n", id="in a list"),
        pytest.param("k: &k a\n*k : 1\n<<: {a: 2}\n", id="an alias as the key"),
    ],
)
def test_an_entry_that_a_later_merge_key_brings_too_is_contested(text: str) -> None:
    with pytest.raises(CompositionError, match="a stands before a merge key") as caught:
        refuse_contested(root_of(text), {"a"})

    assert caught.value.line >= 1


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: 2\na: 3\n",
        "x: &x {a: 1, c: 2}\ny: {<<: *x, a: 3, b: 4}\n",
        "x: &x {a: 1, b: &b 2}\na: *x\n? *b\n: 5\n",
        "- a\n",
    ],
)
def test_the_entries_of_some_keys_are_those_among_all(text: str) -> None:
    root = root_field(compose(lambda: event.open_events(text), {}, whole=True).roots[0])

    for field in (root, *entries(root)):
        assert list(entries(field, {"a": 0, "2": 0})) == [one for one in entries(field) if one.path[-1] in ("a", "2")]
