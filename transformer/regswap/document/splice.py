"""Edits: text to put in the place of other text."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """Put ``replacement`` in the place of the characters from ``start`` up to ``end``; equal offsets insert."""

    start: int
    end: int
    replacement: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Apply disjoint edits, given in any order; the same edit given twice counts once.

    Raises ValueError where two edits overlap.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        if edit.start < position:
            message = f"edits overlap at offset {edit.start}"
            raise ValueError(message)
        pieces += text[position : edit.start], edit.replacement
        position = edit.end
    return "".join([*pieces, text[position:]])
