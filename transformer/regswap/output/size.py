"""Sizes for people."""

from __future__ import annotations


def format_bytes(size: int) -> str:
    """Return a size for people, in units of 1000 as disks and networks have them."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:  # noqa: PLR2004 - the step from unit to unit
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
