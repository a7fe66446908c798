"""Rows as comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
import io

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from regswap.output.formatter import Listing


class CsvFormatter(Formatter):
    """Writes the headings and the rows."""

    def __init__(self, listing: Listing) -> None:
        """Begin with the headings."""
        self._cells = listing.cells or (lambda _: ())
        self._spool = Spool()
        self._write(listing.headings)

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
        line = io.StringIO()
        csv.writer(line).writerow(map(visible, cells))
        self._spool.write(line.getvalue().encode("utf-8", "surrogateescape"))
