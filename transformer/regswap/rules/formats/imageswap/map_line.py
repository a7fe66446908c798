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
_SHAPE = "write `key::target`, or `key::` to leave what the key matches alone"


class Line(NamedTuple):
    """A line without white space and comment, and where each character of it stood."""

    source_text: SourceText
    text: str
    offsets: tuple[int, ...]

    def locate(self, index: int) -> Origin:
        """Return where a character of the text is written."""
        return self.source_text.locate(self._find_offset(index))

    def diagnose(self, index: int, message: str, remedy: str) -> Diagnostic:
        """Make a finding about what begins with a character of the text."""
        return self.source_text.diagnose(self._find_offset(index), message, remedy)

    def refuse(self, index: int, message: str, remedy: str) -> RulesError:
        """Return the error that it is."""
        return RulesError(self.diagnose(index, message, remedy))

    def _find_offset(self, index: int) -> int:
        # After the last character: where a missing value would begin.
        return self.offsets[index] if index < len(self.offsets) else self.offsets[-1] + 1


class Entry(NamedTuple):
    """A line that has been cut into key and value; ``value_at`` is where the value begins in the line's text."""

    line: Line
    key: str
    value: str
    value_at: int

    def diagnose_key(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the key."""
        return self.line.diagnose(0, message, remedy)

    def diagnose_value(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the value."""
        return self.line.diagnose(self.value_at, message, remedy)


def read_lines(source_text: SourceText) -> Iterator[Line]:
    """Yield the lines that say something."""
    for match in _LINE.finditer(source_text.text):
        said = match[0].partition("#")[0]
        offsets = [offset for offset, character in enumerate(said, match.start()) if not character.isspace()]
        if offsets:
            yield Line(source_text, "".join(said.split()), tuple(offsets))


def cut(line: Line) -> Entry:
    """Cut a line at its separator.

    Raises:
        RulesError: it has none, more than one, or nothing before it.

    """
    scheme = _SCHEME.search(line.text)
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
