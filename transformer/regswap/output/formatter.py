"""Output formats: what each is given, and what each command's listing gives.

A command lists rows: entries, findings, places. Its ``Listing`` says in which forms a row can be had, such as the cells
of a table or a SARIF result; a ``Formatter`` writes one of these forms. docs/development/output-format.md walks through
adding one.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.destination import write_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.output.row_form import Description, Result, TestCase
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

    Rows = Callable[[Document, Rewritten], Iterable[Any]]


class Formatter:
    """Writes rows in one format."""

    def begin(self, source: str) -> None:
        """Begin the rows of one source; a listing of something else than manifests has none."""

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the next row; raises OutputError where it cannot be kept."""

    def end(self) -> None:
        """End the source."""

    def read(self) -> Iterator[bytes]:
        """Yield everything, once."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of everything."""


class Listing(NamedTuple):
    """What a command lists: functions that return the forms of one row; None where there is no such form."""

    command: str
    """Without ``regswap``."""
    text: Callable[[], Formatter] | None = None
    """Makes what people read."""
    objects: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    """Objects of JSON."""
    cells: Callable[[Any], tuple[str, ...]] | None = None
    """A row of a table."""
    headings: tuple[str, ...] = ()
    """Of the cells."""
    results: Callable[[Any], Iterable[Result]] | None = None
    """Findings about files."""
    descriptions: Callable[[], Sequence[Description]] = tuple
    """The kinds of results."""
    cases: Callable[[Any], Iterable[TestCase]] | None = None
    """Tests that pass or fail."""
    nothing: str = ""
    """The name of the test of a source without any."""
    names: Callable[[Any], Iterable[str]] | None = None
    """References, as programs take them."""
    page: Callable[[], Formatter] | None = None
    """Makes a page of HTML."""
    draft: Callable[[Sequence[Any]], Iterable[str]] | None = None
    """The lines of a regswap.yaml that says all rows."""


class Last(NamedTuple):
    """What comes after everything that was read."""

    name: str
    """What stands for the source."""
    rows: Callable[[], Iterable[Any]]


class FormatterSink:
    """What a run found, in some format, to standard output."""

    def __init__(self, formatter: Formatter, rows: Rows, last: Last | None = None) -> None:
        """Begin with nothing; ``rows`` returns those of a document, and ``last`` those of the whole run."""
        self._formatter = formatter
        self._rows = rows
        self._last = last

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        del encoded
        self._formatter.begin(source.name)

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        for row in self._rows(document, rewritten):
            self._formatter.take(row)

    def end(self) -> None:
        """End the stream."""
        self._formatter.end()

    def deliver(self) -> None:
        """Write everything out."""
        rows = list(self._last.rows()) if self._last is not None else []
        if self._last is not None and rows:
            self._formatter.begin(self._last.name)
            for row in rows:
                self._formatter.take(row)
            self._formatter.end()
        write_stdout(self._formatter.read())

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._formatter.close()


def render(formatter: Formatter, rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield rows that are all known, in some format."""
    for row in rows:
        formatter.take(row)
    return formatter.read()
