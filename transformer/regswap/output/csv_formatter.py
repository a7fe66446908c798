"""Rows as comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
import io

from regswap.errors import visible
from regswap.output.cells_formatter import CellsFormatter
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class CsvFormatter(CellsFormatter):
    """Writes the headings and the rows."""

    def encode(self, cells: Iterable[str]) -> bytes:
        """Return a line."""
        line = io.StringIO()
        csv.writer(line).writerow(map(visible, cells))
        return line.getvalue().encode("utf-8", "surrogateescape")
