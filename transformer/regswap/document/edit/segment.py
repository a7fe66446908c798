"""Segments: which characters of a scalar's source are which of its value.

A segment is written as it is read, or is one escape. What lies between segments (folded line breaks, indentation) is
white space in the value or nothing.
"""

from __future__ import annotations

import re

from regswap.document.parse.event import LINE_BREAK
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAKS = r"\r\n\x85\u2028\u2029"
# Blanks belong to a text where more of it follows; there are far fewer segments so.
_SURROGATES = r"u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
"""How JSON writes one character that has more than sixteen bits."""
_FLOW_PARTS = {
    "": rf"(?P<text>[^ \t{_BREAKS}]+(?:[ \t]+[^ \t{_BREAKS}]+)*)",
    "'": rf"(?P<text>[^ \t{_BREAKS}']+(?:[ \t]+[^ \t{_BREAKS}']+)*)|(?P<escape>'')",
    '"': rf"(?P<text>[^ \t{_BREAKS}\\]+(?:[ \t]+[^ \t{_BREAKS}\\]+)*)|\\(?P<joint>{LINE_BREAK})"
    rf"|(?P<escape>\\(?:{_SURROGATES}|x[0-9A-Fa-f]{{2}}|u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}}|.))",
}
_BETWEEN = rf"|(?P<blank>[ \t]+)|(?P<break>{LINE_BREAK})"
_ESCAPES = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))


class Segment(NamedTuple):
    """A part of a value and where it is written."""

    start: int
    """Offset in the value."""
    end: int
    source_start: int
    """Offset in the scalar's source, which begins after its tag and anchor."""
    source_end: int

    def source_of_start(self, offset: int) -> int:
        """Return where the character at an offset in the value begins."""
        return self.source_start + offset - self.start

    def source_of_end(self, offset: int) -> int:
        """Return where what ends at an offset in the value ends."""
        return self.source_end - (self.end - offset)


def read_pieces(source: str, style: str, value: str) -> list[Segment] | None:
    """Return the segments of a scalar in their order; None where its source does not give its value."""
    if style in ("|", ">"):
        return _read_block(source, value, is_folded=style == ">")
    begin, end = (1, len(source) - 1) if style else (0, len(source))
    segments, read = _FlowReader(source, style).read(begin, end)
    return segments if read == value else None


def find_indentation(source: str, value: str) -> int:
    """Return by how many blanks the lines of a block scalar are indented."""
    first = next((source[start:end] for start, end in _find_lines(source) if source[start:end].strip()), "")
    in_value = re.search(r"( *)[^ \n]", value)
    return len(first) - len(first.lstrip(" ")) - (len(in_value[1]) if in_value else 0)


def _find_lines(source: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a block scalar begin and end, from the one after the header."""
    breaks = re.compile(LINE_BREAK)
    found = breaks.search(source)
    while found:
        start = found.end()
        found = breaks.search(source, start)
        yield start, found.start() if found else len(source)


def _read_block(source: str, value: str, *, is_folded: bool) -> list[Segment] | None:
    indentation = find_indentation(source, value)
    segments: list[Segment] = []
    place = 0
    for start, end in _find_lines(source):
        first = start + indentation
        if first < end and place < len(value):
            if not value.startswith(source[first:end], place):
                return None
            segments.append(Segment(place, place + end - first, first, end))
            place += end - first
        if is_folded:
            # A blank is a folded line break: lines that begin with one are not folded.
            place = place + 1 if value[place : place + 1] == " " and first < end else _skip_breaks(value, place)
        elif place < len(value):
            if value[place] not in "\n\u2028\u2029":
                return None
            place += 1
    return segments if place >= len(value) else None


def _skip_breaks(value: str, place: int) -> int:
    while place < len(value) and value[place] in "\n\u2028\u2029":
        place += 1
    return place


class _FlowReader:
    """Reads a plain or quoted scalar of any number of lines."""

    def __init__(self, source: str, style: str) -> None:
        self.source, self.style = source, style
        self.segments: list[Segment] = []
        self.values: list[str] = []
        self.length = 0
        self.blank = (0, 0)
        self.breaks = 0
        self.is_broken = self.is_joined = False

    def read(self, begin: int, end: int) -> tuple[list[Segment], str]:
        for part in re.compile(_FLOW_PARTS[self.style] + _BETWEEN, re.DOTALL).finditer(self.source, begin, end):
            kind = part.lastgroup
            if kind == "blank":
                self.blank = self.blank if self.is_broken else part.span()
            elif kind == "break":
                self.blank = (0, 0)
                self.is_broken = True
                self.breaks += 1
            elif kind == "joint":
                self.end_gap()
                self.is_broken = self.is_joined = True
            else:
                self.end_gap()
                self.add(*part.span(), self.unescape(part[0]) if kind == "escape" else part[0])
        self.end_gap()
        return self.segments, "".join(self.values)

    def end_gap(self) -> None:
        """Write what stands for the blanks and line breaks before something else."""
        if self.is_broken:
            breaks = self.breaks if self.is_joined else self.breaks - 1
            fold = "\n" * breaks or ("" if self.is_joined else " ")
            self.values.append(fold)
            self.length += len(fold)
        elif self.blank[1]:
            self.add(*self.blank, self.source[slice(*self.blank)])
        self.blank, self.breaks, self.is_broken, self.is_joined = (0, 0), 0, False, False

    def add(self, start: int, end: int, value: str) -> None:
        self.segments.append(Segment(self.length, self.length + len(value), start, end))
        self.values.append(value)
        self.length += len(value)

    def unescape(self, escape: str) -> str:
        if self.style == "'":
            return "'"
        first, _, second = escape[2:].partition("\\u")
        if second:
            return chr(0x10000 + (int(first, 16) - 0xD800 << 10) + int(second, 16) - 0xDC00)
        if not first:
            return _ESCAPES.get(escape[1], "")
        character = chr(int(first, 16))
        return "\ufffd" if "\ud800" <= character <= "\udfff" else character
