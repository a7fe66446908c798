"""A trial of each path on manifests: every path alone, in every object of its kind."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.document.read.field import format_path, root_field
from regswap.document.read.reading import read
from regswap.errors import Findings, ManifestError
from regswap.places.branch import HIDDEN_SHAPES, TEXTS
from regswap.places.built_in import GROUPS
from regswap.places.kind import NEVER, Kinds
from regswap.places.object import find_objects
from regswap.places.place import describe, list_places
from regswap.places.shape import SHAPE, find_by_shape, is_custom
from regswap.places.site import make_sites
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.source import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.places.branch import Shape
    from regswap.places.kind import Catalogue
    from regswap.places.object import ObjectId
    from regswap.places.place import Place
    from regswap.streams.source import Source


class Value(NamedTuple):
    """What stands at a place."""

    line: int
    """1-based."""
    path: str
    """From the root of the document."""
    value: str
    fault: str = ""
    """What stands there instead of what belongs there: ``map``, ``null`` and so on; empty where nothing is wrong."""


class PathResult(NamedTuple):
    """What one path finds in one object."""

    path: str
    shape: str
    found: str
    """``catalogue``, ``path``, ``definition`` or ``shape``."""
    values: tuple[Value, ...]
    place: Place | None = None
    """None where the path was told from a shape."""


class ObjectResult(NamedTuple):
    """What all paths find in one object."""

    source: str
    line: int
    identity: ObjectId
    results: tuple[PathResult, ...]
    unknown: str = ""
    """Why no path is for it; empty where one is."""


class PathTester:
    """Tries the places of catalogues."""

    def __init__(self, catalogues: Iterable[tuple[Catalogue, str]], *, by_shape: bool) -> None:
        """Take catalogues; ``by_shape`` also looks for PodSpecs in unknown kinds."""
        self._by_shape = by_shape
        self._places: dict[str, list[tuple[Place, Kinds]]] = {}
        for place in list_places(catalogues):
            self._places.setdefault(place.kind, []).append((place, _isolate(place)))

    def run(self, sources: Iterable[Source]) -> list[ObjectResult]:
        """Try all objects of some sources; raises ManifestError with all that cannot be read."""
        tried: list[ObjectResult] = []
        errors = Findings()
        for source in sources:
            tried += self._try_source(source, errors)
        errors.raise_as(ManifestError)
        return tried

    def _try_source(self, source: Source, errors: Findings) -> list[ObjectResult]:
        tried: list[ObjectResult] = []
        with errors:
            for document in documents(decode(read_blocks(source), source.name).blocks, source.name):
                tried += self._try_document(document, errors)
        return tried

    def _try_document(self, document: Document, errors: Findings) -> list[ObjectResult]:
        if not document.number:
            return []
        try:
            reading = read(document, None)
            return [
                self._try_object(reading, field, identity)
                for root in reading.composed.roots
                for field, identity in find_objects(root_field(root))
                if identity.kind
            ]
        except ManifestError as error:
            errors += error.diagnostics
        except CompositionError as error:
            errors.append(reading.locate_at(error.line, error.column, error.message, "write the values out"))
        return []

    def _try_object(self, reading: Reading, field: Field, identity: ObjectId) -> ObjectResult:
        places = self._places.get(identity.kind, [])
        results = []
        for place, kinds in places:
            plan = kinds.plan(identity.kind)
            for known in plan.find(identity.api_version) if plan is not None else ():
                values = [value for pair in known.find(field) for value in _read(reading, identity, *pair)]
                results.append(PathResult(place.path, describe(place.shape), place.found, tuple(values), place))
        unknown = "" if results else _explain(identity, [place for place, _ in places])
        if unknown and self._by_shape and is_custom(identity):
            values = [value for pair in _find_by_shape(field) for value in _read(reading, identity, *pair)]
            results = [PathResult("", "podSpec", SHAPE, tuple(values))] if values else []
        return ObjectResult(reading.document.source, reading.line_of(field.node), identity, tuple(results), unknown)


def _isolate(place: Place) -> Kinds:
    """Return what is known of a kind if nothing but one place is."""
    shape = "reference" if place.shape == NEVER else place.shape
    paths = ((place.path, shape),) if place.path else ()
    catalogue = {place.kind: ((place.group, place.versions, paths),)}
    return Kinds((catalogue, place.found), hidden=shape in (*TEXTS, "values"))


def _find_by_shape(field: Field) -> Iterator[tuple[Field, Shape]]:
    return ((inner, shape) for inner, shape in find_by_shape(field) if shape.name not in HIDDEN_SHAPES)


def _read(reading: Reading, identity: ObjectId, field: Field, shape: Shape) -> Iterator[Value]:
    if "annotations" in field.path and shape.name == "text":
        # Those are looked through in every object, whatever path is tried.
        return
    if shape.name == "object":
        for inner, embedded in find_objects(field):
            text = f"{embedded.kind} {embedded.name}".strip()
            yield Value(reading.line_of(inner.node), format_path(inner.path), text, "" if text else "no object")
        return
    for site in make_sites(identity, field, shape, frozenset()):
        place, number = format_path(site.field.path), reading.line_of(site.field.node)
        yield Value(number, place, site.value, site.other_type)


def _explain(identity: ObjectId, places: list[Place]) -> str:
    """Say why no path is for an object."""
    is_built_in = not is_custom(identity)
    # What Kubernetes itself calls a Service has nothing to do with Knative's.
    if places and not (is_built_in and all(place.group not in GROUPS for place in places)):
        return f"the kind is known in {', '.join(sorted({_version(place) for place in places}))} only"
    return "a kind of Kubernetes itself that holds no references" if is_built_in else "the kind is unknown"


def _version(place: Place) -> str:
    return "/".join(filter(None, (place.group, ", ".join(place.versions) or "*" if place.group else "v1")))
