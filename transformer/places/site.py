"""Sites: where a reference is written, or where one should be and something else is."""

from __future__ import annotations

from transformer.document.composer import CompositionError
from transformer.document.field import Field, child, children, items, refuse_contested, root_field, select, text_of
from transformer.document.node import Mapping, Scalar, Sequence
from transformer.document.scalar import type_of
from transformer.document.sieve import Sieve
from transformer.errors import ManifestError
from transformer.places.path import merge_into, outline_of, parts_of
from transformer.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transformer.document.node import Outline
    from transformer.document.reading import Reading
    from transformer.document.stream import Document
    from transformer.places.catalogue import Place

_REMEDY = "write the values out"
_IDENTITY = ("apiVersion", "kind", "metadata.name", "metadata.namespace")
_TELLING = frozenset({"apiVersion", "kind", "items"})
"""The keys that tell where the references of an object are."""


class ObjectId(NamedTuple):
    """What an object calls itself; empty where it does not say."""

    api_version: str
    kind: str
    namespace: str
    name: str


class Site(NamedTuple):
    """One place that is meant to hold a reference."""

    object: ObjectId
    field: Field
    value: str
    """The string that stands there, or the text of another scalar; empty for a collection."""
    other_type: str
    """What stands there if it is no string: ``null``, ``number``, ``map`` and so on; empty for a string."""


class Places:
    """A compiled catalogue: finds the sites of documents."""

    def __init__(self, catalogue: Iterable[Place]) -> None:
        """Compile the catalogue's paths."""
        self._by_kind: dict[tuple[str, str], Outline] = {}
        self.outline = outline_of(_IDENTITY)
        keys: set[str] = set()
        for place in catalogue:
            outline = outline_of(place.paths)
            merge_into(self.outline, outline)
            # A path is there only if each of its keys is: one of them is enough to look for.
            keys.update(_rarest(path) for path in place.paths)
            for group in place.groups:
                merge_into(self._by_kind.setdefault((group, place.kind), {}), outline)
        self.outline["items"] = {None: self.outline}
        self._sieve = Sieve(keys, {kind for _, kind in self._by_kind})

    def may_hold(self, document: Document) -> bool:
        """Tell, without reading it, whether a document may hold a site."""
        return self._sieve.may_hold(document.data)

    def find(self, reading: Reading) -> Iterator[Site]:
        """Yield the sites of a document in the order in which they are written.

        Raises ManifestError where its aliases or merge keys cannot be followed.
        """
        for root in reading.composed.roots:
            yield from self._find_below(root_field(root), reading)

    def _find_below(self, root: Field, reading: Reading) -> Iterator[Site]:
        try:
            for field, identity in _objects(root):
                outline = self._by_kind.get((_group(identity.api_version), identity.kind))
                if outline is not None:
                    yield from (_site(identity, found) for found in select(field, outline))
        except CompositionError as error:
            raise ManifestError(reading.locate_at(error.line, error.column, error.message, _REMEDY)) from error


def _rarest(path: str) -> str:
    """Choose the key of a path that fewest documents hold."""
    keys = [part for part in parts_of(path) if part is not None]
    return next((key for key in keys if "mage" in key), keys[-1])


def _group(api_version: str) -> str:
    group, slash, _ = api_version.rpartition("/")
    return group if slash else ""


def _objects(root: Field) -> Iterator[tuple[Field, ObjectId]]:
    """Yield the object at a document's root, or those in the list that it is; an item of a typed list needs no kind."""
    pending = [(root, "", "")]
    while pending:
        field, item_version, item_kind = pending.pop()
        refuse_contested(field, _TELLING)
        kind = text_of(child(field, "kind")) or item_kind
        version = text_of(child(field, "apiVersion")) or item_version
        lists = [listed for listed in children(field, "items") if isinstance(listed.node, Sequence)]
        if kind.endswith("List") and lists:
            listed_objects = [item for listed in lists for item in items(listed)]
            pending += [(item, version, kind.removesuffix("List")) for item in reversed(listed_objects)]
        else:
            metadata = [text_of(child(field, "metadata", key)) for key in ("namespace", "name")]
            yield field, ObjectId(version, kind, *metadata)


def _site(identity: ObjectId, field: Field) -> Site:
    if isinstance(field.node, Scalar):
        scalar_type = type_of(field.node)
        return Site(identity, field, field.node.value, "" if scalar_type == "string" else scalar_type)
    return Site(identity, field, "", "map" if isinstance(field.node, Mapping) else "list")
