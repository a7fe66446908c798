"""Programs that a terminal controls, as those that a person starts."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.support.command import LONG_ENOUGH

TERMINAL = -4
"""Stands for the terminal where subprocess takes a stream."""


class Shown(NamedTuple):
    """How a program ended, what it wrote to its own streams, and what the terminal showed."""

    code: int
    out: str
    err: str
    screen: str


def run_on_terminal(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    prepare: Callable[[int], object] = lambda _: None,
) -> Shown:
    """Run a program in a session of its own that a new terminal controls, and wait for its end.

    ``prepare`` gets the terminal in the new process, ahead of the program. What is shown must fit into the terminal's
    buffer, some 4000 characters: nobody reads while the program runs.
    """
    leader, follower = pty.openpty()

    def take_terminal() -> None:
        fcntl.ioctl(follower, termios.TIOCSCTTY, 0)
        prepare(follower)

    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=follower if stdin == TERMINAL else stdin,
            stdout=follower if stdout == TERMINAL else stdout,
            stderr=follower if stderr == TERMINAL else stderr,
            start_new_session=True,
            preexec_fn=take_terminal,
            timeout=LONG_ENOUGH,
            check=False,
        )
        screen = _read_screen(leader)
    finally:
        os.close(follower)
        os.close(leader)
    return Shown(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode(), screen)


def _read_screen(leader: int) -> str:
    os.set_blocking(leader, False)
    shown = b""
    with suppress(BlockingIOError):
        while True:
            shown += os.read(leader, 1 << 16)
    return shown.decode().replace("\r\n", "\n")
