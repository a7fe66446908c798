"""The lines of a map file: read, cut into key and value, and located."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Origin
    from regswap.rules.source.source_text import SourceText

# An IPv6 address in brackets holds colons that separate nothing.
COLONS = re.compile(r"\[(?=[0-9A-Fa-f.]*:)[0-9A-Fa-f:.]*\]|(:+)")
_LINE = re.compile(r"[^\r\n]+")
# Begins where nothing of a scheme stands before it, or each character of a long line would be a beginning.
_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])[0-9+.-]*([A-Za-z][A-Za-z0-9+.-]*://)")
GAP = "the target has white space in it, and may hold a secret"
GAP_REMEDY = "remove it, and look at the lines beside it: two may have become one"
_SHAPE = "write `key::target`, or `key::` to leave what the key matches alone"


class Line:
    """A line without white space and comment, and where each character of it stood."""

    __slots__ = ("_offsets", "_said", "_start", "source_text", "text")

    def __init__(self, source_text: SourceText, said: str, start: int) -> None:
        """Take what stands before the comment of a line, and where that begins."""
        self.source_text = source_text
        self.text = "".join(said.split())
        self._said = said
        self._start = start
        self._offsets: list[int] = []

    def locate(self, index: int) -> Origin:
        """Return where a character of the text is written."""
        return self.source_text.locate(self._find_offset(index))

    def diagnose(self, index: int, message: str, remedy: str) -> Diagnostic:
        """Make a finding about what begins with a character of the text."""
        return self.source_text.diagnose(self._find_offset(index), message, remedy)

    def refuse(self, index: int, message: str, remedy: str) -> RulesError:
        """Return the error that it is."""
        return RulesError(self.diagnose(index, message, remedy))

    def has_gap_behind(self, index: int) -> bool:
        """Return whether white space stands between a character of the text and its last one."""
        last = len(self.text) - 1
        return index < last and self._find_offset(last) - self._find_offset(index) > last - index

    def _find_offset(self, index: int) -> int:
        if len(self._said) == len(self.text):
            # Without white space: nearly every line, and of all is asked where they begin.
            return self._start + index
        if not self._offsets:
            found = enumerate(self._said, self._start)
            self._offsets = [offset for offset, character in found if not character.isspace()]
        # After the last character: where a missing value would begin.
        return self._offsets[index] if index < len(self._offsets) else self._offsets[-1] + 1


class Entry(NamedTuple):
    """A line that has been cut into key and value; ``value_at`` is where the value begins in the line's text."""

    line: Line
    key: str
    value: str
    value_at: int

    @property
    def has_gap(self) -> bool:
        """Whether white space stands in the value."""
        return self.line.has_gap_behind(self.value_at)

    def diagnose_key(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the key."""
        return self.line.diagnose(0, message, remedy)

    def diagnose_value(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the value."""
        return self.line.diagnose(self.value_at, message, remedy)


def read_lines(source_text: SourceText) -> Iterator[Line]:
    """Yield the lines that say something."""
    for match in _LINE.finditer(source_text.text):
        line = Line(source_text, match[0].partition("#")[0], match.start())
        if line.text:
            yield line


def cut(line: Line) -> Entry:
    """Cut a line at its separator.

    Raises:
        RulesError: it has none, more than one, or nothing before it.

    """
    text = line.text
    if _is_plain(text):
        key, _, value = text.partition("::")
        return Entry(line, key, value, len(key) + 2)
    scheme = _SCHEME.search(text)
    if scheme:
        raise line.refuse(scheme.start(1), "has a scheme", f"remove `{scheme[1]}`: a reference has none")
    runs = [match for match in COLONS.finditer(line.text) if match[1]]
    doubles = [run for run in runs if len(run[1]) == 2]  # noqa: PLR2004 - the separator `::`
    longer = next((run for run in runs if run not in doubles and len(run[1]) > 1), None)
    if longer:
        raise line.refuse(longer.start(), f"has `{longer[0]}`", _SHAPE)
    if len(doubles) > 1:
        raise line.refuse(doubles[1].start(), "has more than one `::`", f"{_SHAPE}, each on its own line")
    if not doubles and len(runs) != 1:
        message = "has more than one `:` and no `::`" if runs else "has no `::`"
        raise line.refuse(runs[1].start() if runs else 0, message, _SHAPE)
    separator = (doubles or runs)[0]
    if not separator.start():
        raise line.refuse(0, "has nothing before its separator", _SHAPE)
    return Entry(line, line.text[: separator.start()], line.text[separator.end() :], separator.end())


def _is_plain(text: str) -> bool:
    """Tell whether a line has one separator, which no pattern is needed to find: nearly every line."""
    if "[" in text.removeprefix("[EXACT]") or "://" in text or ":::" in text:
        return False
    return text.count("::") == 1 and not text.startswith("::")
