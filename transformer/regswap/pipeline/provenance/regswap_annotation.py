"""regswap's own annotation: one for all originals below the object or pod template that has it."""

from __future__ import annotations

from regswap.document.read.field import format_path, text_of
from regswap.errors import ManifestError
from regswap.pipeline.provenance.origin import InvalidTracesError, join_traces, read_traces, write_traces
from regswap.places.hidden.name import ORIGINAL
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.edit.mapping_entry import Tree
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.pipeline.provenance.annotated_object import AnnotatedObject
    from regswap.pipeline.provenance.origin import OriginRecord


def make_tree(reading: Reading, annotated: AnnotatedObject, origins: list[OriginRecord]) -> Tree:
    """Return the entries that record some origins, whose paths begin at the annotated.

    Raises ManifestError where there is such an annotation that cannot be read.
    """
    known = annotated.annotation(ORIGINAL)
    before = [] if known is None else read_annotation(reading, known)
    return {"metadata": {"annotations": {ORIGINAL: write_traces(join_traces(before, origins))}}}


def read_annotation(reading: Reading, field: Field) -> list[OriginRecord]:
    """Return the origins that an annotation holds; raises ManifestError where it holds none."""
    try:
        return read_traces(text_of(field))
    except InvalidTracesError as error:
        message = f"{format_path(field.path)} is not what regswap writes: {error}"
        raise ManifestError(reading.locate(field.node, message, "remove the annotation")) from None
