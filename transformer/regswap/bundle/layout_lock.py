"""A layout has one writer: two lose images without a word."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager

from regswap.errors import Diagnostic, OutputError, UsageError
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 20.0
"""Seconds: what a killed run leaves ends when it next has something to say."""
_PAUSE = 0.1


@contextmanager
def hold_layout(path: str, *, writes: bool) -> Iterator[int]:
    """Keep other writers, or all others, from a layout, and yield the descriptor that locks its folder.

    A program that inherits the descriptor keeps the lock until it ends, whatever becomes of this one.

    Raises OutputError where the folder cannot be made, and UsageError where it is not there or somebody writes to it.
    """
    if writes:
        try:
            os.makedirs(path, exist_ok=True)
        except OSError as error:
            raise OutputError(cannot_write(path, error)) from error
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise UsageError(Diagnostic(message, "name the folder of an OCI layout with --layout", path)) from error
    try:
        _lock(descriptor, path, fcntl.LOCK_EX if writes else fcntl.LOCK_SH)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, path: str, kind: int) -> None:
    end = time.monotonic() + _PATIENCE
    while not _try_lock(descriptor, kind):
        if time.monotonic() > end:
            raise UsageError(Diagnostic("somebody else writes to this layout, or reads it", "wait for it", path))
        time.sleep(_PAUSE)


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
