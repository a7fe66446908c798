"""A document as it was read: its text, its nodes, and the way from a node back to a place in the stream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from transformer.document import event
from transformer.document.edit import splice
from transformer.document.node import Composed, CompositionError, Outline, compose
from transformer.errors import Diagnostic, ManifestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from transformer.document.edit import Edit
    from transformer.document.node import Node
    from transformer.document.stream import Document

_PREAMBLE = re.compile(r"\ufeff?(?:(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*---[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\r\n])\ufeff)?")
"""A byte order mark at the start, and one on the line after ``---``, as joining files on Windows leaves them."""

_REMEDY = "correct it: it may hold image references, and nothing that cannot be read is passed on"


class Reading(NamedTuple):
    """One document, read as far as an outline goes."""

    document: Document
    text: str
    """The document's characters; offsets of edits count from its start."""
    skipped: int
    """How many of them, byte order marks, the parser did not see: nodes count from there on."""
    skipped_lines: int
    composed: Composed

    @property
    def parsed(self) -> str:
        """The text that offsets of nodes count in."""
        return self.text[self.skipped :]

    def line_of(self, node: Node) -> int:
        """Return the 1-based line of the stream on which a node is written."""
        return self.document.line + self.skipped_lines + node.line

    def locate(self, node: Node, message: str, remedy: str = "") -> Diagnostic:
        """Make a finding about a node."""
        return self.locate_at(node.line, node.column, message, remedy)

    def locate_at(self, line: int, column: int, message: str, remedy: str = "") -> Diagnostic:
        """Make a finding about a place, 0-based as nodes give theirs."""
        return _locate(self.document, self.text, (line + self.skipped_lines, column), message, remedy)

    def apply(self, edits: Iterable[Edit]) -> bytes:
        """Return the document with edits of ``parsed`` applied, in UTF-8."""
        return (self.text[: self.skipped] + splice(self.parsed, edits)).encode("utf-8")


def read(document: Document, outline: Outline | None) -> Reading:
    """Read the parts of a document that the outline wants, or all of it.

    Raises ManifestError where it is not UTF-8 or not YAML.
    """
    text = _decode(document)
    preamble = _PREAMBLE.match(text)
    skipped = preamble.end() if preamble else 0
    lines = _count_lines(text[:skipped])
    parsed = text[skipped:]
    try:
        composed = _compose(parsed, outline)
    except CompositionError as error:
        place, message = (error.line + lines, error.column), error.message
    except event.YAMLError as error:
        problem = event.describe(error, parsed)
        place, message = (problem.line + lines, problem.column), problem.message
    else:
        return Reading(document, text, skipped, lines, composed)
    message = f"document {document.number} is not valid YAML: {message}"
    raise ManifestError(_locate(document, text, place, message, _REMEDY))


def _compose(text: str, outline: Outline | None) -> Composed:
    def again(open_events: Callable[[str], Callable[[], object]]) -> Callable[[], Callable[[], object]]:
        return lambda: open_events(text)

    try:
        return compose(again(event.open_events), outline)
    except event.YAMLError as error:
        if not event.is_too_strict(error):
            raise
    return compose(again(event.open_pure_events), outline)


def _decode(document: Document) -> str:
    try:
        return document.data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = document.data[: error.start].decode("utf-8", "replace")
        message = f"document {document.number} is not valid UTF-8: byte 0x{document.data[error.start]:02X}"
        line = _count_lines(before)
        column = len(before) - max(before.rfind("\n"), before.rfind("\r")) - 1
        text = document.data.decode("utf-8", "replace")
        remedy = "save the file as UTF-8; UTF-16 needs a byte order mark"
        raise ManifestError(_locate(document, text, (line, column), message, remedy)) from None


_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML 1.1, and so libyaml and Go, count as the end of a line."""


def _count_lines(text: str) -> int:
    return len(_LINE_BREAK.findall(text))


def _locate(document: Document, text: str, place: tuple[int, int], message: str, remedy: str) -> Diagnostic:
    line, column = place
    lines = _LINE_BREAK.split(text)
    excerpt = lines[line] if line < len(lines) else ""
    return Diagnostic(message, remedy, document.source, document.line + line, column + 1, excerpt)
