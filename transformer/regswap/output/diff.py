"""Unified diffs of streams, such as ``patch`` and ``git apply`` take them.

Hunks belong to the stream, not to its documents: their context goes across markers, because ``patch`` takes a hunk with
less of it than is usual for one at the end of the file.
"""

from __future__ import annotations

import re

from regswap.errors import visible
from regswap.output.line_difference import CONTEXT, find_differences
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_UNSAFE = re.compile(rb"[\x00-\x1f\x7f\"\\]")
_COLORS = {b"-": b"\x1b[31m", b"+": b"\x1b[32m", b"@": b"\x1b[36m"}
_BOLD, _RESET = b"\x1b[1m", b"\x1b[0m"
_COMMAND = re.compile(rb"\s*::|.*##\[")
_NO_LINE_BREAK = b"\\ No newline at end of file\n"


class _Hunk:
    """Lines of a diff that follow each other; they wait in a spool, because a hunk begins with how many they are."""

    def __init__(self, before: int, after: int, lead: list[bytes], show: Callable[[bytes], bytes]) -> None:
        """Begin after as many lines of the two texts, with those that come before the first difference."""
        self._starts = before, after
        self._counts = [0, 0]
        self._show = show
        self._spool = Spool()
        self.alike: list[bytes] = []
        """The lines at its end that are alike; which of them belong to it, the next difference says."""
        self._write(b" ", lead)

    def add_different(self, old: list[bytes], new: list[bytes]) -> None:
        """Add lines that go and lines that come."""
        self._write(b" ", self.alike)
        self.alike = []
        self._write(b"-", old)
        self._write(b"+", new)

    def read(self) -> Iterator[bytes]:
        """Yield the hunk, once, with its context cut to length."""
        self._write(b" ", self.alike[:CONTEXT])
        ranges = tuple(_range(start, count) for start, count in zip(self._starts, self._counts, strict=True))
        yield self._show(b"@@ -%b +%b @@\n" % ranges)
        yield from self._spool.read()

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()

    def _write(self, sign: bytes, lines: list[bytes]) -> None:
        if sign != b"+":
            self._counts[0] += len(lines)
        if sign != b"-":
            self._counts[1] += len(lines)
        for line in lines:
            self._spool.write(self._show(sign + line))


class Differ:
    """The diff of one stream, which comes in pieces: what each was, and what it became."""

    def __init__(self, name: str, *, color: bool, escaped: bool = False) -> None:
        """Begin the diff of a stream with this name.

        ``escaped`` writes control characters so that they are seen and do nothing, for people; no tool applies that.
        """
        self.has_command = False
        """Whether a line is a command to a CI server whose log shows it."""
        self._name = name
        self._color = color
        self._escaped = escaped
        self._has_header = False
        self._before = self._after = 0
        """How many lines have been compared."""
        self._last_lines: list[bytes] = []
        self._hunk: _Hunk | None = None
        self._begun, self._begun_after = bytearray(), bytearray()
        """The line that a piece ended in the middle of; the second is not kept while they are alike."""
        self._is_alike = True

    def add(self, before: bytes, after: bytes) -> Iterator[bytes]:
        """Take the next piece and yield the lines of the diff that are certain now."""
        if before is after and self._is_alike:
            yield from self._add_alike(_split(_complete(self._begun, before)))
            return
        if self._is_alike:
            self._begun_after = bytearray(self._begun)
        old, new = _complete(self._begun, before), _complete(self._begun_after, after)
        # A line may go on for many pieces, and is not compared for each of them.
        self._is_alike = bool(old or new) and self._begun == self._begun_after
        yield from self._compare(_split(old), _split(new))

    def end(self) -> Iterator[bytes]:
        """Yield the rest of the diff."""
        old = bytes(self._begun)
        new = old if self._is_alike else bytes(self._begun_after)
        yield from self._compare(_split(old), _split(new))
        yield from self._close()

    def close(self) -> None:
        """Let go of what was not yielded."""
        if self._hunk is not None:
            self._hunk.close()

    def _compare(self, old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
        position = 0
        for i1, i2, j1, j2 in find_differences(old, new):
            yield from self._add_alike(old[position:i1])
            self._add_different(old[i1:i2], new[j1:j2])
            position = i2
        yield from self._add_alike(old[position:])

    def _add_alike(self, lines: list[bytes]) -> Iterator[bytes]:
        if self._hunk is not None:
            # After more than twice the context the next difference begins a hunk of its own.
            self._hunk.alike += lines[: 2 * CONTEXT + 1 - len(self._hunk.alike)]
            if len(self._hunk.alike) > 2 * CONTEXT:
                yield from self._close()
        self._before += len(lines)
        self._after += len(lines)
        self._last_lines = (self._last_lines + lines[-CONTEXT:])[-CONTEXT:]

    def _add_different(self, old: list[bytes], new: list[bytes]) -> None:
        if self._hunk is None:
            lead = self._last_lines
            self._hunk = _Hunk(self._before - len(lead), self._after - len(lead), lead, self._show)
        self._hunk.add_different(old, new)
        self._last_lines = []
        self._before += len(old)
        self._after += len(new)

    def _close(self) -> Iterator[bytes]:
        """Yield the hunk that was gathered."""
        if self._hunk is None:
            return
        if not self._has_header:
            self._has_header = True
            yield from (self._show(line, _BOLD) for line in _header(self._name))
        yield from self._hunk.read()
        self._hunk = None

    def _show(self, line: bytes, paint: bytes | None = None) -> bytes:
        self.has_command = self.has_command or _COMMAND.match(line) is not None
        if paint is None:
            paint = _COLORS.get(line[:1], b"")
        return _paint(_escape(line) if self._escaped else line, paint if self._color else b"")


def _header(name: str) -> Iterator[bytes]:
    written = name.encode("utf-8", "surrogateescape")
    if _UNSAFE.search(written):
        written = b'"%b"' % _UNSAFE.sub(lambda found: b"\\%03o" % found[0][0], written)
    elif b" " in written:
        # A name ends at a tab, or else at white space.
        written += b"\t"
    for sign in (b"---", b"+++"):
        yield b"%b %b\n" % (sign, written)


def _range(start: int, count: int) -> bytes:
    """Return the lines of a hunk as its head names them: an empty range is named by the line before it."""
    return b"%d" % (start + 1) if count == 1 else b"%d,%d" % (start + (count > 0), count)


def _paint(line: bytes, paint: bytes) -> bytes:
    text = line.removesuffix(b"\n")
    end = b"\n" if text != line else b"\n" + _NO_LINE_BREAK
    return paint + text + _RESET + end if paint else text + end


def _escape(line: bytes) -> bytes:
    """Write what could command a terminal so that it is seen; the line break stays, a carriage return included."""
    text = line.decode("utf-8", "backslashreplace")
    shown = text.rstrip("\r\n")
    return (visible(shown) + text[len(shown) :]).encode("utf-8")


def _complete(begun: bytearray, data: bytes) -> bytes:
    """Return the lines that a piece ends, and keep what it begins."""
    end = data.rfind(b"\n") + 1
    if not end:
        begun += data
        return b""
    lines = bytes(begun) + data[:end]
    begun[:] = data[end:]
    return lines


def _split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    last = lines.pop()
    return [*(line + b"\n" for line in lines), *([last] if last else [])]
