"""A document as it was read: its text, its nodes, and the way from a node back to a place in the stream."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

from regswap.document.parse import event
from regswap.document.parse.composer import Composed, CompositionError, DisputedError, compose
from regswap.document.read.dispute import (
    BYTE_ORDER_MARK,
    RARE_LINE_BREAK,
    begins_with_brace,
    refuse_braces,
    refuse_bytes,
    refuse_first_marks,
    refuse_line_breaks,
    refuse_marks,
)
from regswap.document.splice import splice
from regswap.errors import Diagnostic, ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regswap.document.parse.node import Node, Outline
    from regswap.document.parse.stream import Document
    from regswap.document.splice import Edit

_MARKER_LINE = r"(?:\A|[\r\n])---[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\r\n])\Z"
_CONTENT_LINE = r"(?:\A|[\r\n])(?![ \t]*(?:#|[\r\n]|\Z))"

_EXCERPT = 120
"""Characters that a finding quotes before its place, and from there on."""

_REMEDY = "correct it: it may hold image references, and nothing that cannot be read is passed on"


class Reading(NamedTuple):
    """One document, read as far as an outline goes."""

    document: Document
    text: str
    """The document's characters."""
    parsed: str
    """Those that the parser saw: offsets of nodes and of edits count in them."""
    skipped: int
    """How many it did not see: byte order marks, with the marker before one."""
    skipped_lines: int
    composed: Composed
    line_starts: list[int]
    """Where the lines of ``parsed`` begin, once somebody asked."""

    def line_of(self, node: Node) -> int:
        """Return the 1-based line of the stream on which a node is written."""
        return self.document.line + self.skipped_lines + node.line

    def locate(self, node: Node, message: str, remedy: str = "") -> Diagnostic:
        """Make a finding about a node."""
        return self.locate_place(node.start, self.line_of(node), node.column + 1, message, remedy)

    def locate_place(self, offset: int, line: int, column: int, message: str, remedy: str = "") -> Diagnostic:
        """Make a finding about a place whose line and column, both 1-based, are known."""
        # Not by splitting the text: there may be as many findings as there are values on one long line.
        start = self.skipped + offset
        begin = start - min(column - 1, _EXCERPT)
        line_break = re.compile(event.LINE_BREAK).search(self.text, start, start + _EXCERPT)
        excerpt = self.text[begin : line_break.start() if line_break else start + _EXCERPT]
        from regswap.confidential import censor_manifest

        shown = column - 1 - (start - begin)
        return censor_manifest(
            Diagnostic(message, remedy, self.document.source, line, column, excerpt, shown), self.text
        )

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line of the stream and the 1-based column at an offset of ``parsed``."""
        starts = self.line_starts
        if not starts:
            starts += [0, *(found.end() for found in re.finditer(event.LINE_BREAK, self.parsed))]
        number = bisect_right(starts, offset)
        return self.document.line + self.skipped_lines + number - 1, offset - starts[number - 1] + 1

    def start_of_line(self, offset: int) -> int:
        """Return the offset of ``parsed`` at which the line begins that an offset is in."""
        return offset - self.place_of(offset)[1] + 1

    def locate_at(self, line: int, column: int, message: str, remedy: str = "") -> Diagnostic:
        """Make a finding about a place, 0-based as nodes give theirs."""
        return _locate(self.document, self.text, (line + self.skipped_lines, column), message, remedy)

    def apply(self, edits: Iterable[Edit]) -> bytes:
        """Return the document with edits of ``parsed`` applied, in UTF-8."""
        return (self.text[: self.skipped] + splice(self.parsed, edits)).encode("utf-8")


def read(document: Document, outline: Outline | None, *, whole: bool = False) -> Reading:
    """Read the parts of a document that the outline wants, or all of it.

    ``whole`` tells to read all of it where there is an outline too, which then says which keys must not be repeated.

    Raises ManifestError where it is not UTF-8 or not YAML.
    """
    text = _decode(document)
    skipped = _skip_marks(text) if BYTE_ORDER_MARK in text else 0
    lines = _count_lines(text[:skipped])
    parsed = text[skipped:]
    try:
        if document.line == 1 and skipped > 1:
            refuse_first_marks(text[:skipped])
        refuse_bytes(parsed)
        composed = _compose(parsed, outline, whole=whole)
        if begins_with_brace(parsed):
            refuse_braces(parsed, composed)
    except CompositionError as error:
        place, message = (error.line + lines, error.column), error.message
        if isinstance(error, DisputedError):
            raise ManifestError(_locate(document, text, place, f"readers differ: {message}", error.remedy)) from None
    except event.YAMLError as error:
        problem = event.describe(error, parsed)
        place, message = (problem.line + lines, problem.column), problem.message
    else:
        return Reading(document, text, parsed, skipped, lines, composed, [])
    message = f"document {document.number} is not valid YAML: {message}"
    raise ManifestError(_locate(document, text, place, message, _REMEDY))


def _skip_marks(text: str) -> int:
    """Return how many characters the parser must not see: a byte order mark, and what stands before another one.

    That other one is on the line after ``---``, as joining files on Windows leaves it.
    """
    first = int(text.startswith(BYTE_ORDER_MARK))
    second = text.find(BYTE_ORDER_MARK, first)
    marker = re.search(_MARKER_LINE, text[first:second]) if second > first else None
    is_before_content = marker is not None and not re.search(_CONTENT_LINE, text[first : first + marker.start()])
    return second + 1 if is_before_content else first


def _compose(text: str, outline: Outline | None, *, whole: bool) -> Composed:
    """Read a text as YAML; where that cannot be done, as the JSON or the newer YAML that it is."""

    def read_with(open_events: Callable[[str], Callable[[], event.Event]]) -> Composed:
        composed = compose(lambda: open_events(text), outline, whole=whole)
        if BYTE_ORDER_MARK in text:
            refuse_marks(text, lambda: open_events(text))
        if not text.isascii() and not begins_with_brace(text) and re.search(RARE_LINE_BREAK, text):
            refuse_line_breaks(text, lambda: open_events(text))
        return composed

    try:
        return read_with(event.open_events)
    except event.YAMLError as error:
        if begins_with_brace(text):
            from regswap.document.parse import json_event

            with suppress(json_event.NotJSONError):
                return read_with(json_event.open_events)
        if not event.is_too_strict(error, text):
            raise
    return read_with(event.open_pure_events)


def _decode(document: Document) -> str:
    try:
        return document.data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = document.data[: error.start].decode("utf-8", "replace")
        message = f"document {document.number} is not valid UTF-8: byte 0x{document.data[error.start]:02X}"
        lines = re.split(event.LINE_BREAK, before)
        text = document.data.decode("utf-8", "replace")
        remedy = "save the file as UTF-8; UTF-16 needs a byte order mark"
        place = len(lines) - 1, len(lines[-1].lstrip(BYTE_ORDER_MARK))
        raise ManifestError(_locate(document, text, place, message, remedy)) from None


def _count_lines(text: str) -> int:
    return len(re.findall(event.LINE_BREAK, text))


def _locate(document: Document, text: str, place: tuple[int, int], message: str, remedy: str) -> Diagnostic:
    from regswap.confidential import censor_manifest

    line, column = place
    lines = re.split(event.LINE_BREAK, text)
    if line >= len(lines):
        # The parser puts the end of a text without a final line break on a line of its own.
        line, column = len(lines) - 1, len(lines[-1])
    begin = max(0, column - _EXCERPT)
    excerpt = lines[line].lstrip(BYTE_ORDER_MARK)[begin : column + _EXCERPT]
    found = Diagnostic(message, remedy, document.source, document.line + line, column + 1, excerpt, begin)
    return censor_manifest(found, text, quotes=True)
