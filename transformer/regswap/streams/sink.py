"""What becomes of rewritten documents: one stream, or files in their place.

A sink takes the documents of each stream in order, and delivers when all of a run have been rewritten. Discarded before
that, it leaves nothing behind.
"""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, Protocol
from regswap.streams.destination import Replacements, is_stream, write_stdout
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEAD = rb"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*(---(?=\s|\Z)|%)?"
"""What comes before the content of a document: comments, then a marker or a directive."""


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
        self._has_document = False
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
            data = self._separate(data, is_document=document.number > 0)
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
        self._spool.close()
        self._replacements.discard()

    def _write(self, data: bytes) -> None:
        if self._at_once and self._path is None:
            write_stdout([data])
        else:
            self._spool.write(data)

    def _separate(self, data: bytes, *, is_document: bool) -> bytes:
        """Put a marker between two streams where the second has none; drop byte order marks, they are in UTF-8 now."""
        if self._is_first_piece:
            self._is_first_piece = False
            data = data.removeprefix(_BYTE_ORDER_MARK)
            if data:
                line_break = b"" if self._last in b"\r\n" else b"\n"
                marker = _marker_before(data, is_document=is_document) if self._has_document else b""
                data = line_break + marker + data
        self._has_document = self._has_document or is_document
        self._last = data[-1:] or self._last
        return data


def _marker_before(data: bytes, *, is_document: bool) -> bytes:
    """Choose what ends a document so that this does not belong to it, and begins none that is not there."""
    head = re.match(_HEAD, data)
    begins_with = head[1] if head else None
    if begins_with == b"---":
        return b""
    return b"...\n" if begins_with == b"%" or not is_document else b"---\n"


class FilesSink:
    """Every stream to a file of its own: in its place, where it changed, or into another folder."""

    def __init__(self, folder: str | None, sources: list[Source]) -> None:
        """Write into a folder, or in place where there is none.

        Raises UsageError where two streams would become one file, and for what has no place or would have no end.
        """
        self._folder = folder
        self._targets = _targets(folder, sources)
        self._replacements = Replacements()
        self._spool = Spool()
        self._written: set[str] = set()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        self._target, self._encoded = self._targets[source], encoded
        self._spool.close()
        self._spool = Spool()
        self._changed = False

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        self._changed = self._changed or rewritten.data is not document.data
        self._spool.write(self._encoded.encode(rewritten.data))

    def end(self) -> None:
        """Write the stream beside its place."""
        # A file that has two names was named twice, and gets the same content once.
        place = os.path.realpath(self._target)
        if place not in self._written and (self._changed or self._folder is not None):
            self._written.add(place)
            self._replacements.stage(self._target, self._spool.read(), makes_folders=self._folder is not None)

    def deliver(self) -> None:
        """Put all files in their places."""
        self._replacements.commit()

    def discard(self) -> None:
        """Remove the files that are not in their places."""
        self._spool.close()
        self._replacements.discard()


def _targets(folder: str | None, sources: list[Source]) -> dict[Source, str]:
    """Choose the file for every stream."""
    targets: dict[Source, str] = {}
    taken: dict[str, Source] = {}
    problems = [] if folder is None else _find_loops(folder, sources)
    for source in sources:
        target = source.name if folder is None else os.path.join(folder, source.relative)
        targets[source] = target
        first = taken.setdefault(os.path.realpath(target), source)
        if source.path is None:
            problems.append(Diagnostic("standard input has no file to write to", "name a file with -o"))
        elif folder is None and is_stream(source.path):
            problems.append(Diagnostic("is no file that could be replaced", "leave it out", source.name))
        elif first.path is not None and os.path.realpath(first.path) != os.path.realpath(source.path):
            message = f"it and {first.name} would both become {target}"
            problems.append(Diagnostic(message, "rewrite them apart", source.name))
    if problems:
        raise UsageError(*problems)
    return targets


def _find_loops(folder: str, sources: list[Source]) -> list[Diagnostic]:
    """Find the folders that the next run would read what this one writes in; hidden folders are not read."""
    problems = []
    for read in dict.fromkeys(source.folder for source in sources if source.folder):
        inner = os.path.relpath(os.path.realpath(folder), os.path.realpath(read))
        if not any(part.startswith(".") for part in inner.split(os.sep)):
            message = f"the output would go to {folder} in it, and be read by the next run"
            problems.append(Diagnostic(message, "choose a folder that is not read", read))
    return problems
