"""Rows as a JSON array with an object for each, one a line."""

from __future__ import annotations

from regswap.output.formatter import Formatter
from regswap.output.json_text import JsonArray
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from regswap.output.formatter import Listing


class JsonFormatter(Formatter):
    """Writes the array."""

    def __init__(self, listing: Listing) -> None:
        """Begin with nothing."""
        self._objects = listing.objects or (lambda _: ())
        self._array = JsonArray()

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row."""
        for value in self._objects(row):
            self._array.add(value)

    def read(self) -> Iterator[bytes]:
        """Yield the array, once."""
        yield from self._array.read()
        yield b"\n"

    def close(self) -> None:
        """Let go of everything."""
        self._array.close()
