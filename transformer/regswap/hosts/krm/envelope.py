"""A ResourceList: the items in it, and the place where results go. It is never printed anew."""

from __future__ import annotations

import re

from regswap.document.edit.line import break_after
from regswap.document.parse.event import LINE_BREAK
from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.parse.scalar import type_of
from regswap.document.read.field import child, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.document.splice import Edit
from regswap.errors import Diagnostic, ManifestError
from regswap.places.branch import WHOLE
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.node import Node, Outline
    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading

VERSIONS = tuple(f"config.kubernetes.io/{version}" for version in ("v1", "v1beta1", "v1alpha1"))

_PATH = ("config.kubernetes.io/path", "internal.config.kubernetes.io/path")
_INDEX = ("config.kubernetes.io/index", "internal.config.kubernetes.io/index")

_METADATA: Outline = {"name": {}, "namespace": {}, "annotations": {key: {} for key in (*_PATH, *_INDEX)}}
_ROOT: Outline = {"apiVersion": {}, "kind": {}, "items": {}, "results": {None: {}}}
_OUTLINE: Outline = {**_ROOT, "functionConfig": WHOLE}
_ITEMS: Outline = {"items": {None: {"apiVersion": {}, "kind": {}, "metadata": _METADATA}}}


class Item(NamedTuple):
    """An object in the list, and the file that the host has it from; empty where that is not said."""

    api_version: str
    kind: str
    namespace: str
    name: str
    path: str
    position: str
    """Which document of that file."""
    place: tuple[int, int]
    """1-based line and column of the stream where it begins."""


class Envelope(NamedTuple):
    """A ResourceList, read as far as a function has to know it."""

    reading: Reading
    function_config: Node | None


def read_envelope(document: Document) -> Envelope:
    """Read a ResourceList.

    Raises:
        ManifestError: it is not YAML, or something else.

    """
    reading = read(document, _OUTLINE)
    root = root_field(reading.composed.roots[0])
    version, kind = (text_of(child(root, key)) for key in ("apiVersion", "kind"))
    if kind != "ResourceList" or version not in VERSIONS:
        was = f"{version or 'no apiVersion'}, {kind or 'no kind'}"
        message = f"is not a ResourceList that is known ({was})"
        remedy = f"let kustomize or kpt run it, with {VERSIONS[0]}; `regswap rewrite` takes plain manifests"
        raise ManifestError(Diagnostic(message, remedy, document.source))
    listed = child(root, "items")
    if listed is not None and not _is_list(listed):
        raise ManifestError(reading.locate(listed.node, "`items` is not a list", "write one, such as `items: []`"))
    config = child(root, "functionConfig")
    return Envelope(reading, config.node if config is not None else None)


def read_items(envelope: Envelope) -> tuple[Item, ...]:
    """Read which objects are in a ResourceList, which is asked only where something is to be said of them."""
    reading = read(envelope.reading.document, _ITEMS)
    listed = child(root_field(reading.composed.roots[0]), "items")
    return tuple(_read_item(reading, item) for item in items(listed)) if listed is not None else ()


def _is_list(field: Field) -> bool:
    if isinstance(field.node, Scalar):
        return type_of(field.node) == "null"
    return isinstance(field.node, Sequence)


def _read_item(reading: Reading, field: Field) -> Item:
    namespace, name = (text_of(child(field, "metadata", key)) for key in ("namespace", "name"))
    version, kind = (text_of(child(field, key)) for key in ("apiVersion", "kind"))
    path, position = (_annotation(field, keys) for keys in (_PATH, _INDEX))
    place = reading.line_of(field.node), field.node.column + 1
    return Item(version, kind, namespace, name, path, position, place)


def _annotation(field: Field, keys: tuple[str, ...]) -> str:
    return next(filter(None, (text_of(child(field, "metadata", "annotations", key)) for key in keys)), "")


def add_results(envelope: Envelope, data: bytes, rows: list[str]) -> bytes:
    """Return a ResourceList, which came of the one in the envelope, with results before those that it has.

    Where it has none they go before its items. In the odd notation that leaves no line for them they are left out.
    """
    if not rows:
        return data
    reading = envelope.reading
    edit = _place(reading, rows)
    head = reading.text[: reading.skipped + edit.end].encode() if edit is not None else b""
    if not data.startswith(head):
        reading = read(reading.document._replace(data=data), _ROOT)
        edit = _place(reading, rows)
        head = reading.text[: reading.skipped + edit.end].encode() if edit is not None else b""
    if edit is None:
        return data
    replaced = reading.parsed[edit.start : edit.end].encode()
    return head.removesuffix(replaced) + edit.replacement.encode() + data[len(head) :]


def _place(reading: Reading, rows: list[str]) -> Edit | None:
    text, root = reading.parsed, reading.composed.roots[0]
    if not isinstance(root, Mapping):
        return None
    keys = [(key, value) for key, value in root.entries if isinstance(key, Scalar)]
    present = next((value for key, value in keys if key.value == "results"), None)
    if present is not None:
        return _place_before(text, present, rows)
    for key, _ in sorted(keys, key=lambda entry: entry[0].value != "items"):
        indent = _indent(text, key.start)
        if root.is_flow:
            between = " " if indent is None else f"{break_after(text, 0)}{indent}"
            return Edit(key.start, key.start, f'"results": [{", ".join(rows)}],{between}')
        if indent is not None:
            lines = "".join(f"{indent}- {row}{break_after(text, 0)}" for row in rows)
            return Edit(key.start, key.start, f"results:{break_after(text, 0)}{lines}{indent}")
    return None


def _place_before(text: str, present: Node, rows: list[str]) -> Edit | None:
    """Put rows before those of another function."""
    if isinstance(present, Scalar) and type_of(present) == "null":
        return Edit(present.start, present.end, f" [{', '.join(rows)}]")
    if not isinstance(present, Sequence):
        return None
    if text.startswith("[", present.start):
        start = present.start + 1
        return Edit(start, start, ", ".join(rows) + ", " * bool(present.items))
    indent = _indent(text, present.start)
    if indent is None:
        return None
    lines = "".join(f"- {row}{break_after(text, 0)}{indent}" for row in rows)
    return Edit(present.start, present.start, lines)


def _indent(text: str, start: int) -> str | None:
    """Return what stands before a place in its line, None if that is not only spaces."""
    before = re.split(LINE_BREAK, text[:start])[-1]
    return None if before.strip(" ") else before
