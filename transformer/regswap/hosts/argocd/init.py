"""The first process of the sidecar: it runs argocd-cmp-server, and reaps what nobody waits for.

When a request is cancelled, argocd-cmp-server kills the command that it runs, and waits for that one alone. What the
command had started is then the child of process 1, and a zombie for good if that is argocd-cmp-server. To share the
process namespace of the Pod would do as well, but then each container could read the files of the others through
``/proc``: all run as the same user.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import NoReturn

_FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


def run_as_init(command: Sequence[str]) -> NoReturn:
    """Run a program until it ends, pass signals on to it, reap every other child, and end as it does.

    Raises UsageError where it cannot be started.
    """
    try:
        program = os.posix_spawnp(command[0], list(command), os.environ, setsigdef=[signal.SIGPIPE])
    except OSError as error:
        message = f"`{command[0]}` cannot be started: {error.strerror}"
        raise UsageError(Diagnostic(message, "correct the command of the sidecar")) from error

    def forward(number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(program, number)

    for number in _FORWARDED:
        signal.signal(number, forward)
    while True:
        process, status = os.wait()
        if process == program:
            code = os.waitstatus_to_exitcode(status)
            os._exit(128 - code if code < 0 else code)
