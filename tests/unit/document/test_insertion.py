from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from regswap.document.edit.insertion import insert_entries
from regswap.document.edit.removal import remove_entries
from regswap.document.parse.stream import Document
from regswap.document.read.field import Field, root_field
from regswap.document.read.reading import Reading, read
from regswap.errors import ManifestError

if TYPE_CHECKING:
    from regswap.document.edit.mapping_entry import Tree
    from regswap.document.edit.removal import Cuts

TREE: Tree = {"metadata": {"annotations": {"k": "v"}}}
CUTS: Cuts = {"metadata": {"annotations": {"k": None}}}


def open_document(text: str) -> tuple[Reading, Field]:
    reading = read(Document("s.yaml", 1, 1, text.encode()), None)
    return reading, root_field(reading.composed.roots[0])


def add(text: str, tree: Tree = TREE) -> str:
    reading, root = open_document(text)
    return reading.apply(insert_entries(reading, root, tree).edits).decode()


def remove(text: str, cuts: Cuts = CUTS) -> str:
    reading, root = open_document(text)
    return reading.apply(remove_entries(reading, root, cuts)).decode()


STYLES = [
    pytest.param(
        "metadata:\n  annotations:\n    a: b\n  name: n\n",
        "metadata:\n  annotations:\n    k: v\n    a: b\n  name: n\n",
        id="a block",
    ),
    pytest.param(
        "metadata:\n   annotations: # c\n\n     # about a\n     a: b",
        "metadata:\n   annotations: # c\n     k: v\n\n     # about a\n     a: b",
        id="comments stay with what they are about, and no last line break is added",
    ),
    pytest.param(
        "metadata:\n  annotations: {a: b}\n", "metadata:\n  annotations: {k: 'v', a: b}\n", id="a flow mapping"
    ),
    pytest.param("metadata:\n  annotations: {}\n", "metadata:\n  annotations: {k: 'v'}\n", id="an empty one"),
    pytest.param("metadata:\n  annotations:\n    {}\n", "metadata:\n  annotations:\n    {k: 'v'}\n", id="on a line"),
    pytest.param(
        "metadata:\n  annotations: # c\n  name: n\n",
        "metadata:\n  annotations: { k: 'v' } # c\n  name: n\n",
        id="nothing, which is null",
    ),
    pytest.param("metadata:\n    name: n\n", "metadata:\n    annotations:\n        k: v\n    name: n\n", id="none"),
    pytest.param(
        "metadata:\n    name: n\n    labels:\n      a: b\n",
        "metadata:\n    annotations:\n      k: v\n    name: n\n    labels:\n      a: b\n",
        id="none, and labels that show the indentation",
    ),
    pytest.param(
        "a:\n   b: c\n", "metadata:\n   annotations:\n      k: v\na:\n   b: c\n", id="no metadata, as in a pod template"
    ),
    pytest.param("metadata: {}\n", "metadata: {annotations: {k: 'v'}}\n", id="empty metadata"),
    pytest.param("metadata:\na: b", "metadata: { annotations: {k: 'v'} }\na: b", id="metadata that are null"),
    pytest.param("metadata: {name: n}\n", "metadata: {annotations: {k: 'v'}, name: n}\n", id="metadata in flow style"),
    pytest.param(
        "metadata:\r\n  name: n\r\n", "metadata:\r\n  annotations:\r\n    k: v\r\n  name: n\r\n", id="Windows"
    ),
    pytest.param(
        '"metadata":\n  "annotations":\n    "a": "b"\n',
        '"metadata":\n  "annotations":\n    "k": v\n    "a": "b"\n',
        id="keys in quotes",
    ),
    pytest.param(
        '{"metadata":{"name":"n"}}', '{"metadata":{"annotations":{"k":"v"},"name":"n"}}', id="JSON on one line"
    ),
    pytest.param(
        '{\n  "metadata": {\n    "annotations": {\n      "a": "b"\n    }\n  }\n}\n',
        '{\n  "metadata": {\n    "annotations": {\n      "k": "v",\n      "a": "b"\n    }\n  }\n}\n',
        id="JSON on many lines",
    ),
    pytest.param(
        "metadata:\n  annotations: &a\n    b: c\n",
        "metadata:\n  annotations: &a\n    k: v\n    b: c\n",
        id="an anchor that nobody uses",
    ),
    pytest.param(
        "metadata:\n  annotations: !!map\n    ? b\n    : c\n",
        "metadata:\n  annotations: !!map\n    k: v\n    ? b\n    : c\n",
        id="a tag, and a key behind a question mark",
    ),
    pytest.param(
        "base: &b {b: c}\nmetadata:\n  annotations:\n    <<: *b\n",
        "base: &b {b: c}\nmetadata:\n  annotations:\n    k: v\n    <<: *b\n",
        id="a merge key",
    ),
    pytest.param(
        "base: &b {b: c}\nmetadata:\n  annotations: *b\n",
        "base: &b {b: c}\nmetadata:\n  annotations: {k: 'v', <<: *b}\n",
        id="an alias, which stays with its entries",
    ),
]


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_an_entry_is_written_as_its_neighbours_are(before: str, after: str) -> None:
    assert add(before) == after


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_what_was_added_goes_without_a_trace(before: str, after: str) -> None:
    assert remove(after) == before


