"""A text that holds rules, and the way back to the place in the file where each character of it is written."""

from __future__ import annotations

import re
from bisect import bisect_right

from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.rule import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


MARK = "\ufeff"
"""The byte order mark that some editors put before a text."""


class Place(NamedTuple):
    """Where a character stands in a file; line and column are 1-based, ``excerpt`` is the line."""

    line: int
    column: int
    excerpt: str


class SourceText:
    """A whole file, or a value inside one that is a text of its own."""

    __slots__ = ("_find_place", "_is_secret", "_starts", "has_mark", "source", "text")

    def __init__(
        self, source: str, text: str, find_place: Callable[[int], Place] | None = None, *, is_secret: bool | None = None
    ) -> None:
        """Hold a text; ``find_place`` tells where the character at an offset is, if the text is not the file itself.

        ``is_secret`` tells whether it is of a secret; the text itself is asked where that is not told. ``has_mark``
        is set where a byte order mark stood before the text, which is not a part of it here.
        """
        self.source = source
        self.text = text
        self._is_secret = is_secret
        self.has_mark = False
        self._find_place = find_place
        self._starts: Sequence[int] = ()

    @property
    def is_secret(self) -> bool:
        """Whether it may be a secret's, of which no line is ever shown: what stands beside a rule is private."""
        if self._is_secret is None:
            from regswap.confidential import may_be_secret

            self._is_secret = may_be_secret(self.text)
        return self._is_secret

    def find_place(self, offset: int) -> Place:
        """Return where the character at an offset is; its end counts as one more character."""
        if self._find_place is not None:
            return self._find_place(offset)
        if not self._starts:
            self._starts = (0, *_find_line_starts(self.text))
        number = bisect_right(self._starts, offset)
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return Place(number, offset - start + 1, self.text[start:end].rstrip("\r\n"))

    def locate(self, offset: int) -> Origin:
        """Return the origin of what is written at an offset."""
        place = self.find_place(offset)
        return Origin(self.source, place.line, place.column)

    def enter(self, text: str, offsets: Sequence[int]) -> SourceText:
        """Return a value in it as a text of its own; the offsets are where its characters, and its end, are written."""
        last = len(offsets) - 1
        find_place = self.find_place
        return SourceText(
            self.source, text, lambda offset: find_place(offsets[min(offset, last)]), is_secret=self.is_secret or None
        )

    def diagnose(self, offset: int, message: str, remedy: str) -> Diagnostic:
        """Make a finding about what is written at an offset."""
        place = self.find_place(offset)
        return self.censor(Diagnostic(message, remedy, self.source, place.line, place.column, place.excerpt))

    def censor(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a finding about it, which shows nothing of a secret."""
        if not self.is_secret:
            return diagnostic
        from regswap.confidential import censor

        return censor(diagnostic, self.text)


def align(value: str, text: str, start: int, end: int) -> list[int]:
    """Return the offset at which each character of a value is written in a part of a text, and that of its end.

    White space is folded and escapes are spelled out in many ways, so what follows them is looked for.
    """
    offsets = []
    for character in value:
        if not character.isspace():
            found = text.find(character, start, end)
            start = start if found < 0 else found
        offsets.append(min(start, end))
        if not character.isspace():
            start += 1
    return [*offsets, min(start, end)]


def _find_line_starts(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
