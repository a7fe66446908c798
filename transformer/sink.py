"""What becomes of rewritten documents: one stream, files in their place, a diff, a verdict.

A sink takes the documents of each stream in order, and delivers when all of a run have been rewritten. Discarded before
that, it leaves nothing behind.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Protocol

from transformer import diff
from transformer.errors import Diagnostic, UsageError
from transformer.spool import Spool
from transformer.target import Replacements, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformer.document.encoding import Encoded
    from transformer.document.stream import Document
    from transformer.rewrite import Rewritten
    from transformer.source import Source

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MARKER_FIRST = re.compile(rb"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*---(?:\s|\Z)")


class Sink(Protocol):
    """Takes the documents of a run."""

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Make the results of the whole run seen; raises OutputError and ReaderGone."""

    def discard(self) -> None:
        """Let go of whatever was not delivered."""


class StreamSink:
    """All streams as one, to standard output or a file; documents of different streams never run into each other."""

    def __init__(
        self, path: str | None = None, *, joins: bool = False, at_once: bool = False, placeholder: bytes = b""
    ) -> None:
        """Write to a file, or to standard output.

        ``joins`` expects several streams; ``at_once`` releases each document as it comes; ``placeholder`` is written
        where there is nothing else.
        """
        self._path = path
        self._at_once = at_once
        self._placeholder = placeholder
        self._joins = joins
        self._spool = Spool()
        self._replacements = Replacements()
        self._last = b"\n"
        self._is_blank = True
        self._encoded: Encoded | None = None

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        del source
        self._encoded = encoded
        self._is_first_piece = True

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        data = rewritten.data
        if self._joins:
            data = self._separate(data)
        elif self._encoded is not None:
            data = self._encoded.encode(data)
        self._is_blank = self._is_blank and not document.data.strip()
        self._write(data)

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write everything out."""
        if self._is_blank:
            self._write(self._placeholder)
        if self._path is None:
            write_stdout(self._spool.read())
        else:
            self._replacements.stage(self._path, self._spool.read())
            self._replacements.commit()

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._replacements.discard()

    def _write(self, data: bytes) -> None:
        if self._at_once and self._path is None:
            write_stdout([data])
        else:
            self._spool.write(data)

    def _separate(self, data: bytes) -> bytes:
        """Put a marker between two streams where the second has none; drop byte order marks, they are in UTF-8 now."""
        if self._is_first_piece:
            self._is_first_piece = False
            data = data.removeprefix(_BYTE_ORDER_MARK)
            if not self._is_blank and data:
                line_break = b"" if self._last in b"\r\n" else b"\n"
                marker = b"" if _MARKER_FIRST.match(data) else b"...\n" if data.startswith(b"%") else b"---\n"
                data = line_break + marker + data
        self._last = data[-1:] or self._last
        return data


class FilesSink:
    """Every stream to a file of its own: in its place, where it changed, or into another folder."""

    def __init__(self, folder: str | None, sources: list[Source]) -> None:
        """Write into a folder, or in place where there is none.

        Raises UsageError where two streams would become one file, and for standard input, which has no place.
        """
        self._folder = folder
        self._targets = _targets(folder, sources)
        self._replacements = Replacements()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        self._source, self._encoded = source, encoded
        self._spool = Spool()
        self._changed = False

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        self._changed = self._changed or rewritten.data is not document.data
        self._spool.write(self._encoded.encode(rewritten.data))

    def end(self) -> None:
        """Write the stream beside its place."""
        if self._folder is None and not self._changed:
            return
        self._replacements.stage(self._targets[self._source], self._spool.read())

    def deliver(self) -> None:
        """Put all files in their places."""
        self._replacements.commit()

    def discard(self) -> None:
        """Remove the files that are not in their places."""
        self._replacements.discard()


class DiffSink:
    """A unified diff of everything, to standard output."""

    def __init__(self, *, color: bool) -> None:
        """Begin with nothing."""
        self._color = color
        self._spool = Spool()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        del encoded
        self._name = source.name
        self._shift = 0
        self._has_header = False

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        if rewritten.data is not document.data:
            for text in self._lines(document, rewritten.data):
                self._spool.write(text.encode("utf-8", "surrogateescape"))
            self._shift += diff.gained_lines(document, rewritten.data)

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write the diff out."""
        write_stdout(self._spool.read())

    def discard(self) -> None:
        """Nothing is left behind."""

    def _lines(self, document: Document, data: bytes) -> Iterator[str]:
        if not self._has_header:
            self._has_header = True
            yield diff.file_header(self._name, color=self._color)
        yield from diff.hunks(document, data, self._shift, color=self._color)


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
                self._spool.write(f"{place}: {entry.reference} -> {entry.rewritten}\n".encode())

    def end(self) -> None:
        """End the stream."""

    def deliver(self) -> None:
        """Write the lines out."""
        write_stdout(self._spool.read())

    def discard(self) -> None:
        """Nothing is left behind."""


def _targets(folder: str | None, sources: list[Source]) -> dict[Source, str]:
    """Choose the file for every stream."""
    targets: dict[Source, str] = {}
    problems = []
    for source in sources:
        target = source.name if folder is None else os.path.join(folder, source.relative)
        if source.path is None:
            problems.append(Diagnostic("standard input has no file to write to", "name a file with -o"))
        elif target in targets.values() and source not in targets:
            message = f"it and another file would both become {target}"
            problems.append(Diagnostic(message, "rewrite them apart", source.name))
        targets[source] = target
    if problems:
        raise UsageError(*problems)
    return targets
