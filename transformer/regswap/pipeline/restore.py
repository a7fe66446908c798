"""The pipeline backwards: document -> records -> edits -> document."""

from __future__ import annotations

from regswap.document.edit.fragment import locate_parts
from regswap.document.parse.node import Scalar
from regswap.document.parse.prefilter import may_contain
from regswap.document.read.field import format_path
from regswap.document.read.reading import read
from regswap.pipeline.entries import tell_doubts
from regswap.pipeline.entry import Entry
from regswap.pipeline.provenance.restoration import restore_references
from regswap.pipeline.rewrite import Rewritten
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.parse.stream import Document
    from regswap.document.read.reading import Reading
    from regswap.pipeline.provenance.restoration import Restoration

_WORDS = (b"regswap.dev/original", b"ontainer.imageshift.dev/original")


def restore(document: Document) -> Rewritten:
    """Undo the rewriting of one document, as far as its annotations say what was rewritten.

    Raises ManifestError where the document may have such annotations and cannot be read, or where something cannot be
    put back by itself.
    """
    if not document.number or not may_contain(document.data, *_WORDS):
        return Rewritten(document.data, was_read=False)
    reading = read(document, None)
    done = restore_references(reading)
    return Rewritten(
        reading.apply(done.edits) if done.edits else document.data,
        was_read=True,
        entries=tuple(_make_entry(reading, restoration) for restoration in done.restorations),
        warnings=(*tell_doubts(reading), *done.warnings),
    )


def _make_entry(reading: Reading, restoration: Restoration) -> Entry:
    node, offset = restoration.field.node, restoration.origin.offset
    line, column = reading.line_of(node), node.column + 1
    if offset is not None and isinstance(node, Scalar):
        (place,) = locate_parts(reading.parsed, node, [offset])
        line, column = reading.place_of(place)
    return Entry(
        source=reading.document.source,
        document=reading.document.number,
        line=line,
        column=column,
        api_version=restoration.identity.api_version,
        kind=restoration.identity.kind,
        namespace=restoration.identity.namespace,
        name=restoration.identity.name,
        path=format_path(restoration.field.path),
        reference=restoration.origin.rewritten,
        rewritten=restoration.origin.original,
        status="changed",
        rule=None,
        reason="is recorded as the original",
        found="annotation",
        offset=offset,
    )
