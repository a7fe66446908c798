"""A byte stream, cut into documents without parsing.

YAML 1.2.2 section 9.1: a line that starts with ``---`` or ``...`` and goes on with white space ends a document wherever
it stands, even inside a block scalar. So the cuts need no parser, and what one document holds cannot change another.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK = 1 << 18
"""Bytes to ask of a file at a time."""

_MARKER_AT_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
_MARKER = re.compile(rb"[\n\r]" + _MARKER_AT_START.pattern)
_MARKER_AFTER_LINE_FEED = re.compile(rb"\n" + _MARKER_AT_START.pattern)
_LONGEST_MARKER = 8
_LINE = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")
_BLANK = rb"[ \t]*(?:[#\r\n]|\Z)|%|\.\.\.(?:[ \t\r\n]|\Z)"
_CONTENT = re.compile(rb"(?:\A|[\n\r])(?:\xef\xbb\xbf(?!%b)|(?!\xef\xbb\xbf|%b))" % (_BLANK, _BLANK))


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
    """Cut a UTF-8 stream; the data of all documents, joined, are the stream."""
    number, line = 0, 1
    for data, is_document in _cut(blocks):
        number += is_document
        yield Document(source, number if is_document else 0, line, data)
        line += line_breaks(data)


def line_breaks(data: bytes) -> int:
    """Count the line breaks that editors show: LF, CRLF and lone CR."""
    breaks = data.count(b"\n")
    return breaks + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else breaks


def _cut(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece of the stream, and whether it is a document."""
    buffer, cutter = bytearray(), _Cutter()
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

    def cut(self, buffer: bytearray, *, final: bool) -> Iterator[tuple[bytes, bool]]:
        """Take every complete document off the front of the buffer."""
        while marker := self.find_marker(buffer):
            if marker.end() == len(buffer) and not final:
                return
            if buffer[marker.end() - 1] == ord("."):
                line = _LINE.match(buffer, marker.end())
                if line is None or (line.end() == len(buffer) and not final):
                    return
                yield self._take(buffer, line.end())
                continue
            start = marker.start() + (buffer[marker.start()] in b"\r\n")
            after = marker.end()
            if _is_document(memoryview(buffer)[:start]):
                after -= start
                yield self._take(buffer, start)
            self.scanned = after
        self.scanned = max(self.scanned, len(buffer) - _LONGEST_MARKER)

    def find_marker(self, buffer: bytearray) -> re.Match[bytes] | None:
        """Find the next marker; what comes before ``scanned`` has none."""
        at_start = _MARKER_AT_START.match(buffer) if self.scanned == 0 else None
        # A search for one literal is ten times as fast as one for two, and few streams have a carriage return.
        pattern = _MARKER if buffer.find(b"\r", self.scanned) != -1 else _MARKER_AFTER_LINE_FEED
        return at_start or pattern.search(buffer, self.scanned)

    def _take(self, buffer: bytearray, end: int) -> tuple[bytes, bool]:
        piece = bytes(memoryview(buffer)[:end])
        del buffer[:end]
        self.scanned = 0
        return piece, _is_document(piece)


def _is_document(data: bytes | bytearray | memoryview) -> bool:
    """Tell whether this is more than the comments and directives that come before a ``---`` line."""
    return _CONTENT.search(data) is not None
