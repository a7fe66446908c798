"""Where results go: standard output, and files that are replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from transformer.errors import Diagnostic, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

STDOUT = "<stdout>"


class ReaderGone(Exception):  # noqa: N818 - no error of ours, and none of the user's
    """Whoever read standard output has closed it, as ``head`` does."""


def write_stdout(blocks: Iterable[bytes]) -> None:
    """Write to standard output and make sure that it arrived.

    Raises OutputError where it cannot, and ReaderGone where nobody reads it any more.
    """
    if sys.stdout is None or sys.stdout.closed:
        raise OutputError(Diagnostic("standard output is closed", "leave it open, or write to a file with -o"))
    output = sys.stdout.buffer
    try:
        for block in blocks:
            output.write(block)
        output.flush()
    except OSError as error:
        _abandon_stdout()
        if isinstance(error, BrokenPipeError):
            raise ReaderGone from error
        raise OutputError(_cannot_write(STDOUT, error)) from error


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing at its end what could not be written."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


class Replacements:
    """New contents of files: written beside them first, put in their place together."""

    def __init__(self) -> None:
        """Begin with none."""
        self._staged: list[tuple[str, str, str]] = []

    def discard(self) -> None:
        """Remove the files that were staged and not put in place."""
        for temporary, _, _ in self._staged:
            _remove(temporary)
        self._staged.clear()

    def stage(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write the new content of a file beside it, with its mode and owner; a symbolic link stays one.

        A device or a pipe is written to at once: it has no content to keep. Raises OutputError where the content cannot
        be written; a file is untouched then.
        """
        path = os.path.realpath(name)
        temporary = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.regswap-{os.getpid()}")
        try:
            before = _status(path)
            if before is not None and not stat.S_ISREG(before.st_mode):
                with open(path, "wb") as device:
                    device.writelines(blocks)
                return
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            self._staged.append((temporary, path, name))
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            _take_over(temporary, before)
        except OSError as error:
            raise OutputError(_cannot_write(name, error)) from error

    def commit(self) -> None:
        """Put every staged file in its place; raises OutputError where one cannot be."""
        while self._staged:
            temporary, path, name = self._staged[0]
            try:
                os.replace(temporary, path)
            except OSError as error:
                raise OutputError(_cannot_write(name, error)) from error
            del self._staged[0]


def _status(path: str) -> os.stat_result | None:
    """Return the status of a file that may be replaced, None of one that is not there yet; raises OSError."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(None, "it is a folder")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        # A rename would replace it all the same.
        raise PermissionError(None, "it is read-only")
    return status


def _take_over(temporary: str, before: os.stat_result | None) -> None:
    """Give a new file the mode and owner of the one that it replaces, or those of any new file."""
    if before is None:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        # Only root can give a file away; a member of its group can keep the group.
        for owner in (-1, before.st_uid):
            with suppress(PermissionError):
                os.chown(temporary, owner, before.st_gid)
    os.chmod(temporary, stat.S_IMODE(before.st_mode))


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _cannot_write(name: str, error: OSError) -> Diagnostic:
    return Diagnostic(f"cannot be written: {error.strerror or error}", "make room or choose another place", name)
