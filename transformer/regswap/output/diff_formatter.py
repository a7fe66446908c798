"""Documents as a unified diff."""

from __future__ import annotations

from regswap.output.diff import Differ
from regswap.output.formatter import Formatter
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class DiffFormatter(Formatter):
    """A unified diff of everything; a row is what a document was, and what it became."""

    def __init__(self, *, color: bool, escaped: bool = False, in_log: bool = False) -> None:
        """Begin with nothing; ``in_log`` tells that a GitHub workflow may show it, which looks for commands in it."""
        self._color = color
        self._escaped = escaped
        self._guard = LogGuard() if in_log else None
        self._spool = Spool()
        self._differ: Differ | None = None

    def begin(self, source: str) -> None:
        """Begin a stream."""
        self._differ = Differ(source, color=self._color, escaped=self._escaped)

    def take(self, row: tuple[bytes, bytes]) -> None:
        """Take the next document of the stream."""
        old, new = row
        if self._differ is not None:
            self._write(self._differ.add(old, new))

    def end(self) -> None:
        """End the stream."""
        if self._differ is not None:
            self._write(self._differ.end())
            if self._guard is not None and self._differ.has_command:
                self._guard.is_needed = True

    def read(self) -> Iterator[bytes]:
        """Yield the diff, once."""
        blocks = self._spool.read()
        return blocks if self._guard is None else self._guard.wrap(blocks)

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()
        if self._differ is not None:
            self._differ.close()

    def _write(self, blocks: Iterable[bytes]) -> None:
        for block in blocks:
            self._spool.write(block)
            if self._guard is not None:
                self._guard.add(block)


class LogGuard:
    """Keeps a GitHub workflow from taking lines of a diff for commands; ``patch`` and ``git apply`` skip what it adds.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        import hashlib

        self.is_needed = False
        self._digest = hashlib.sha256()

    def add(self, block: bytes) -> None:
        """Take what will be written."""
        self._digest.update(block)

    def wrap(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what was added, between the lines that stop commands and let them go on, if it needs them."""
        # No text holds its own digest, so nothing in it can let commands go on.
        token = self._digest.hexdigest().encode()
        yield b"::stop-commands::%b\n" % token if self.is_needed else b""
        yield from blocks
        yield b"::%b::\n" % token if self.is_needed else b""
