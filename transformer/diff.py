"""Unified diffs of documents, with the line numbers of their stream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformer.document.stream import Document

_CONTEXT = 3
_LINES = re.compile("[^\n]*\n|[^\n]+")
_HUNK = re.compile(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")
_COLORS = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"


def file_header(name: str, *, color: bool) -> str:
    """Return the two lines that begin the diff of a stream."""
    lines = (f"--- {name}", f"+++ {name}")
    return "".join(f"{_BOLD}{line}{_RESET}\n" if color else f"{line}\n" for line in lines)


def hunks(document: Document, data: bytes, shift: int, *, color: bool) -> Iterator[str]:
    """Yield the lines of the hunks between a document and its new data.

    ``shift`` is the number of lines that earlier documents of the stream have gained.
    """
    import difflib

    before, after = _split(document.data), _split(data)
    # Most documents differ in a few lines: what is alike at both ends need not be compared.
    top = _alike(before, after)
    bottom = _alike(before[top:][::-1], after[top:][::-1])
    start = max(0, top - _CONTEXT)
    before = before[start : len(before) - max(0, bottom - _CONTEXT)]
    after = after[start : len(after) - max(0, bottom - _CONTEXT)]
    first = document.line - 1 + start
    for line in list(difflib.unified_diff(before, after, n=_CONTEXT))[2:]:
        moved = _HUNK.sub(lambda hunk: _move(hunk, first, first + shift), line) if line.startswith("@@") else line
        yield _finish(moved, color=color)


def gained_lines(document: Document, data: bytes) -> int:
    """Return how many lines a document has more than before."""
    return data.count(b"\n") - document.data.count(b"\n")


def _split(data: bytes) -> list[str]:
    return _LINES.findall(data.decode("utf-8", "surrogateescape"))


def _alike(lines: list[str], others: list[str]) -> int:
    pairs = zip(lines, others, strict=False)
    return next((count for count, (line, other) in enumerate(pairs) if line != other), min(len(lines), len(others)))


def _move(hunk: re.Match[str], before: int, after: int) -> str:
    return f"@@ -{int(hunk[1]) + before}{hunk[2] or ''} +{int(hunk[3]) + after}{hunk[4] or ''} @@"


def _finish(line: str, *, color: bool) -> str:
    text = line.removesuffix("\n")
    end = "\n" if text != line else "\n\\ No newline at end of file\n"
    paint = _COLORS.get(line[0]) if color else None
    return f"{paint}{text}{_RESET}{end}" if paint else text + end
