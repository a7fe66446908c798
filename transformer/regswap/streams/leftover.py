"""The names of files that wait beside others to take their place, and what a run that was killed left of them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from time import time

_NAME = re.compile(r"\.regswap-([0-9a-f]{8})-([0-9]+)-([0-9]+)-[0-9a-f]{16}")
_DAY = 24 * 60 * 60
"""Seconds after which a file is of no run that goes on, wherever that was."""

_NOWHERE = "0" * 8


def make_name() -> str:
    """Return the name of a new file that tells which process it is of."""
    # Whatever the file is called that it will replace: that name may be as long as names can be.
    return f"{_name_process(os.getpid())}-{os.urandom(8).hex()}"


@lru_cache(1)
def _name_process(pid: int) -> str:
    """Return what the names of this process's files begin with, found once and not for every file."""
    return f".regswap-{_find_place()}-{pid}-{_find_start(pid)}"


def remove_leftovers(folder: str) -> None:
    """Remove what runs that are over left in a folder; what may be of a run that goes on stays, and so does the rest.

    A run that is known to be over is one of this machine and container. Others are taken to be over after a day.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name) if entry.name.startswith(".regswap-") else None
            if found and entry.is_file(follow_symlinks=False) and _is_over(found, entry):
                with suppress(OSError):
                    os.unlink(entry.path)


def _is_over(name: re.Match[str], entry: os.DirEntry[str]) -> bool:
    place, pid, start = name.groups()
    if place == _find_place() != _NOWHERE:
        return not _is_running(int(pid), start)
    return time() - entry.stat(follow_symlinks=False).st_mtime > _DAY


def _is_running(pid: int, start: str) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        pass
    except (ProcessLookupError, OverflowError):
        return False
    # The process id of a container's next run is that of its last.
    return _find_start(pid) in {start, "0"}


def _find_start(pid: int) -> str:
    """Return when a process began, in ticks since the machine did; 0 where that is not to be known."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return "0"
    # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html counts them from 1, and two stand before the bracket.
    return fields[19].decode()


def _find_place() -> str:
    """Return what tells this machine, since it began, and this container from others, in which a process id is another.

    Zeros where that is not to be known.
    """
    from zlib import crc32

    try:
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            boot = file.read()
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return _NOWHERE
    return f"{crc32(boot + b'%d' % namespace):08x}"
