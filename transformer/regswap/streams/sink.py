"""The sinks of rewritten documents: one stream here, files in `files_sink`.

A sink takes the documents of each stream in order, and delivers when all of a run have been rewritten. Discarded before
that, it leaves nothing behind.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, Protocol
from regswap.streams.destination import write_stdout
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
        self,
        path: str | None = None,
        *,
        joins: bool = False,
        at_once: bool = False,
        placeholder: bytes = b"",
        write: Callable[[Iterable[bytes]], object] = write_stdout,
    ) -> None:
        """Write to a file, or to standard output.

        ``joins`` expects several streams; ``at_once`` releases each document as it comes; ``placeholder`` is written
        where there is nothing else; ``write`` takes what would go to standard output.
        """
        self.path = path
        self._write_out = write
        self._at_once = at_once
        self._placeholder = placeholder
        self._joins = joins
        self._spool = Spool()
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
        if self.path is None:
            self._write_out(self._spool.read())
        else:
            from regswap.streams.replacement import replace_file

            replace_file(self.path, self._spool.read())

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._spool.close()

    def _write(self, data: bytes) -> None:
        if self._at_once and self.path is None:
            self._write_out([data])
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
