"""JSON as every output writes it: values on one line, and arrays of them."""

from __future__ import annotations

import re

from regswap.errors import UNSAFE
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def dump(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON on one line, in UTF-8; what is not text is escaped."""
    return dump_text(value).encode("utf-8", "backslashreplace")


def dump_text(value: Any) -> str:  # noqa: ANN401 - as above
    """Return the same as a text, with escapes for what a terminal or a CI server could take for a command."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable() and "##" not in text:
        return text
    return re.sub(UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)


class JsonArray:
    """An array with a line for each value; they wait in a spool, so that many take no memory."""

    def __init__(self, before: bytes = b"\n", end: bytes = b"\n") -> None:
        """Begin empty; ``before`` is written before each value, and ``end`` after the last."""
        self._before, self._end = before, end
        self._spool = Spool()

    def add(self, value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Add a value; raises OutputError where it cannot be kept."""
        self.add_text(dump(value))

    def add_text(self, text: bytes) -> None:
        """Add a value that is JSON already; raises OutputError where it cannot be kept."""
        self._spool.write((b"," if self._spool.size else b"") + self._before + text)

    def read(self) -> Iterator[bytes]:
        """Yield the array, once."""
        yield b"["
        yield from self._spool.read()
        yield self._end + b"]" if self._spool.size else b"]"

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()
