"""Rows for people: as a table, or as lines of their own."""

from __future__ import annotations

import os
import re
import sys

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from regswap.output.formatter import Listing

_DIGEST = re.compile(r"(@[a-z0-9]+:[0-9a-f]{12})[0-9a-f]+")
_LONGEST_CELL = 200
"""Longer than references are; what is none may be a whole file."""


class TableFormatter(Formatter):
    """Writes a table, without the columns that say nothing of any row."""

    def __init__(self, listing: Listing, head: str = "", stack: Callable[[Sequence[str]], str] | None = None) -> None:
        """Begin with the headings.

        ``head`` is a line above them. Where the terminal is narrower than the table, ``stack`` returns the lines that
        take the place of a row.
        """
        self._cells = listing.cells or (lambda _: ())
        self._headings = listing.headings
        self._rows: list[tuple[str, ...]] = []
        self._head = head
        self._stack = stack

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        self._rows.append(tuple(map(shorten, self._cells(row))))

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        if self._head:
            yield printable(f"{self._head}\n")
        columns = [column for column in zip(self._headings, *self._rows, strict=True) if any(column[1:])]
        columns = columns or [(heading,) for heading in self._headings]
        widths = [max(map(len, column)) for column in columns]
        if self._stack is not None and sum(widths) + 2 * (len(widths) - 1) > _terminal_width():
            yield from (printable(self._stack(row)) for row in self._rows)
        else:
            yield from _align(zip(*columns, strict=True), widths)


class LinesFormatter(Formatter):
    """Writes the lines of each row."""

    def __init__(self, tell: Callable[[Any], Iterable[str]]) -> None:
        """Begin with nothing; ``tell`` returns the lines of a row, without what ends them."""
        self._tell = tell
        self._spool = Spool()

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        for line in self._tell(row):
            self._spool.write(printable(f"{line}\n"))

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        return self._spool.read()

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()


def shorten(text: str) -> str:
    """Cut digests to as much of them as people compare, and anything to what fits on a screen."""
    text = _DIGEST.sub(r"\1...", text[: 2 * _LONGEST_CELL])
    return visible(text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}...")


def _align(rows: Iterable[tuple[str, ...]], widths: list[int]) -> Iterator[bytes]:
    """Yield the lines of a table whose columns have these widths."""
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield printable("  ".join(cells).rstrip() + "\n")


def _terminal_width() -> int:
    """Return how wide the terminal is that standard output is, or that there is no end to a file's width."""
    if sys.stdout is None or not sys.stdout.isatty():
        return sys.maxsize
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or sys.maxsize
    except OSError:
        return sys.maxsize
