"""Formats of rows of cells that are written one after the other."""

from __future__ import annotations

from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from regswap.output.formatter import Listing


class CellsFormatter(Formatter):
    """Writes the headings and the rows; a format says how."""

    def __init__(self, listing: Listing) -> None:
        """Begin with the headings."""
        self._cells = listing.cells or (lambda _: ())
        self._spool = Spool()
        self._spool.write(self.encode_headings(listing.headings))

    def encode_headings(self, headings: Sequence[str]) -> bytes:
        """Return the headings; as any row, unless the format has them otherwise."""
        return self.encode(headings)

    def encode(self, cells: Iterable[str]) -> bytes:
        """Return a row, with what ends it."""
        raise NotImplementedError

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        self._spool.write(self.encode(self._cells(row)))

    def read(self) -> Iterator[bytes]:
        """Yield everything, once."""
        return self._spool.read()

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()
