"""How far a copy is: one line that changes on a terminal, a line for each image elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from regswap.errors import visible
from regswap.output.summary import count
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from types import TracebackType

_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


class CopyProgress:
    """Tells on standard error which copy begins, and how much was written until then."""

    def __init__(self, stage: str, total: int, *, quiet: bool) -> None:
        """Begin with none of ``total`` copies; ``quiet`` tells nothing."""
        self._stage = stage
        self._total = total
        self._quiet = quiet
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._number = 0
        self._written = 0
        self._began = time.monotonic()

    def __enter__(self) -> CopyProgress:  # noqa: PYI034 - `Self` is of Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._quiet:
            erase = "\r\x1b[K" if self._is_terminal else ""
            done = f"{self._stage}: {self._number} of {count(self._total, 'image')} copied or looked at"
            write_stderr(f"{erase}{done}{self._tell_rate()}\n")

    def tell(self, target: str, written: int) -> None:
        """Tell that a copy begins, and how many bytes were written until then."""
        self._number += 1
        self._written = max(self._written, written)
        if self._quiet:
            return
        line = visible(f"{self._stage} {self._number}/{self._total} {target}")
        write_stderr(f"\r\x1b[K{line}{self._tell_rate()}" if self._is_terminal else f"{line}\n")

    def _tell_rate(self) -> str:
        if not self._written:
            return ""
        rate = self._written / max(time.monotonic() - self._began, 0.001)
        return f", {format_size(self._written)}, {format_size(rate)}/s"


def format_size(size: float) -> str:
    """Return a number of bytes as people read it."""
    unit = 0
    while size >= _STEP and unit + 1 < len(_UNITS):
        size, unit = size / _STEP, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"
