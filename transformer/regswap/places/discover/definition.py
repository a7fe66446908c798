"""The CustomResourceDefinitions of a document."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Sequence
from regswap.document.parse.prefilter import find_root_kinds, may_contain
from regswap.document.read.field import child, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.document.read.value import value_of
from regswap.errors import ManifestError
from regswap.places.object import find_objects
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.document.read.value import Value

KIND = "CustomResourceDefinition"
_GROUP = "apiextensions.k8s.io/"
_WHOLE = ("group", "names", "versions", "version", "validation")
"""A definition has some of them, and a patch that tells nothing of a schema has none."""

_REMEDY = "correct it, or leave the file out"


class Version(NamedTuple):
    """A version of a kind."""

    name: str
    schema: dict[str, Value] | None
    """Its OpenAPI v3 schema; None where it has none, so that anything may be in it."""


class Definition(NamedTuple):
    """A CustomResourceDefinition."""

    group: str
    kind: str
    versions: tuple[Version, ...]
    """The stored one first, then as they are written."""
    source: str
    """The stream, as the user named it."""
    line: int
    """1-based line on which it begins."""


def find_definitions(document: Document) -> Iterator[Definition]:
    """Yield the definitions in a document, those in lists included; one that cannot hold any is not read.

    Raises ManifestError where it is no YAML, or a definition lacks what makes it one.
    """
    if not document.number or not _may_hold(document.data):
        return
    reading = read(document, None)
    try:
        for root in reading.composed.roots:
            for field, identity in find_objects(root_field(root)):
                is_definition = identity.kind == KIND and identity.api_version.startswith(_GROUP)
                if is_definition and not _is_patch(field):
                    yield _define(field, reading)
    except CompositionError as error:
        raise ManifestError(reading.locate_at(error.line, error.column, error.message, _REMEDY)) from error


def _may_hold(data: bytes) -> bool:
    if not may_contain(data, KIND.encode(), b"\0"):
        return False
    kinds = find_root_kinds(data)
    return kinds is None or KIND in kinds


def _is_patch(field: Field) -> bool:
    """Tell whether an object only changes a definition that stands elsewhere, as Kustomize's patches do."""
    is_named = bool(text_of(child(field, "metadata", "name")))
    return is_named and not any(child(field, "spec", key) for key in _WHOLE)


def _define(field: Field, reading: Reading) -> Definition:
    group = _need_text(field, reading, "spec", "group")
    kind = _need_text(field, reading, "spec", "names", "kind")
    line = reading.line_of(field.node)
    return Definition(group, kind, tuple(_versions(field, reading)), reading.document.source, line)


def _versions(field: Field, reading: Reading) -> list[Version]:
    shared = child(field, "spec", "validation", "openAPIV3Schema")
    listed = child(field, "spec", "versions")
    if listed is None:
        # apiextensions.k8s.io/v1beta1 names a single version without a list.
        return [Version(text_of(child(field, "spec", "version")), _schema(shared, reading))]
    if not isinstance(listed.node, Sequence):
        raise ManifestError(reading.locate(listed.node, "spec.versions of the definition is no list", _REMEDY))
    versions: list[Version] = []
    for item in items(listed):
        own = child(item, "schema", "openAPIV3Schema")
        version = Version(text_of(child(item, "name")), _schema(own or shared, reading))
        stored = text_of(child(item, "storage")).lower() == "true"
        versions.insert(0 if stored else len(versions), version)
    return versions


def _schema(field: Field | None, reading: Reading) -> dict[str, Value] | None:
    value = value_of(field.node) if field is not None else None
    if field is None or value is None:
        return None
    if not isinstance(value, dict):
        raise ManifestError(reading.locate(field.node, "openAPIV3Schema of the definition is no map", _REMEDY))
    return value


def _need_text(field: Field, reading: Reading, *keys: str) -> str:
    """Return a string that every definition has."""
    found = child(field, *keys)
    text = text_of(found)
    if text.strip():
        return text
    node = found.node if found is not None else field.node
    what = "is empty" if found is not None and not isinstance(node, Mapping | Sequence) else "is no string"
    what = what if found is not None else "is missing"
    raise ManifestError(reading.locate(node, f"{'.'.join(keys)} of the definition {what}", _REMEDY))
