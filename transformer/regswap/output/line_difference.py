"""The lines in which two texts differ."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = 3
"""Lines that are alike after which a difference has ended, and that a diff shows before and after one."""

_LONGEST_DIFFERENCE = 200
"""Lines that go and come in one place; more are shown as if all that follow differed."""


def find_differences(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, int, int]]:
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
            lines = old[i + gone : i + gone + CONTEXT]
            come = total - gone
            if lines == new[j + come : j + come + CONTEXT] and i + gone <= len(old) and j + come <= len(new):
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
