"""Unified diffs of streams, such as ``patch`` and ``git apply`` take them.

Hunks belong to the stream, not to its documents: their context goes across markers, because ``patch`` takes a hunk with
less of it than is usual for one at the end of the file.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.destination import write_stdout
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

_CONTEXT = 3
_LONGEST_DIFFERENCE = 200
"""Lines that go and come in one place; more are shown as if all that follow differed."""
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f\"\\]")
_COLORS = {b"-": b"\x1b[31m", b"+": b"\x1b[32m", b"@": b"\x1b[36m"}
_BOLD, _RESET = b"\x1b[1m", b"\x1b[0m"
_NO_LINE_BREAK = b"\\ No newline at end of file\n"


class _Hunk(NamedTuple):
    """Lines that are being gathered, and where they began."""

    before: int
    after: int
    lines: list[bytes]


class Differ:
    """The diff of one stream, which comes in pieces: what each was, and what it became."""

    def __init__(self, name: str, *, color: bool) -> None:
        """Begin the diff of a stream with this name."""
        self._name = name
        self._color = color
        self._has_header = False
        self._before = self._after = 0
        """How many lines have been compared."""
        self._last_lines: list[bytes] = []
        self._hunk: _Hunk | None = None
        self._alike = 0
        """How many lines the hunk's end has that are alike."""
        self._begun = self._begun_after = b""
        """The line that a piece ended in the middle of."""

    def add(self, before: bytes, after: bytes) -> Iterator[bytes]:
        """Take the next piece and yield the lines of the diff that are certain now."""
        unchanged = before is after and self._begun == self._begun_after
        old, self._begun = _cut(self._begun + before)
        if unchanged:
            self._begun_after = self._begun
            yield from self._add_alike(_split(old))
            return
        new, self._begun_after = _cut(self._begun_after + after)
        yield from self._compare(_split(old), _split(new))

    def end(self) -> Iterator[bytes]:
        """Yield the rest of the diff."""
        yield from self._compare(_split(self._begun), _split(self._begun_after))
        yield from self._close()

    def _compare(self, old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
        position = 0
        for i1, i2, j1, j2 in _differences(old, new):
            yield from self._add_alike(old[position:i1])
            self._add_different(old[i1:i2], new[j1:j2])
            position = i2
        yield from self._add_alike(old[position:])

    def _add_alike(self, lines: list[bytes]) -> Iterator[bytes]:
        if self._hunk is not None:
            # After more than twice the context the next difference begins a hunk of its own.
            taken = lines[: 2 * _CONTEXT + 1 - self._alike]
            self._hunk.lines.extend(b" " + line for line in taken)
            self._alike += len(taken)
            if self._alike > 2 * _CONTEXT:
                yield from self._close()
        self._before += len(lines)
        self._after += len(lines)
        self._last_lines = (self._last_lines + lines[-_CONTEXT:])[-_CONTEXT:]

    def _add_different(self, old: list[bytes], new: list[bytes]) -> None:
        if self._hunk is None:
            lead = self._last_lines
            self._hunk = _Hunk(self._before - len(lead), self._after - len(lead), [b" " + line for line in lead])
        self._hunk.lines.extend([*(b"-" + line for line in old), *(b"+" + line for line in new)])
        self._alike = 0
        self._last_lines = []
        self._before += len(old)
        self._after += len(new)

    def _close(self) -> Iterator[bytes]:
        """Yield the lines of the hunk that was gathered, with its context cut to length."""
        if self._hunk is None:
            return
        before, after, lines = self._hunk
        del lines[len(lines) - max(0, self._alike - _CONTEXT) :]
        self._hunk, self._alike = None, 0
        if not self._has_header:
            self._has_header = True
            yield from _header(self._name, color=self._color)
        old = sum(not line.startswith(b"+") for line in lines)
        new = sum(not line.startswith(b"-") for line in lines)
        yield _paint(b"@@ -%b +%b @@\n" % (_range(before, old), _range(after, new)), color=self._color)
        for line in lines:
            yield _paint(line, color=self._color)


def _header(name: str, *, color: bool) -> Iterator[bytes]:
    written = name.encode("utf-8", "surrogateescape")
    if _UNSAFE.search(written):
        written = b'"%b"' % _UNSAFE.sub(lambda found: b"\\%03o" % found[0][0], written)
    elif b" " in written:
        # A name ends at a tab, or else at white space.
        written += b"\t"
    for sign in (b"---", b"+++"):
        yield b"%b%b %b%b\n" % (_BOLD if color else b"", sign, written, _RESET if color else b"")


def _range(start: int, count: int) -> bytes:
    """Return the lines of a hunk as its head names them: an empty range is named by the line before it."""
    return b"%d" % (start + 1) if count == 1 else b"%d,%d" % (start + (count > 0), count)


def _paint(line: bytes, *, color: bool) -> bytes:
    text = line.removesuffix(b"\n")
    end = b"\n" if text != line else b"\n" + _NO_LINE_BREAK
    paint = _COLORS.get(line[:1]) if color else None
    return paint + text + _RESET + end if paint else text + end


def _differences(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of lines that differ."""
    if len(old) == len(new):
        yield from _differences_in_place(old, new)
        return
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        gone, come = _find_end(old, new, i, j)
        yield i, i + gone, j, j + come
        i, j = i + gone, j + come


def _find_end(old: list[bytes], new: list[bytes], i: int, j: int) -> tuple[int, int]:
    """Return how many lines go and come before some are alike again; edits are small and lie far apart."""
    for total in range(1, _LONGEST_DIFFERENCE):
        for gone in range(total + 1):
            lines = old[i + gone : i + gone + _CONTEXT]
            come = total - gone
            if lines == new[j + come : j + come + _CONTEXT] and i + gone <= len(old) and j + come <= len(new):
                return gone, come
    return len(old) - i, len(new) - j


def _differences_in_place(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Do the same where no line came or went, as nearly always."""
    start = None
    for index, (line, other) in enumerate(zip(old, new, strict=True)):
        if line != other:
            start = index if start is None else start
        elif start is not None:
            yield start, index, start, index
            start = None
    if start is not None:
        yield start, len(old), start, len(old)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Cut after the last line break."""
    end = data.rfind(b"\n") + 1
    return data[:end], data[end:]


def _split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    last = lines.pop()
    return [*(line + b"\n" for line in lines), *([last] if last else [])]


class DiffSink:
    """A unified diff of everything, to standard output."""

    def __init__(self, *, color: bool) -> None:
        """Begin with nothing."""
        self._color = color
        self._spool = Spool()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        del encoded
        self._differ = Differ(source.name, color=self._color)

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        for line in self._differ.add(document.data, rewritten.data):
            self._spool.write(line)

    def end(self) -> None:
        """End the stream."""
        for line in self._differ.end():
            self._spool.write(line)

    def deliver(self) -> None:
        """Write the diff out."""
        write_stdout(self._spool.read())

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._spool.close()
