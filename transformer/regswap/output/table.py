"""Entries as a table for people, as JSON for programs, and as a list of what would change."""

from __future__ import annotations

import os
import re
import sys

from regswap.errors import visible
from regswap.output.report import entry_as_json
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.destination import printable, write_stdout
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

_DIGEST = re.compile(r"(@[a-z0-9]+:[0-9a-f]{12})[0-9a-f]+")
_NOTHING = "-"
_LONGEST_CELL = 200
"""Longer than references are; what is none may be a whole file."""


class _Row(NamedTuple):
    """A line of the table."""

    where: str = "WHERE"
    object: str = "OBJECT"
    container: str = "CONTAINER"
    reference: str = "REFERENCE"
    becomes: str = "BECOMES"
    left: str = "LEFT"
    """Why it stays as it is."""
    rule: str = "RULE"


class TableSink:
    """A table with a row for each site, to standard output; where the terminal is narrower, a block of lines each."""

    def __init__(self) -> None:
        """Begin with the headings."""
        self._rows = [_Row()]

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the sites of the next document."""
        del document
        self._rows += map(_row, rewritten.entries)

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write the table out."""
        widths = [max(map(len, column)) for column in zip(*self._rows, strict=True)]
        fits = sum(widths) + 2 * (len(widths) - 1) <= _terminal_width()
        write_stdout(align(self._rows, widths) if fits else _stack(self._rows[1:]))

    def discard(self) -> None:
        """Nothing is left behind."""


class JsonSink:
    """A JSON array with an object for each site, one a line, to standard output."""

    def __init__(self) -> None:
        """Begin with no site."""
        self._spool = Spool()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the sites of the next document."""
        del document
        for entry in rewritten.entries:
            self._spool.write((b",\n" if self._spool.size else b"[\n") + entry_as_json(entry))

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write the array out."""
        self._spool.write(b"\n]\n" if self._spool.size else b"[]\n")
        write_stdout(self._spool.read())

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._spool.close()


class CheckSink:
    """A line for each reference that would change, to standard output."""

    def __init__(self, *, quiet: bool) -> None:
        """Begin with nothing; ``quiet`` keeps it so."""
        self._quiet = quiet
        self._spool = Spool()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        del document
        for entry in rewritten.entries:
            if entry.changed and not self._quiet:
                place = f"{entry.source}:{entry.line}:{entry.column}"
                self._spool.write(printable(visible(f"{place}: {entry.reference} -> {entry.rewritten}") + "\n"))

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write the lines out."""
        write_stdout(self._spool.read())

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._spool.close()


def _row(entry: Entry) -> _Row:
    name = f"{entry.namespace}/{entry.name}" if entry.namespace else entry.name
    row = _Row(
        where=f"{entry.source}:{entry.line}",
        object=f"{entry.kind} {name}",
        container=entry.container,
        reference=entry.reference,
        becomes=entry.rewritten if entry.changed else "",
        left="" if entry.changed else entry.reason,
        rule=str(entry.rule.origin) if entry.rule is not None else "",
    )
    return _Row(*(shorten(cell or _NOTHING) for cell in row))


def shorten(text: str) -> str:
    """Cut digests to as much of them as people compare, and anything to what fits on a screen."""
    text = _DIGEST.sub(r"\1...", text[: 2 * _LONGEST_CELL])
    return visible(text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}...")


def align(rows: Sequence[tuple[str, ...]], widths: list[int]) -> Iterator[bytes]:
    """Yield the lines of a table whose columns have these widths."""
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield printable("  ".join(cells).rstrip() + "\n")


def _stack(rows: list[_Row]) -> Iterator[bytes]:
    for row in rows:
        container = "" if row.container == _NOTHING else f"  {row.container}"
        becomes = f"left: {row.left}" if row.becomes == _NOTHING else f"-> {row.becomes}"
        yield printable(f"{row.where}  {row.object}{container}\n  {row.reference}\n  {becomes}\n     {row.rule}\n")


def _terminal_width() -> int:
    """Return how wide the terminal is that standard output is, or that there is no end to a file's width."""
    if sys.stdout is None or not sys.stdout.isatty():
        return sys.maxsize
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or sys.maxsize
    except OSError:
        return sys.maxsize
