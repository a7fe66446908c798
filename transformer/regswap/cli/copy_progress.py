"""How far a copy is: one line that changes on a terminal, a line for each image elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from regswap.errors import visible
from regswap.output.size import format_size
from regswap.output.summary import count
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.bundle.copying import Copy


class CopyProgress:
    """Tells on standard error which copy begins, and how much was written until then."""

    def __init__(self, stage: str, copies: Sequence[Copy], *, quiet: bool) -> None:
        """Begin with no copy; ``quiet`` tells nothing."""
        self._stage = stage
        self._images = {copy.target: copy.image for copy in copies}
        self._quiet = quiet
        self._is_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._number = 0
        self._written = 0
        self._began = time.monotonic()

    def tell(self, target: str, written: int) -> None:
        """Tell that a copy begins, and how many bytes were written until then."""
        self._number += 1
        self._written = written
        line = visible(f"{self._stage} {self._number}/{len(self._images)} {self._images.get(target, target)}")
        self._write(f"\r\x1b[K{line}{self._tell_rate()}" if self._is_terminal else f"{line}\n")

    def end(self, written: int) -> None:
        """Tell how many copies began, and how many bytes were written."""
        self._written = written
        erase = "\r\x1b[K" if self._is_terminal else ""
        total = count(len(self._images), "image")
        self._write(f"{erase}{self._stage}: {self._number} of {total}{self._tell_rate()}\n")

    def _write(self, text: str) -> None:
        if not self._quiet:
            write_stderr(text)

    def _tell_rate(self) -> str:
        if not self._written:
            return ""
        rate = self._written / max(time.monotonic() - self._began, 0.001)
        return f", {format_size(self._written)}, {format_size(rate)}/s"
