"""Restoring: originals put back from the annotations that record them, and the annotations taken away.

A reference goes back only where what stands there is what the record says was written. What cannot go back keeps its
record.
"""

from __future__ import annotations

from regswap.document.edit.removal import remove_entries
from regswap.document.edit.sharing import Change, plan
from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Scalar
from regswap.document.read.field import child, entries, follow, format_path, items, text_of
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from regswap.pipeline.provenance.annotated_object import AnnotatedObject, Objects
from regswap.pipeline.provenance.container import find_containers
from regswap.pipeline.provenance.imageshift_annotation import LABEL, MUTATED, split_annotation
from regswap.pipeline.provenance.origin import OriginRecord, drop_traces, overlaps, write_traces
from regswap.pipeline.provenance.regswap_annotation import read_annotation
from regswap.places.hidden.name import ORIGINAL, is_record
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.edit.removal import Cuts
    from regswap.document.read.field import Field, Path
    from regswap.document.read.reading import Reading
    from regswap.errors import Diagnostic
    from regswap.pipeline.provenance.container import Containers
    from regswap.places.object import ObjectId


class Restoration(NamedTuple):
    """A reference that goes back."""

    identity: ObjectId
    field: Field
    origin: OriginRecord
    """Its path is that of the field."""


class Restored(NamedTuple):
    """What restoring a document comes to."""

    restorations: list[Restoration]
    edits: list[Edit]
    warnings: list[Diagnostic]


def restore_references(reading: Reading) -> Restored:
    """Return what puts back all that is recorded in a document, nothing of which was left out.

    Raises ManifestError where an annotation cannot be read, or where something cannot be put back by itself.
    """
    restorer = _Restorer(reading)
    try:
        for annotated in Objects(reading):
            # The inner first: what a pod template records is about its containers and no others.
            for recording in sorted(_find_recording(annotated), key=lambda one: -len(one.field.path)):
                restorer.restore(recording)
    except CompositionError as error:
        raise ManifestError(reading.locate_at(error.line, error.column, error.message, "write it out")) from error
    edits = [*plan(reading, restorer.changes), *restorer.edits] if restorer.changes or restorer.edits else []
    return Restored(restorer.restorations, edits, restorer.warnings)


def _find_recording(annotated: AnnotatedObject) -> Iterator[AnnotatedObject]:
    """Yield an object and all in it, not through aliases, that has annotations with originals."""
    pending = [annotated.field]
    while pending:
        field = pending.pop()
        found = AnnotatedObject(field, annotated.identity, is_template=field is not annotated.field)
        if isinstance(field.node, Mapping) and any(is_record(str(one.path[-1])) for one in found.annotations()):
            yield found
        inner = [one for one in (*entries(field), *items(field)) if not isinstance(one.node, Scalar)]
        pending += [one for one in inner if len(one.indirections) == len(annotated.field.indirections)]


class _Restorer:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.restorations: list[Restoration] = []
        self.changes: list[Change] = []
        self.edits: list[Edit] = []
        self.warnings: list[Diagnostic] = []
        self.containers: dict[Path, Containers] = {}
        self.settled: dict[tuple[Path, int | None], bool] = {}
        """Whether each place that something is recorded of has its original."""

    def restore(self, annotated: AnnotatedObject) -> None:
        """Put back what one annotated records."""
        gone: Cuts = {}
        for field in annotated.annotations():
            if field.path[-1] == ORIGINAL and self.restore_own(annotated, field):
                gone[ORIGINAL] = None
        theirs = [field for field in annotated.annotations() if split_annotation(str(field.path[-1]))[0]]
        done = [field for field in theirs if self.restore_theirs(annotated, field)]
        gone.update((str(field.path[-1]), None) for field in done)
        cuts: Cuts = {"annotations": gone} if gone else {}
        label = child(annotated.field, "metadata", "labels", LABEL)
        if theirs and len(done) == len(theirs) and text_of(label) == MUTATED:
            cuts["labels"] = {LABEL: None}
        if cuts and annotated.is_template:
            self.edits += remove_entries(self.reading, annotated.field, {"metadata": cuts})
        elif cuts and annotated.metadata is not None:
            # An object keeps its metadata, even if nothing is left in it.
            self.edits += remove_entries(self.reading, annotated.metadata, cuts)

    def restore_own(self, annotated: AnnotatedObject, annotation: Field) -> bool:
        """Put back what regswap's annotation says, and tell whether that was all."""
        origins = read_annotation(self.reading, annotation)
        if overlaps(origins):
            message = f"{format_path(annotation.path)} records places that overlap"
            raise ManifestError(self.reading.locate(annotation.node, message, "remove the annotation"))
        done = [one for one in origins if self.settle(annotated, one, annotation)]
        rest = drop_traces(origins, done)
        if rest and done:
            self.changes.append(Change(annotation, write_traces(rest)))
        return not rest

    def settle(self, annotated: AnnotatedObject, origin: OriginRecord, annotation: Field) -> bool:
        place = (*annotated.field.path, *origin.path), origin.offset
        if place not in self.settled:
            self.settled[place] = self.restoration(
                annotated, origin._replace(path=place[0]), follow(annotated.field, origin.path)
            )
            if not self.settled[place]:
                self.warn(annotation, f"{format_path(place[0])} is not what was rewritten any more")
        return self.settled[place]

    def restoration(self, annotated: AnnotatedObject, origin: OriginRecord, field: Field | None) -> bool:
        """Put one original back, unless it is there; tell whether it is then."""
        if field is None or not isinstance(field.node, Scalar) or (origin.path and is_record(str(origin.path[-1]))):
            return False
        value = field.node.value
        start = origin.offset
        if start is None:
            if value.strip() == origin.rewritten != origin.original:
                self.changes.append(Change(field, origin.original))
                self.restorations.append(Restoration(annotated.identity, field, origin))
            return value.strip() in (origin.rewritten, origin.original)
        if value.startswith(origin.rewritten, start) and origin.rewritten != origin.original:
            edit = Edit(start, start + len(origin.rewritten), origin.original)
            self.changes.append(Change(field, "", (edit,)))
            self.restorations.append(Restoration(annotated.identity, field, origin))
            return True
        return value.startswith(origin.original, start)

    def restore_theirs(self, annotated: AnnotatedObject, annotation: Field) -> bool:
        """Put back what one annotation of ImageShift says, and tell whether that could be done."""
        key, name = split_annotation(str(annotation.path[-1]))
        if annotated.field.path not in self.containers:
            self.containers[annotated.field.path] = find_containers(annotated.field)
        found = self.containers[annotated.field.path].get((key, name), [])
        settled = [self.settled[one.path, None] for one in found if (one.path, None) in self.settled]
        if settled:
            return all(settled)
        if len({text_of(image) for image in found}) != 1:
            why = "have different images" if found else "are gone"
            self.warn(annotation, f"{format_path(annotation.path)} is left: the `{key}` called `{name}` {why}")
            return False
        for image in found:
            origin = OriginRecord(image.path, text_of(annotation), text_of(image).strip())
            self.settled[image.path, None] = self.restoration(annotated, origin, image)
        return all(self.settled[image.path, None] for image in found)

    def warn(self, annotation: Field, message: str) -> None:
        self.warnings.append(self.reading.locate(annotation.node, message, "put it back by hand"))
