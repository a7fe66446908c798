"""Bytes that wait until a run has succeeded: in memory while they are few, then in a temporary file."""

from __future__ import annotations

from contextlib import suppress

from regswap.errors import Diagnostic, OutputError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

IN_MEMORY = 8 << 20
"""Bytes that are kept in memory at most."""

_BLOCK = 1 << 20
_OVERHEAD = 41
"""Bytes that a piece takes beside its own: the lines of a diff are shorter."""


class Spool:
    """A buffer to write once and read once.

    Unlike ``tempfile.SpooledTemporaryFile`` it imports ``tempfile``, which takes as long as the rewriting of a small
    chart, only when it needs a file.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.size = 0
        self._pieces: list[bytes] = []
        self._in_memory = 0
        self._file: IO[bytes] | None = None

    def write(self, data: bytes) -> None:
        """Append bytes; raises OutputError where the temporary file cannot take them."""
        self.size += len(data)
        self._in_memory += len(data) + _OVERHEAD
        self._pieces.append(data)
        if self._in_memory > IN_MEMORY:
            try:
                self._spill()
            except OSError as error:
                raise OutputError(_cannot_keep(error)) from error

    def read(self) -> Iterator[bytes]:
        """Yield everything that was written, and let go of it; raises OutputError where that is not to be had."""
        if self._file is not None:
            try:
                self._file.seek(0)
                while block := self._file.read(_BLOCK):
                    yield block
            except OSError as error:
                raise OutputError(_cannot_keep(error)) from error
        yield from self._pieces
        self.close()

    def close(self) -> None:
        """Let go of everything."""
        self._pieces.clear()
        if self._file is not None:
            # What could not be written is not missed.
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _spill(self) -> None:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by read, or by close
        self._file.writelines(self._pieces)
        self._file.flush()
        self._pieces.clear()
        self._in_memory = 0


def _cannot_keep(error: OSError) -> Diagnostic:
    message = f"the output cannot be kept until the run is over: {error.strerror or error}"
    return Diagnostic(message, "make room in the folder for temporary files, or set TMPDIR to one that has it")
