"""Fields of a document: which values stand at the places that an outline names, aliases and merge keys resolved."""

from __future__ import annotations

from functools import lru_cache

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Alias, Mapping, Scalar, Sequence, is_merge_key
from regswap.document.parse.scalar import type_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from regswap.document.parse.node import Node

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a document."""

_LONGEST_MERGE_CHAIN = 100
_CACHED = 128


class Merge(NamedTuple):
    """A ``<<`` entry through which a mapping takes the entries of others (https://yaml.org/type/merge.html)."""

    key: Scalar
    value: Node
    path: Path
    """The path of the mapping that holds it."""


Indirection = Alias | Merge
"""What stands between the place of a value and the text that spells it."""


class Field(NamedTuple):
    """A value at a place."""

    path: Path
    node: Node
    """A Scalar, Mapping or Sequence; never an Alias."""
    indirections: tuple[Indirection, ...]
    """The aliases and merge keys on the way from the root to the node; none where it stands in place."""


# Records are not made by their names: that takes twice the time.
_new = tuple.__new__


@lru_cache(_CACHED)
def format_path(path: Path) -> str:
    """Write a path as Kubernetes does in its messages: ``spec.containers[0].image``, odd keys in brackets."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.replace("-", "x").replace("_", "x").isalnum():
            text += f".{part}" if text else part
        else:
            text += "['" + part.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return text


def root_field(node: Node) -> Field:
    """Return the field of a document's root."""
    return resolve((), node, ())


def resolve(path: Path, node: Node, indirections: tuple[Indirection, ...]) -> Field:
    """Follow an alias to the node that it stands for."""
    if type(node) is Alias:
        return Field(path, node.target, (*indirections, node))
    return _new(Field, (path, node, indirections))


def items(field: Field) -> list[Field]:
    """Return the items of a sequence."""
    path, node, indirections = field
    if not isinstance(node, Sequence):
        return []
    return [resolve((*path, index), item, indirections) for index, item in enumerate(node.items)]


def entries(field: Field, keys: Container[str | None] | None = None) -> Iterable[Field]:
    """Return the values of a mapping whose keys are scalars: its own, then those that merge keys bring and it lacks.

    Of a key written twice in one mapping both. With ``keys``, only the values under those.
    """
    node = field.node
    if isinstance(node, Mapping) and not node.has_merge_key:
        return _plain_entries(field, node, keys)
    return _layered_entries(field, keys)


def _plain_entries(field: Field, mapping: Mapping, keys: Container[str | None] | None) -> list[Field]:
    """Return the values of a mapping without merge keys, as nearly all are: no field is made of what is not wanted."""
    path, _, indirections = field
    found = []
    for key, value in mapping.entries:
        scalar = key.target if type(key) is Alias else key
        if type(scalar) is Scalar and (keys is None or scalar.value in keys):
            place = (*path, scalar.value)
            is_alias = type(value) is Alias
            found.append(resolve(place, value, indirections) if is_alias else _new(Field, (place, value, indirections)))
    return found


def _layered_entries(field: Field, keys: Container[str | None] | None) -> Iterator[Field]:
    taken: set[str | int] = set()
    for layer in _layers(field):
        own = [part for part in _parts(layer) if isinstance(part, Field)]
        for entry in own:
            key = str(entry.path[-1])
            if key not in taken and (keys is None or key in keys):
                yield entry
        taken.update(entry.path[-1] for entry in own)


def children(field: Field, key: str) -> list[Field]:
    """Return the values under a key: none, one, or those of a key that is written twice."""
    return list(entries(field, (key,)))


def child(field: Field, *keys: str) -> Field | None:
    """Return the value under keys; of a key written twice the last, as Kubernetes reads it."""
    return follow(field, keys)


def follow(field: Field | None, path: Path) -> Field | None:
    """Return the field at a path below another; of a key written twice the last, as Kubernetes reads it."""
    if field is None:
        return None
    start, node, indirections = field
    for depth, part in enumerate(path, 1):
        if isinstance(part, str) and type(node) is Mapping and node.has_merge_key:
            found = children(Field((*start, *path[: depth - 1]), node, indirections), part)
            if not found:
                return None
            _, node, indirections = found[-1]
            continue
        below = _find_below(node, part)
        if below is None:
            return None
        if type(below) is Alias:
            node, indirections = below.target, (*indirections, below)
        else:
            node = below
    return _new(Field, ((*start, *path), node, indirections))


def _find_below(node: Node, part: str | int) -> Node | None:
    """Return the last value under a key of a mapping without merge keys, or an item of a sequence."""
    if type(node) is Mapping:
        for key, value in reversed(node.entries):
            scalar = key.target if type(key) is Alias else key
            if type(scalar) is Scalar and scalar.value == part:
                return value
    elif type(node) is Sequence and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


def text_of(field: Field | None) -> str:
    """Return the value of a scalar field; empty where there is none."""
    return field.node.value if field is not None and isinstance(field.node, Scalar) else ""


def string_of(field: Field | None) -> str:
    """Return the value of a field that is a string to readers of YAML; empty where it is not one."""
    node = field.node if field is not None else None
    return node.value if isinstance(node, Scalar) and type_of(node) == "string" else ""


def refuse_contested(field: Field, keys: Container[str | None] | None) -> None:
    """Refuse one of some keys before a merge key that brings it too: kubectl reads the later, other readers the own.

    Refuse one that is null beside such a merge key, wherever it stands: kustomize reads what is brought. Without keys,
    refuse any of the former.

    Raises CompositionError.
    """
    for layer in _layers(field) if _has_merge_key(field.node) else ():
        seen: set[str | int] = set()
        nulls = {part.path[-1] for part in _parts(layer) if keys and isinstance(part, Field) and is_null(part.node)}
        for part in _parts(layer):
            if isinstance(part, Field):
                seen.add(part.path[-1])
                continue
            brought = {entry.path[-1] for source in _sources(layer, part) for entry in entries(source)}
            contested = next((key for key in sorted(brought & (seen | nulls)) if keys is None or key in keys), None)
            if contested is not None:
                path = format_path((*field.path, contested))
                where = "is null beside" if contested in nulls else "stands before"
                message = f"{path} {where} a merge key that brings it too, and readers differ"
                raise CompositionError(message, part.key.line, part.key.column)
            seen |= brought


def _parts(layer: Field) -> Iterator[Field | Merge]:
    """Yield what is written in a mapping: the values under scalar keys, and the merge keys."""
    for key, node in layer.node.entries if isinstance(layer.node, Mapping) else ():
        scalar = key.target if isinstance(key, Alias) else key
        if not isinstance(scalar, Scalar):
            continue
        if scalar is key and is_merge_key(scalar):
            yield Merge(scalar, node, layer.path)
        else:
            yield resolve((*layer.path, scalar.value), node, layer.indirections)


def is_null(node: Node) -> bool:
    """Tell whether a node is a null."""
    return isinstance(node, Scalar) and type_of(node) == "null"


def _has_merge_key(node: Node) -> bool:
    return isinstance(node, Mapping) and node.has_merge_key


def _layers(field: Field) -> Iterator[Field]:
    """Yield a mapping and all that merge keys put under it, the upper first: where both have a key, its value counts.

    Of several merge keys in one mapping the last counts, of several mappings under one the first. A mapping is yielded
    once, as nothing in it could count the second time.
    """
    pending = [field]
    seen: set[int] = set()
    while pending:
        layer = pending.pop()
        if not seen and not _has_merge_key(layer.node):
            yield layer
            return
        if id(layer.node) in seen:
            continue
        seen.add(id(layer.node))
        yield layer
        for merge in [part for part in _parts(layer) if isinstance(part, Merge)]:
            pending += reversed(list(_sources(layer, merge)))


def _sources(layer: Field, merge: Merge) -> Iterator[Field]:
    """Yield the mappings that a merge key names: one, or those of a sequence."""
    if sum(isinstance(indirection, Merge) for indirection in layer.indirections) > _LONGEST_MERGE_CHAIN:
        message = f"more than {_LONGEST_MERGE_CHAIN} merge keys follow each other"
        raise CompositionError(message, merge.key.line, merge.key.column)
    source = resolve(layer.path, merge.value, (*layer.indirections, merge))
    nodes = source.node.items if isinstance(source.node, Sequence) else [source.node]
    for node in nodes:
        mapping = resolve(layer.path, node, source.indirections)
        if isinstance(mapping.node, Mapping):
            yield mapping
