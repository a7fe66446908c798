"""The real program that a stand-in hands its call to: in its own place, or as a child whose output is read."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import NoReturn

MARK = b"# regswap stand-in"
"""How a stand-in is known: it stands near the beginning of each."""

_PR_SET_PDEATHSIG = 1
_FORWARDED = (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM)
_OF_TERMINAL = (signal.SIGINT, signal.SIGQUIT)
"""Those that a terminal sends to a program and what it has called alike."""


def is_stand_in(path: str) -> bool:
    """Tell whether a program is a stand-in; raises OSError where it cannot be read."""
    with open(path, "rb") as file:
        return MARK in file.read(4 * len(MARK))


class RealProgram(NamedTuple):
    """A program, and what it is called with."""

    path: str
    arguments: Sequence[str]

    def check(self) -> None:
        """Raise UsageError where the program is missing, or is a stand-in that would call itself."""
        try:
            is_itself = is_stand_in(self.path)
        except FileNotFoundError:
            remedy = "install it there, or install the stand-in anew with the right path"
            raise UsageError(Diagnostic("the real program is not there", remedy, self.path)) from None
        except OSError:
            return  # It can be run all the same, where the mode lets nobody read it.
        if is_itself:
            message = "is a stand-in itself and not the real program"
            remedy = "put the stand-in into a folder of its own, or install it anew with the path of the real one"
            raise UsageError(Diagnostic(message, remedy, self.path))

    def become(self) -> NoReturn:
        """Become the program; raises UsageError where it cannot be started."""
        # Python ignores these two, and a program inherits what is ignored.
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        try:
            os.execve(self.path, self._words(), read_environment())  # noqa: S606 - that is what it is for
        except OSError as error:
            raise self._cannot_start(error) from error

    def start(self) -> Child:
        """Start the program with its output in a pipe; raises UsageError where it cannot be started."""
        import subprocess

        parent = os.getpid()
        end_with_parent = _load_prctl()

        def prepare() -> None:
            # argo-cd kills the process that it has called, and no other, when its time is over.
            end_with_parent(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

        try:
            process = subprocess.Popen(  # noqa: S603 - no shell; the administrator has named the program
                self._words(),
                executable=self.path,
                stdout=subprocess.PIPE,
                env=read_environment(),
                close_fds=False,
                preexec_fn=prepare,  # noqa: PLW1509 - there are no threads
            )
        except OSError as error:
            raise self._cannot_start(error) from error
        return Child(process)

    def _words(self) -> list[str]:
        # Helm tells its plugins its own name as HELM_BIN: by this one they find the stand-in again.
        return [os.path.basename(self.path), *self.arguments]

    def _cannot_start(self, error: OSError) -> UsageError:
        message = f"the real program cannot be started: {error.strerror or error}"
        return UsageError(Diagnostic(message, "correct it, or install the stand-in anew", self.path))


class Child:
    """The program while it runs: it gets the signals that are sent to this process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        numbers = _FORWARDED if _has_terminal() else (*_FORWARDED, *_OF_TERMINAL)
        for number in numbers:
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._forward)
        if numbers is _FORWARDED:
            for number in _OF_TERMINAL:
                signal.signal(number, signal.SIG_IGN)

    def stop(self) -> None:
        """End it, because nothing that it prints is wanted any more."""
        if self.process.poll() is None:
            self.process.terminate()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait()

    def _forward(self, number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)


def end_like(code: int) -> NoReturn:
    """End as a child did: with its exit code, or by the signal that ended it, whose number is negative."""
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code if code >= 0 else 128 - code)


def read_environment() -> dict[bytes, bytes]:
    """Return the environment that this process was started with: Python adds a locale to its own (PEP 538)."""
    with open("/proc/self/environ", "rb") as file:
        pairs = (entry.partition(b"=") for entry in file.read().split(b"\0"))
    return {name: value for name, sign, value in pairs if sign and name}


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _load_prctl() -> Callable[[int, int], int]:
    import ctypes

    prctl: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    return prctl
