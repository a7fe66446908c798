"""Rows as a table of GitHub Flavored Markdown."""

from __future__ import annotations

import re

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from regswap.output.formatter import Listing

_SPECIAL = re.compile(r"[\\\\`*_{}\[\]<>#|~@!&]")
"""What Markdown, or who shows it, could read as more than the character: links, emphasis, HTML, mentions."""


class MarkdownFormatter(Formatter):
    """Writes the headings and the rows."""

    def __init__(self, listing: Listing) -> None:
        """Begin with the headings."""
        self._cells = listing.cells or (lambda _: ())
        self._spool = Spool()
        self._write(heading.capitalize() for heading in listing.headings)
        self._write_line("---" for _ in listing.headings)

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        self._write(self._cells(row))

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        return self._spool.read()

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()

    def _write(self, cells: Iterable[str]) -> None:
        self._write_line(_SPECIAL.sub(r"\\\g<0>", visible(cell)) for cell in cells)

    def _write_line(self, cells: Iterable[str]) -> None:
        self._spool.write(printable(f"| {' | '.join(cells)} |\n"))
