"""Parameters of a chart in an Application of Argo CD: values one by one, by their dotted names (``helm --set``)."""

from __future__ import annotations

import re

from regswap.document.parse.node import Scalar
from regswap.document.read.field import child, items, text_of
from regswap.places.branch import Shape
from regswap.places.renderer.virtual import make_mapping, restore_fields
from regswap.places.site import make_sites
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field
    from regswap.places.object import ObjectId
    from regswap.places.site import Site

    Tree = dict[str, "Tree | Field"]

_DOT = r"(?<!\\)\."


def find_in_parameters(identity: ObjectId, field: Field, shape: Shape, hosts: Container[str]) -> Iterator[Site]:
    """Yield what would be found in the values that a list of ``{name, value}`` sets."""
    tree: Tree = {}
    written = []
    for item in items(field):
        name, value = text_of(child(item, "name")), child(item, "value")
        if name and value is not None and isinstance(value.node, Scalar):
            written.append(value)
            _put(tree, re.split(_DOT, name), value)
    if written:
        values = field._replace(node=_build(field.node, tree))
        yield from restore_fields(make_sites(identity, values, Shape("values", shape.found), hosts), written)


def _put(tree: Tree, path: list[str], value: Field) -> None:
    for key in path[:-1]:
        inner = tree.setdefault(key, {})
        if not isinstance(inner, dict):
            # `a` is set, and so is `a.b`: helm refuses it.
            return
        tree = inner
    tree[path[-1]] = value


def _build(at: Node, tree: Tree) -> Node:
    nodes = ((key, _build(at, value) if isinstance(value, dict) else value.node) for key, value in tree.items())
    return make_mapping(at, nodes)
