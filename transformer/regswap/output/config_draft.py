"""Rows as a regswap.yaml, to be corrected and kept."""

from __future__ import annotations

from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from regswap.output.formatter import Listing


class DraftFormatter(Formatter):
    """Writes the file."""

    def __init__(self, listing: Listing) -> None:
        """Begin with nothing."""
        self._draft = listing.draft or (lambda _: ())
        self._rows: list[Any] = []

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        self._rows.append(row)

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        return (printable(f"{line}\n") for line in self._draft(self._rows))
