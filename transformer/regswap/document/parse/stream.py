"""A byte stream, cut into documents without parsing.

A line that starts with ``---`` or ``...`` and goes on with white space ends a document wherever it stands, even inside
a block scalar. So the cuts need no parser, and what one document holds cannot change another.
"""

from __future__ import annotations

import re

from regswap.document.parse import marker
from regswap.document.parse.marker import DisputedMarkerError
from regswap.errors import Diagnostic, ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = 1 << 18
"""Bytes to ask of a file at a time."""

_MARKER = rb"[\n\r]" + marker.CANDIDATE.pattern
# Of most lines the first character is enough.
_MARKER_AFTER_LINE_FEED = re.compile(rb"\n(?=[-.\xef])" + marker.CANDIDATE.pattern)
_BLANK = rb"[ \t]*(?:[#\r\n]|\Z)|%|\.\.\.(?:[ \t\r\n]|\Z)"
_CONTENT = re.compile(rb"(?:\A|[\n\r])(?:\xef\xbb\xbf(?!%b)|(?!\xef\xbb\xbf|%b))" % (_BLANK, _BLANK))
_EXCERPT = 120


class Document(NamedTuple):
    """One document of a stream, or the comments between two, as they are written."""

    source: str
    """The stream, as the user named it."""
    number: int
    """1-based place in the stream; 0 where there are only comments and white space."""
    line: int
    """1-based line of the stream on which ``data`` starts."""
    data: bytes
    """UTF-8 with its markers, directives, comments, byte order mark and line breaks."""


def documents(blocks: Iterable[bytes], source: str) -> Iterator[Document]:
    """Cut a UTF-8 stream; the data of all documents, joined, are the stream.

    Raises ManifestError where readers differ about where a document ends.
    """
    number, line = 0, 1
    buffer = bytearray()
    try:
        for data, is_document in _cut(blocks, buffer):
            number += is_document
            yield Document(source, number if is_document else 0, line, data)
            line += line_breaks(data)
    except DisputedMarkerError as error:
        line += line_breaks(bytes(buffer[: error.start]))
        from regswap.confidential import censor_manifest

        excerpt = buffer[error.start : error.start + _EXCERPT].decode("utf-8", "replace")
        excerpt = excerpt.removeprefix("\ufeff").splitlines()[0]
        found = Diagnostic(error.message, error.remedy, source, line, 1, excerpt)
        raise ManifestError(censor_manifest(found, buffer.decode("utf-8", "replace"), quotes=True)) from None


def line_breaks(data: bytes) -> int:
    """Count the line breaks that editors show: LF, CRLF and lone CR."""
    breaks = data.count(b"\n")
    return breaks + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else breaks


def _cut(blocks: Iterable[bytes], buffer: bytearray) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece of the stream, and whether it is a document; the buffer has what was not yielded yet."""
    cutter = _Cutter()
    for block in blocks:
        buffer += block
        yield from cutter.cut(buffer, final=False)
    yield from cutter.cut(buffer, final=True)
    if buffer:
        yield bytes(buffer), _is_document(buffer)


class _Cutter:
    """What is known of the document at the front of the buffer."""

    def __init__(self) -> None:
        self.scanned = 0
        """How much of the buffer holds no further marker: what makes a long document linear, not quadratic."""
        self.is_at_start = True
        """Whether the buffer is the start of the stream."""

    def cut(self, buffer: bytearray, *, final: bool) -> Iterator[tuple[bytes, bool]]:
        """Take every complete document off the front of the buffer; raises DisputedMarkerError."""
        while found := self.find_candidate(buffer):
            start = found.start() + (buffer[found.start()] in b"\r\n")
            kind, end = marker.judge(
                buffer, start, found.end(), final=final, may_be_marked=start == 0 and self.is_at_start
            )
            if kind == "unfinished":
                self.scanned = found.start()
                return
            if kind == "end":
                yield self._take(buffer, end)
                continue
            if kind == "start" and _is_document(memoryview(buffer)[:start]):
                end -= start
                yield self._take(buffer, start)
            self.scanned = end
        self.scanned = max(self.scanned, len(buffer) - marker.LONGEST)

    def find_candidate(self, buffer: bytearray) -> re.Match[bytes] | None:
        """Find what may be the next marker; what comes before ``scanned`` has none."""
        at_start = marker.CANDIDATE.match(buffer) if self.scanned == 0 else None
        # A search for one literal is ten times as fast as one for two, and few streams have a carriage return.
        has_return = buffer.find(b"\r", self.scanned) != -1
        pattern = re.compile(_MARKER) if has_return else _MARKER_AFTER_LINE_FEED
        return at_start or pattern.search(buffer, self.scanned)

    def _take(self, buffer: bytearray, end: int) -> tuple[bytes, bool]:
        piece = bytes(memoryview(buffer)[:end])
        del buffer[:end]
        self.scanned = 0
        self.is_at_start = False
        return piece, _is_document(piece)


def _is_document(data: bytes | bytearray | memoryview) -> bool:
    """Tell whether this is more than the comments and directives that come before a ``---`` line."""
    if _CONTENT.search(data):
        return True
    lines = bytes(data)
    for line_break in marker.RARE_LINE_BREAKS:
        lines = lines.replace(line_break, b"\n")
    return len(lines) < len(data) and _CONTENT.search(lines) is not None
