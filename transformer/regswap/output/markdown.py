"""Rows as a table of GitHub Flavored Markdown."""

from __future__ import annotations

import re

from regswap.errors import visible
from regswap.output.cells_formatter import CellsFormatter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"[\\\\`*_{}\[\]<>#|~@!&]")
"""What Markdown, or who shows it, could read as more than the character: links, emphasis, HTML, mentions."""


class MarkdownFormatter(CellsFormatter):
    """Writes the headings and the rows."""

    def encode_headings(self, headings: Sequence[str]) -> bytes:
        """Return the headings, and the line that makes a table of it."""
        return self.encode(heading.capitalize() for heading in headings) + _join("---" for _ in headings)

    def encode(self, cells: Iterable[str]) -> bytes:
        """Return a line."""
        return _join(_SPECIAL.sub(r"\\\g<0>", visible(cell)) for cell in cells)


def _join(cells: Iterable[str]) -> bytes:
    return printable(f"| {' | '.join(cells)} |\n")
