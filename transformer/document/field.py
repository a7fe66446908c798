"""Fields of a document: which values stand at the places that an outline names, aliases and merge keys resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transformer.document.node import Alias, CompositionError, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformer.document.node import Node, Outline

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a document."""

_LONGEST_MERGE_CHAIN = 100


class Merge(NamedTuple):
    """A ``<<`` entry through which a mapping takes the entries of others (https://yaml.org/type/merge.html)."""

    key: Scalar
    value: Node
    path: Path
    """The path of the mapping that holds it."""


Detour = Alias | Merge
"""What stands between the place of a value and the text that spells it."""


class Field(NamedTuple):
    """A value at a place."""

    path: Path
    node: Node
    """A Scalar, Mapping or Sequence; never an Alias."""
    detours: tuple[Detour, ...]
    """The aliases and merge keys on the way from the root to the node; none where it stands in place."""


def format_path(path: Path) -> str:
    """Write a path as Kubernetes does in its messages: ``spec.containers[0].image``, odd keys in brackets."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part and all(character.isalnum() or character in "-_" for character in part):
            text += f".{part}" if text else part
        else:
            text += "['" + part.replace("'", "\\'") + "']"
    return text


def root_field(node: Node) -> Field:
    """Return the field of a document's root."""
    return resolve((), node, ())


def resolve(path: Path, node: Node, detours: tuple[Detour, ...]) -> Field:
    """Follow an alias to the node that it stands for."""
    if isinstance(node, Alias):
        return Field(path, node.target, (*detours, node))
    return Field(path, node, detours)


def select(field: Field, outline: Outline) -> Iterator[Field]:
    """Yield the fields below one that stand where the outline ends, in the order in which they are written.

    Raises CompositionError where merge keys follow each other without end, or where it depends on the reader whether a
    wanted key or a merge key counts.
    """
    if not outline:
        yield field
    elif isinstance(field.node, Mapping):
        _refuse_contested(field, outline)
        for child in entries(field):
            inner = outline.get(child.path[-1]) if isinstance(child.path[-1], str) else None
            if inner is not None:
                yield from select(child, inner)
    elif isinstance(field.node, Sequence) and None in outline:
        for child in items(field):
            yield from select(child, outline[None])


def items(field: Field) -> Iterator[Field]:
    """Yield the items of a sequence."""
    if isinstance(field.node, Sequence):
        for index, node in enumerate(field.node.items):
            yield resolve((*field.path, index), node, field.detours)


def entries(field: Field) -> Iterator[Field]:
    """Yield the values of a mapping whose keys are scalars: its own, then those that merge keys bring and it lacks."""
    if not isinstance(field.node, Mapping):
        return
    merges = []
    own = set()
    for key, node in field.node.entries:
        key_node = key.target if isinstance(key, Alias) else key
        if not isinstance(key_node, Scalar):
            continue
        if is_merge_key(key_node):
            merges.append(Merge(key_node, node, field.path))
        else:
            own.add(key_node.value)
            yield resolve((*field.path, key_node.value), node, field.detours)
    for merge in merges:
        for entry in _merged(field, merge):
            if entry.path[-1] not in own:
                own.add(str(entry.path[-1]))
                yield entry


def child(field: Field, *keys: str) -> Field | None:
    """Return the value under keys; of a key written twice the last, as Kubernetes reads it."""
    found: Field | None = field
    for key in keys:
        if found is None:
            return None
        path = (*found.path, key)
        found = {entry.path: entry for entry in entries(found)}.get(path)
    return found


def text_of(field: Field | None) -> str:
    """Return the value of a scalar field; empty where there is none."""
    return field.node.value if field is not None and isinstance(field.node, Scalar) else ""


def is_merge_key(key: Scalar) -> bool:
    """Tell whether a key is ``<<``, written plain or tagged as a merge key."""
    return key.value == "<<" and (key.tag == "tag:yaml.org,2002:merge" or (key.style == "" and key.tag is None))


def _refuse_contested(field: Field, outline: Outline) -> None:
    """Refuse a wanted key before a merge key that brings it too: kubectl reads the merged value, kustomize its own."""
    seen: set[str] = set()
    for key, node in field.node.entries if isinstance(field.node, Mapping) else ():
        if not isinstance(key, Scalar):
            continue
        if not is_merge_key(key):
            seen.add(key.value)
            continue
        for entry in _merged(field, Merge(key, node, field.path)):
            if entry.path[-1] in seen and entry.path[-1] in outline:
                message = f"{format_path(entry.path)} stands before a merge key that brings it too, and readers differ"
                raise CompositionError(message, key.line, key.column)


def _merged(field: Field, merge: Merge) -> Iterator[Field]:
    """Yield what a merge key's value brings: the entries of a mapping, or of each mapping of a sequence."""
    if sum(isinstance(detour, Merge) for detour in field.detours) > _LONGEST_MERGE_CHAIN:
        message = f"more than {_LONGEST_MERGE_CHAIN} merge keys follow each other"
        raise CompositionError(message, merge.key.line, merge.key.column)
    source = resolve(field.path, merge.value, (*field.detours, merge))
    if isinstance(source.node, Mapping):
        yield from entries(source)
    elif isinstance(source.node, Sequence):
        for item in source.node.items:
            inner = resolve(field.path, item, source.detours)
            if isinstance(inner.node, Mapping):
                yield from entries(inner)
