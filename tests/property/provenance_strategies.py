"""Manifests whose metadata come in every way: what the laws about annotations are tried on."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from regswap.document.parse.scalar import resolves_to_string
from tests.property.document_strategies import Draw, Map, _Writer, objects

EMPTY, NOTHING = "\0empty", "\0nothing"
"""Stand for an empty mapping, and for a null."""

_ENTRIES = (("a/b", "x"), ("note", "kind: Pod"), ("c", "nginx"), ("d.e/f", "#"))


class Writer(_Writer):
    """Writes scalars so that a rewrite can be undone to the byte, and mappings that are empty or null."""

    def plain(self, value: str, *, flow: bool) -> str | None:
        return super().plain(value, flow=flow) if value and resolves_to_string(value) else None

    def double(self, value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    def scalar(self, value: str, indent: int, *, flow: bool) -> str:
        if value == EMPTY:
            return str(self.one_of("{}", "{ }"))
        if value == NOTHING:
            return str(self.one_of("null", "~", *[] if flow else ["", ""]))
        text = super().scalar(value, indent, flow=flow)
        return self.quoted(value, flow=flow) if "\\\n" in text else text


@st.composite
def _entries(draw: Draw, *, empty: bool) -> Any:  # noqa: ANN401
    if empty and draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from((EMPTY, NOTHING)))
    return draw(st.lists(st.sampled_from(_ENTRIES), min_size=1, max_size=3, unique=True))


@st.composite
def _metadata(draw: Draw, *, empty: bool, named: bool) -> Any:  # noqa: ANN401
    if empty and not named and draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from((EMPTY, NOTHING)))
    found: Map = [("name", "n"), ("creationTimestamp", NOTHING)] if named or draw(st.booleans()) else []
    for key in ("annotations", "labels"):
        if not found or draw(st.booleans()):
            found.append((key, draw(_entries(empty=empty))))
    return draw(st.permutations(found))


def _with(entries: Map, key: str, value: Any) -> Map:  # noqa: ANN401
    return [(key, value), *((one, held) for one, held in entries if one != key)]


@st.composite
def _dressed(draw: Draw, node: Any, *, empty: bool, depth: int = 0) -> Any:  # noqa: ANN401
    """Give an object and what is called a template in it metadata, and containers names."""
    if not isinstance(node, list) or not node:
        return node
    if not isinstance(node[0], tuple):
        return [draw(_dressed(item, empty=empty, depth=depth)) for item in node]
    if any(key == "items" for key, _ in node):
        return [(key, draw(_dressed(value, empty=empty)) if key == "items" else value) for key, value in node]
    result: Map = []
    for key, value in node:
        inner = draw(_dressed(value, empty=empty, depth=depth + 1))
        if key == "template" and isinstance(inner, list) and draw(st.integers(0, 3)):
            inner = _with(inner, "metadata", draw(_metadata(empty=empty, named=False)))
            inner = draw(st.permutations(inner))
        if key in {"containers", "initContainers"}:
            inner = [_with(one, "name", f"{key[0]}{number}") for number, one in enumerate(inner)]
        if result and key in {one for one, _ in result}:
            continue
        result.append((key, inner))
    if depth == 0:
        result = _with(result, "metadata", draw(_metadata(empty=empty, named=True)))
        result = draw(st.permutations(result))
    return result


@st.composite
def dressed_documents(draw: Draw, *, shares: bool = False, empty: bool = True) -> str:
    """Return the text of one document; ``empty`` tells whether mappings in metadata may be empty or null."""
    root = draw(_dressed(draw(objects), empty=empty))
    return Writer(draw(st.integers(0, 2**32)), shares=shares).document(root)
