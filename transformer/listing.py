"""Entries as a table for people and as JSON for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transformer.report import entry_as_json
from transformer.spool import Spool
from transformer.target import write_stdout

if TYPE_CHECKING:
    from transformer.document.encoding import Encoded
    from transformer.document.stream import Document
    from transformer.report import Entry
    from transformer.rewrite import Rewritten
    from transformer.source import Source

_DIGEST = re.compile(r"(@[a-z0-9]+:[0-9a-f]{12})[0-9a-f]+")
_HEADINGS = ("WHERE", "OBJECT", "REFERENCE", "BECOMES", "RULE")


class TableSink:
    """A table with a row for each site, to standard output."""

    def __init__(self) -> None:
        """Begin with the headings."""
        self._rows: list[tuple[str, ...]] = [_HEADINGS]

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
        write_stdout(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip().encode() + b"\n"
            for row in self._rows
        )

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
        """Nothing is left behind."""


def _row(entry: Entry) -> tuple[str, ...]:
    name = f"{entry.namespace}/{entry.name}" if entry.namespace else entry.name
    becomes = entry.rewritten if entry.changed else f"({entry.reason})"
    rule = str(entry.rule.origin) if entry.rule is not None else "-"
    return (
        f"{entry.source}:{entry.line}",
        f"{entry.kind} {name}",
        _shorten(entry.reference) or "-",
        _shorten(becomes),
        rule,
    )


def _shorten(text: str) -> str:
    """Cut digests to as much of them as people compare."""
    return _DIGEST.sub(r"\1...", text)
