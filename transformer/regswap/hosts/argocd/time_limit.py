"""How long one application may take, so that our error comes before Argo CD's own."""

from __future__ import annotations

import re
import signal
import time
from contextlib import contextmanager

from regswap.errors import Diagnostic, ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SECONDS = 50.0
"""The limit where nobody says one. Argo CD's callers wait 60 seconds, and show nothing but `context deadline exceeded`;
before it comes to us, they fetch, pack and send the repository."""
_AGAIN = 1.0


class TimeLimit(NamedTuple):
    """A time by which all must be done."""

    seconds: float
    end: float
    """On the clock of ``time.monotonic``."""

    @classmethod
    def begin(cls, seconds: float) -> TimeLimit:
        """Let a limit begin now."""
        return cls(seconds, time.monotonic() + seconds)

    def check(self, subject: str) -> None:
        """Raise ManifestError if the time is over; ``subject`` is what has not ended."""
        if time.monotonic() > self.end:
            raise self._over(subject)

    @contextmanager
    def guard(self, subject: str) -> Iterator[None]:
        """Raise ManifestError as soon as the time is over, whatever is being done, and again if that was caught."""

        def stop(_: int, __: FrameType | None) -> None:
            raise self._over(subject)

        self.check(subject)
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, max(self.end - time.monotonic(), 0.001), _AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _over(self, subject: str) -> ManifestError:
        message = f"{subject} has not ended after {self.seconds:g} seconds"
        remedy = "make it faster, or allow more with --timeout and, before that, in Argo CD"
        return ManifestError(Diagnostic(message, remedy))


def read_duration(text: str) -> float:
    """Return the seconds of a duration as Go writes it (``90s``, ``1m30s``); SECONDS for anything else."""
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    if not re.fullmatch(r"(?:[0-9.]+(?:ms|[hms]))+", text):
        return SECONDS
    try:
        return sum(float(number) * units[unit] for number, unit in re.findall(r"([0-9.]+)(ms|[hms])", text)) or SECONDS
    except ValueError:
        return SECONDS
