"""A parent for the process that works.

When its time is over, cmp-server asks our process group to end, and in the same moment kills its leader without asking
(``exec.CommandContext`` in Go; run with 3.2). So the leader only waits, and the work is done by a child, which has the
five seconds until the whole group is killed.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def go_on_in_child() -> int:
    """Return in a child process, with the id of its parent, which ends as the child does."""
    parent = os.getpid()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    child = os.fork()
    if not child:
        return parent

    def forward(number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGHUP, forward)
    # A terminal tells it to the child as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os._exit(128 - code if code < 0 else code)
