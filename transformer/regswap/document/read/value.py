"""Nodes as plain Python values: for parts of a document that are read and not rewritten."""

from __future__ import annotations

from contextlib import suppress

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.parse.scalar import DISPUTED, type_of
from regswap.document.read.field import entries, resolve, root_field
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field

    Value = str | bool | int | float | None | list["Value"] | dict[str, "Value"]
    """What JSON can say."""

_TRUE = frozenset({"y", "yes", "true", "on"})


def value_of(node: Node) -> Value:
    """Return what a node says to Kubernetes, aliases and merge keys resolved; of a key written twice the last value.

    What an anchor names is one object wherever its aliases stand. Raises CompositionError as ``entries`` does.
    """
    root = root_field(node).node
    made: dict[int, Value] = {id(root): _begin(root)}
    pending = [root]
    while pending:
        node = pending.pop()
        value = made[id(node)]
        for part in _parts(node):
            if id(part.node) not in made:
                made[id(part.node)] = _begin(part.node)
                pending.append(part.node)
            if isinstance(value, dict):
                value[str(part.path[-1])] = made[id(part.node)]
            elif isinstance(value, list):
                value.append(made[id(part.node)])
    return made[id(root)]


def _begin(node: Node) -> Value:
    """Return the value of a scalar, or the collection that its parts go into."""
    if isinstance(node, Scalar):
        return _read(node)
    return {} if isinstance(node, Mapping) else []


def _parts(node: Node) -> list[Field]:
    if isinstance(node, Mapping):
        # Merge keys come last, and bring only what the mapping lacks.
        return list(entries(root_field(node)))
    if isinstance(node, Sequence):
        return [resolve((index,), item, ()) for index, item in enumerate(node.items)]
    return []


def _read(scalar: Scalar) -> Value:
    """Return what a scalar says; the text of what no reader knows."""
    kind = type_of(scalar)
    if kind == "null":
        return None
    if kind in ("bool", DISPUTED):
        return scalar.value.lower() in _TRUE
    return _number(scalar.value) if kind == "number" else scalar.value


def _number(text: str) -> int | float | str:
    """Return a number; the text where it is written in a way that JSON does not know."""
    with suppress(ValueError):
        return int(text)
    with suppress(ValueError):
        return float(text)
    return text
