"""Restoring: originals put back from the annotations that record them, and the annotations taken away.

A reference goes back only where what stands there is what the record says was written. What cannot go back keeps its
record.
"""

from __future__ import annotations

from regswap.document.edit.removal import prune
from regswap.document.edit.sharing import Change, plan
from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Scalar
from regswap.document.read.field import child, entries, follow, format_path, items, text_of
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from regswap.pipeline.provenance.annotated_object import Holder, Objects
from regswap.pipeline.provenance.container import find_containers
from regswap.pipeline.provenance.imageshift_annotation import LABEL, MUTATED, split_annotation
from regswap.pipeline.provenance.origin import Trace, drop_traces, overlaps, write_traces
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


class Mend(NamedTuple):
    """A reference that goes back."""

    identity: ObjectId
    field: Field
    trace: Trace
    """Its path is that of the field."""


class Restoration(NamedTuple):
    """What restoring a document comes to."""

    mends: list[Mend]
    edits: list[Edit]
    warnings: list[Diagnostic]


def restore_references(reading: Reading) -> Restoration:
    """Return what puts back all that is recorded in a document, nothing of which was left out.

    Raises ManifestError where an annotation cannot be read, or where something cannot be put back by itself.
    """
    restorer = _Restorer(reading)
    try:
        for holder in Objects(reading):
            # The inner first: what a pod template records is about its containers and no others.
            for recording in sorted(_find_recording(holder), key=lambda one: -len(one.field.path)):
                restorer.restore(recording)
    except CompositionError as error:
        raise ManifestError(reading.locate_at(error.line, error.column, error.message, "write it out")) from error
    edits = [*plan(reading, restorer.changes), *restorer.edits] if restorer.changes or restorer.edits else []
    return Restoration(restorer.mends, edits, restorer.warnings)


def _find_recording(holder: Holder) -> Iterator[Holder]:
    """Yield an object and all in it, not through aliases, that has annotations with originals."""
    pending = [holder.field]
    while pending:
        field = pending.pop()
        found = Holder(field, holder.identity, is_template=field is not holder.field)
        if isinstance(field.node, Mapping) and any(is_record(str(one.path[-1])) for one in found.annotations()):
            yield found
        inner = [one for one in (*entries(field), *items(field)) if not isinstance(one.node, Scalar)]
        pending += [one for one in inner if len(one.detours) == len(holder.field.detours)]


class _Restorer:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.mends: list[Mend] = []
        self.changes: list[Change] = []
        self.edits: list[Edit] = []
        self.warnings: list[Diagnostic] = []
        self.containers: dict[Path, Containers] = {}
        self.settled: dict[tuple[Path, int | None], bool] = {}
        """Whether each place that something is recorded of has its original."""

    def restore(self, holder: Holder) -> None:
        """Put back what one holder records."""
        gone: Cuts = {}
        for field in holder.annotations():
            if field.path[-1] == ORIGINAL and self.restore_own(holder, field):
                gone[ORIGINAL] = None
        theirs = [field for field in holder.annotations() if split_annotation(str(field.path[-1]))[0]]
        done = [field for field in theirs if self.restore_theirs(holder, field)]
        gone.update((str(field.path[-1]), None) for field in done)
        cuts: Cuts = {"annotations": gone} if gone else {}
        label = child(holder.field, "metadata", "labels", LABEL)
        if theirs and len(done) == len(theirs) and text_of(label) == MUTATED:
            cuts["labels"] = {LABEL: None}
        if cuts and holder.is_template:
            self.edits += prune(self.reading, holder.field, {"metadata": cuts})
        elif cuts and holder.metadata is not None:
            # An object keeps its metadata, even if nothing is left in it.
            self.edits += prune(self.reading, holder.metadata, cuts)

    def restore_own(self, holder: Holder, annotation: Field) -> bool:
        """Put back what regswap's annotation says, and tell whether that was all."""
        traces = read_annotation(self.reading, annotation)
        if overlaps(traces):
            message = f"{format_path(annotation.path)} records places that overlap"
            raise ManifestError(self.reading.locate(annotation.node, message, "remove the annotation"))
        done = [one for one in traces if self.settle(holder, one, annotation)]
        rest = drop_traces(traces, done)
        if rest and done:
            self.changes.append(Change(annotation, write_traces(rest)))
        return not rest

    def settle(self, holder: Holder, trace: Trace, annotation: Field) -> bool:
        place = (*holder.field.path, *trace.path), trace.offset
        if place not in self.settled:
            self.settled[place] = self.mend(holder, trace._replace(path=place[0]), follow(holder.field, trace.path))
            if not self.settled[place]:
                self.warn(annotation, f"{format_path(place[0])} is not what was rewritten any more")
        return self.settled[place]

    def mend(self, holder: Holder, trace: Trace, field: Field | None) -> bool:
        """Put one original back, unless it is there; tell whether it is then."""
        if field is None or not isinstance(field.node, Scalar) or (trace.path and is_record(str(trace.path[-1]))):
            return False
        value = field.node.value
        start = trace.offset
        if start is None:
            if value.strip() == trace.rewritten != trace.original:
                self.changes.append(Change(field, trace.original))
                self.mends.append(Mend(holder.identity, field, trace))
            return value.strip() in (trace.rewritten, trace.original)
        if value.startswith(trace.rewritten, start) and trace.rewritten != trace.original:
            edit = Edit(start, start + len(trace.rewritten), trace.original)
            self.changes.append(Change(field, "", (edit,)))
            self.mends.append(Mend(holder.identity, field, trace))
            return True
        return value.startswith(trace.original, start)

    def restore_theirs(self, holder: Holder, annotation: Field) -> bool:
        """Put back what one annotation of ImageShift says, and tell whether that could be done."""
        key, name = split_annotation(str(annotation.path[-1]))
        if holder.field.path not in self.containers:
            self.containers[holder.field.path] = find_containers(holder.field)
        found = self.containers[holder.field.path].get((key, name), [])
        settled = [self.settled[one.path, None] for one in found if (one.path, None) in self.settled]
        if settled:
            return all(settled)
        if len({text_of(image) for image in found}) != 1:
            why = "have different images" if found else "are gone"
            self.warn(annotation, f"{format_path(annotation.path)} is left: the `{key}` called `{name}` {why}")
            return False
        for image in found:
            trace = Trace(image.path, text_of(annotation), text_of(image).strip())
            self.settled[image.path, None] = self.mend(holder, trace, image)
        return all(self.settled[image.path, None] for image in found)

    def warn(self, annotation: Field, message: str) -> None:
        self.warnings.append(self.reading.locate(annotation.node, message, "put it back by hand"))
