"""Nodes as plain Python values."""

from __future__ import annotations

import pytest

from regswap.document.parse.stream import Document
from regswap.document.read.reading import read
from regswap.document.read.value import value_of


def value(text: str) -> object:
    (root,) = read(Document("x.yaml", 1, 1, text.encode()), None).composed.roots
    return value_of(root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("[]", []),
        ("{}", {}),
        ("[1, -2, 1.5, 0x1f, '1']", [1, -2, 1.5, "0x1f", "1"]),
        ("[true, No, on, 'true']", [True, False, True, "true"]),
        ("[~, null, '']", [None, None, ""]),
        ("a: {b: [c, {d: e}]}", {"a": {"b": ["c", {"d": "e"}]}}),
        ("{a: 1, a: 2}", {"a": 2}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}}),
        ("a: !!str 1\nb: !custom x", {"a": "1", "b": "x"}),
        ("1: one", {"1": "one"}),
        ("12:30", "12:30"),
    ],
)
def test_a_node_is_what_kubernetes_reads(text: str, expected: object) -> None:
    assert value(text) == expected


def test_what_an_anchor_names_is_one_object() -> None:
    found = value("a: &x {p: 1}\nb: *x")

    assert isinstance(found, dict)
    assert found["a"] is found["b"]


def test_the_deepest_document_that_is_read_is_no_recursion() -> None:
    found = value("[" * 900 + "]" * 900)

    depth = 0
    while isinstance(found, list) and found:
        depth, found = depth + 1, found[0]
    assert depth == 899
