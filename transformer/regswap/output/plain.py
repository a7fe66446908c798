"""The references alone, for pipes: each once, one a line, in the order in which they are found."""

from __future__ import annotations

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from regswap.output.formatter import Listing


class PlainFormatter(Formatter):
    """Writes the references that rows name."""

    def __init__(self, listing: Listing) -> None:
        """Begin with none."""
        self._names = listing.names or (lambda _: ())
        self._found: dict[str, None] = {}

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the references of the next row."""
        self._found.update(dict.fromkeys(self._names(row)))

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        for name in self._found:
            yield printable(f"{visible(name)}\n")
