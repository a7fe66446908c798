"""Signals to end, while there is something to put away first."""

from __future__ import annotations

import sys
from contextlib import suppress

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn


def exit_on_signals() -> None:
    """Let a signal to end raise SystemExit, so that what is open is put away."""
    # Only a run that writes files imports this. A signal that somebody handles or ignores already is theirs.
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):  # in a thread
                signal.signal(number, _exit)


def let_signals_end() -> None:
    """Undo that."""
    signal = sys.modules.get("signal")
    if signal is None:
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is _exit:
            signal.signal(number, signal.SIG_DFL)


def _exit(number: int, _: FrameType | None) -> NoReturn:
    import signal

    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)
