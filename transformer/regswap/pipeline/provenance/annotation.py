"""Annotating: the originals of what changes in a document, written into the metadata of what holds it."""

from __future__ import annotations

from regswap.document.edit.insertion import insert_entries
from regswap.document.parse.composer import CompositionError
from regswap.document.read.field import format_path, text_of
from regswap.errors import ManifestError
from regswap.pipeline.provenance import imageshift_annotation as imageshift
from regswap.pipeline.provenance import regswap_annotation as regswap
from regswap.pipeline.provenance.annotated_object import MOST_BYTES, Objects, relate
from regswap.pipeline.provenance.origin import trace_change
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.edit.mapping_entry import Tree
    from regswap.document.edit.sharing import Change
    from regswap.document.read.field import Path
    from regswap.document.read.reading import Reading
    from regswap.document.splice import Edit
    from regswap.errors import Diagnostic
    from regswap.pipeline.provenance.annotated_object import AnnotatedObject
    from regswap.pipeline.provenance.origin import OriginRecord

_UNNAMED = "ImageShift's annotations have no name for it; record it with --annotate regswap"


class Annotations(NamedTuple):
    """What recording some changes comes to."""

    edits: list[Edit]
    changes: list[Change]
    """Of annotations that were there."""
    warnings: list[Diagnostic]


def annotate(reading: Reading, changes: list[Change], kind: str) -> Annotations:
    """Return what records the originals of some changes, in the way of a kind; nothing of the document is left out.

    Raises ManifestError where they cannot be recorded without changing something else.
    """
    done = Annotations([], [], [])
    try:
        objects = Objects(reading)
        found = _group(objects, changes)
    except CompositionError as error:
        raise ManifestError(reading.locate_at(error.line, error.column, error.message, "write it out")) from error
    recorded: set[Path] = set()
    for annotated, origins in found:
        tree = _make_tree(reading, annotated, origins, kind)
        if tree:
            _check_size(reading, annotated, tree)
            inserted = insert_entries(reading, annotated.field, tree)
            done.edits.extend(inserted.edits)
            done.changes.extend(inserted.changes)
            recorded.update(_recorded(annotated, origins, kind))
    done.warnings.extend(
        reading.locate(change.field.node, f"the original of {format_path(change.field.path)} is not recorded: {why}")
        for change, why in _find_unrecorded(changes, found, recorded, kind)
    )
    return done


def _group(objects: Objects, changes: list[Change]) -> list[tuple[AnnotatedObject, list[OriginRecord]]]:
    """Return what is to be recorded where; nothing on objects that say nothing about themselves."""
    grouped: dict[Path, tuple[AnnotatedObject, list[OriginRecord]]] = {}
    for change in changes:
        for annotated in objects.find_annotated(change.field):
            if annotated.is_template or annotated.metadata is not None:
                grouped.setdefault(annotated.field.path, (annotated, []))[1].extend(trace_change(change))
    return list(grouped.values())


def _make_tree(reading: Reading, annotated: AnnotatedObject, origins: list[OriginRecord], kind: str) -> Tree:
    related = relate(annotated, origins)
    if kind == "imageshift":
        return imageshift.make_tree(annotated, related)
    return regswap.make_tree(reading, annotated, related)


def _recorded(annotated: AnnotatedObject, origins: list[OriginRecord], kind: str) -> list[Path]:
    if kind == "regswap":
        return [one.path for one in origins]
    related = relate(annotated, origins)
    named = imageshift.find_originals(annotated, related)
    places = [one.path for one in related if imageshift.name_annotation(annotated, one.path) in named]
    return [(*annotated.field.path, *path) for path in places]


def _find_unrecorded(
    changes: list[Change], found: list[tuple[AnnotatedObject, list[OriginRecord]]], recorded: set[Path], kind: str
) -> list[tuple[Change, str]]:
    held = {one.path for _, origins in found for one in origins}
    return [
        (change, _UNNAMED if kind == "imageshift" and change.field.path in held else "its object has no metadata")
        for change in changes
        if change.field.path not in recorded
    ]


def _check_size(reading: Reading, annotated: AnnotatedObject, tree: Tree) -> None:
    metadata = tree["metadata"]
    new = metadata.get("annotations", {}) if isinstance(metadata, dict) else {}
    texts = {str(one.path[-1]): text_of(one) for one in annotated.annotations()}
    texts |= {key: value for key, value in new.items() if isinstance(value, str)} if isinstance(new, dict) else {}
    if sum(len(f"{key}{value}".encode()) for key, value in texts.items()) > MOST_BYTES:
        place = format_path((*annotated.field.path, "metadata", "annotations"))
        message = f"{place} would be larger than {MOST_BYTES // 1024} KiB, which is all that Kubernetes takes"
        remedy = "leave the object out with --exclude, or do not record its originals"
        raise ManifestError(reading.locate(annotated.field.node, message, remedy))
