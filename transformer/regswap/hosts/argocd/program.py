"""A program that is run without a shell, and ended together with everything that it started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress

from regswap.errors import Diagnostic, ManifestError, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType
    from typing import IO

    from regswap.hosts.argocd.time_limit import TimeLimit

_GRACE = 2.0
"""Seconds between asking a program to end and ending it; cmp-server waits 5 before it does so to us."""

_PAUSE = 0.02
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Program(NamedTuple):
    """How to run programs for one application."""

    folder: str
    environment: Mapping[str, str]
    limit: TimeLimit
    parent: int
    """The process id of our parent, without which nobody waits for us."""

    def run(self, command: Sequence[str], output: IO[bytes], messages: IO[bytes]) -> int:
        """Run a command, its output into one file and its messages into another, and return its exit code.

        Raises UsageError where there is no such program, ManifestError where time is over, and SystemExit where a
        signal asks us to end, or our parent has: then it has ended, with every process of its group.
        """
        path = shutil.which(command[0], path=self.environment["PATH"])
        if path is None:
            message = f"there is no program `{command[0]}` on PATH"
            raise UsageError(Diagnostic(message, "add it to the image of the sidecar"))
        signals = _Signals(self.parent)
        with signals:
            process = signals.start([path, *command[1:]], self, output, messages)
            try:
                while not _has_ended(process):
                    signals.obey()
                    self.limit.check(f"`{' '.join(command[:2])}`")
                    time.sleep(_PAUSE)
            finally:
                _end(process)
            signals.obey()
        return process.returncode


class _Signals:
    """While entered, keeps the signals to end for later: between starting a program and knowing it none may come."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._caught = 0

    def __enter__(self) -> None:
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number in self._ours():
            signal.signal(number, self._note)

    def __exit__(self, *_: object) -> None:
        # What is open has to be put away still: a second signal must not come between.
        for number in self._ours():
            signal.signal(number, signal.SIG_IGN if self._caught else self._before[number])

    def start(
        self, command: Sequence[str], program: Program, output: IO[bytes], messages: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start a program in a group of its own."""
        try:
            return subprocess.Popen(  # noqa: S603 - no shell, and what comes from an Application is not an option
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=messages,
                cwd=program.folder,
                env=program.environment,
                start_new_session=True,
            )
        except OSError as error:
            message = f"`{command[0]}` cannot be started: {error.strerror}"
            raise ManifestError(
                Diagnostic(message, "correct the image of the sidecar, or shorten parameters")
            ) from error

    def obey(self) -> None:
        """Raise SystemExit if there was a signal, or if our parent was ended by one."""
        if os.getppid() != self._parent:
            self._caught = signal.SIGTERM
        if self._caught:
            raise SystemExit(128 + self._caught)

    def _note(self, number: int, _: FrameType | None) -> None:
        self._caught = number

    def _ours(self) -> list[signal.Signals]:
        return [number for number in _SIGNALS if self._before[number] not in {signal.SIG_IGN, None}]


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Tell whether a program has ended, and leave it as a zombie, which keeps the number of its group from others."""
    if not hasattr(os, "waitid"):  # macOS, until Python 3.13
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program if it has not, and whatever it has left behind."""
    if not _has_ended(process):
        _signal_group(process, signal.SIGTERM)
        end = time.monotonic() + _GRACE
        while not _has_ended(process) and time.monotonic() < end:
            time.sleep(_PAUSE)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
