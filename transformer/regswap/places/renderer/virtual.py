"""Nodes that no document holds, around some that it does: so that one search finds what is written in several ways."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field
    from regswap.places.site import Site

    Collection = Mapping | Sequence


def make_mapping(at: Node, entries: Iterable[tuple[str, Node]]) -> Mapping:
    """Return a mapping of some values that stands where another node does."""
    mapping = Mapping.__new__(Mapping)
    mapping.entries = [(make_scalar(at, key), value) for key, value in entries]
    mapping.has_merge_key = False
    _place(mapping, at)
    return mapping


def make_sequence(at: Node, items: Iterable[Node]) -> Sequence:
    """Return a sequence of some values that stands where another node does."""
    sequence = Sequence.__new__(Sequence)
    sequence.items = list(items)
    _place(sequence, at)
    return sequence


def make_scalar(at: Node, value: str) -> Scalar:
    """Return a string that stands where another node does."""
    return Scalar(value, '"', None, at.start, at.start, at.line, at.column, None, in_flow=True)


def restore_fields(sites: Iterable[Site], written: Iterable[Field]) -> Iterator[Site]:
    """Yield sites that were found among virtual nodes, each with the field that its node is written in."""
    fields = {id(field.node): field for field in written}
    for site in sites:
        parts = tuple(part._replace(field=fields[id(part.field.node)]) for part in site.parts)
        yield site._replace(field=fields[id(site.field.node)], parts=parts)


def _place(node: Collection, at: Node) -> None:
    # What it is made around may have some.
    node.has_indirection = True
    node.is_flow, node.start, node.line, node.column = True, at.start, at.line, at.column
