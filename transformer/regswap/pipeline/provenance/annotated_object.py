"""Annotated objects: what carries annotations about references, objects and the pod templates in them."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Sequence
from regswap.document.read.field import child, entries, follow, root_field
from regswap.places.object import find_objects
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field, Path
    from regswap.document.read.reading import Reading
    from regswap.pipeline.provenance.origin import OriginRecord
    from regswap.places.object import ObjectId

MOST_BYTES = 256 * 1024
"""What Kubernetes allows the annotations of one object to take, keys and values together
(``TotalAnnotationSizeLimitB``, ``k8s.io/apimachinery/pkg/api/validation``)."""


class AnnotatedObject(NamedTuple):
    """An object or a pod template."""

    field: Field
    identity: ObjectId
    is_template: bool

    @property
    def metadata(self) -> Field | None:
        """What it says about itself, if that is a mapping."""
        found = child(self.field, "metadata")
        return found if found is not None and isinstance(found.node, Mapping) else None

    def annotation(self, name: str) -> Field | None:
        """Return one of its annotations."""
        return child(self.field, "metadata", "annotations", name)

    def annotations(self) -> list[Field]:
        """Return all of its annotations."""
        found = child(self.field, "metadata", "annotations")
        return [] if found is None else list(entries(found))


class Objects:
    """The objects of a document by their paths."""

    def __init__(self, reading: Reading) -> None:
        """Find them; raises CompositionError as ``find_objects`` does, and where they cannot be told apart."""
        if len(reading.composed.roots) > 1:
            message = "originals can be told apart only where each object is a document of its own"
            second = reading.composed.roots[1]
            raise CompositionError(message, second.line, second.column)
        self._found: dict[Path, tuple[Field, ObjectId]] = {
            field.path: (field, identity)
            for root in reading.composed.roots
            for field, identity in find_objects(root_field(root))
        }

    def __iter__(self) -> Iterator[AnnotatedObject]:
        """Yield the objects in the order in which they are written."""
        return (AnnotatedObject(field, identity, is_template=False) for field, identity in self._found.values())

    def find_annotated(self, field: Field) -> list[AnnotatedObject]:
        """Return who carries annotations about a field: its object, then the pod template that it is in, if any."""
        path = field.path
        owner = next((self._found[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self._found), None)
        if owner is None:
            return []
        root, identity = owner
        at: Field | None = root
        annotated_objects = [AnnotatedObject(root, identity, is_template=False)]
        for part in path[len(root.path) : -1]:
            at = follow(at, (part,))
            if at is None:
                break
            if is_template(at):
                annotated_objects.append(AnnotatedObject(at, identity, is_template=True))
        return annotated_objects


def is_template(field: Field) -> bool:
    """Tell whether a mapping is a pod template: it has a PodSpec, and metadata or the name of one."""
    containers = child(field, "spec", "containers") if isinstance(field.node, Mapping) else None
    if containers is None or not isinstance(containers.node, Sequence):
        return False
    return child(field, "metadata") is not None or str(field.path[-1]).lower().endswith("template")


def relate(annotated: AnnotatedObject, origins: list[OriginRecord]) -> list[OriginRecord]:
    """Return the origins with their paths from the annotated on."""
    return [one._replace(path=one.path[len(annotated.field.path) :]) for one in origins]