@pytest.mark.parametrize(
    ("before", "undone"),
    [
        pytest.param("metadata: {annotations: {}}\n", "metadata: {}\n", id="flow"),
        pytest.param("metadata:\n  annotations: ~\n", "metadata:\n  annotations: {}\n", id="a written null"),
        pytest.param("metadata: null\n", "metadata: {}\n", id="null for all metadata"),
    ],
)
def test_of_what_is_empty_only_the_meaning_comes_back(before: str, undone: str) -> None:
    assert remove(add(before)) == undone


def test_entries_behind_a_dash_are_written_before_the_first() -> None:
    reading, root = open_document("- spec: a\n  b: c\n")
    node = root.node.items[0]  # type: ignore[union-attr] # it is a list
    field = Field((0,), node, ())

    added = reading.apply(insert_entries(reading, field, TREE).edits).decode()

    assert added == "- metadata:\n    annotations:\n      k: v\n  spec: a\n  b: c\n"
    reading, root = open_document(added)
    field = Field((0,), root.node.items[0], ())  # type: ignore[union-attr] # it is a list
    assert reading.apply(remove_entries(reading, field, CUTS)).decode() == "- spec: a\n  b: c\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("metadata:\n  annotations: [a]\n", "metadata.annotations: it is not a mapping", id="list"),
        pytest.param("metadata:\n  annotations: a\n", "s.yaml:2:16: nothing can be added", id="text"),
        pytest.param("metadata:\n  annotations: {a: b}\n  annotations: {}\n", "it is written twice", id="twice"),
        pytest.param(
            "metadata:\n  annotations: &x {a: b}\nother: *x\n", "through an anchor it shares its text", id="shared"
        ),
        pytest.param(
            "metadata: &x\n  annotations: {a: b}\nother: *x\n",
            "through an anchor it shares its text",
            id="above",
        ),
        pytest.param(
            "base: &x\n  annotations: {a: b}\nmetadata:\n  <<: *x\n",
            "it is written elsewhere",
            id="merge key",
        ),
        pytest.param("metadata: {annotations}\n", "a null that is written strangely", id="a key without a colon"),
    ],
)
def test_what_cannot_be_added_safely_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(ManifestError, match=r"s\.yaml:\d+:\d+: nothing can be added") as caught:
        add(text)

    assert why in str(caught.value)


def test_other_entries_stay_when_some_are_removed() -> None:
    cuts: Cuts = {"m": {"k": None, "l": None}}

    assert remove("m:\n  a: b\n  k: 'v\n    w' # c\n  l: |\n    x\n\n  c: d\n", cuts) == "m:\n  a: b\n  c: d\n"
    assert remove("m: {a: b, k: v, l: {x: [y]}}\n", cuts) == "m: {a: b}\n"
    assert remove("m: {k: v, a: b, l: w, c: d}\n", cuts) == "m: {a: b, c: d}\n"


def test_an_entry_that_an_alias_brings_is_not_removed() -> None:
    with pytest.raises(ManifestError, match="nothing can be taken out of m: `k` is written elsewhere"):
        remove("b: &b {k: v}\nm:\n  <<: *b\n", {"m": {"k": None}})
