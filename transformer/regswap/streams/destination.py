"""The destinations of results: standard output, standard error, and what can be told of a file before it is written."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

from regswap.errors import Diagnostic, OutputError, inert
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

STDOUT = "<stdout>"

_STREAMS = ("/dev/", "/proc/")
"""Where names stand for streams that are open, and may be those of a file all the same."""


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
        abandon(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise ReaderGone from error
        raise OutputError(cannot_write(STDOUT, error)) from error


def write_stderr(text: str) -> None:
    """Write to standard error; where there is nobody to tell, the exit code has to do."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(inert(text))
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def abandon(stream: IO[str]) -> None:
    """Keep the interpreter from writing at its end, and failing again, what a stream did not take."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def printable(text: str) -> bytes:
    """Encode whole lines for standard output: the name of a file as the bytes that it is."""
    text = inert(text)
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")


def refuse_unwritable(name: str) -> None:
    """Raise OutputError where a file can be told not to be writable before there is anything to write."""
    try:
        status_of(name)
    except OSError as error:
        raise OutputError(cannot_write(name, error)) from error


def is_stream(name: str) -> bool:
    """Tell whether a name stands for a device or a pipe, such as ``/dev/stdout`` or what ``>(jq .)`` passes."""
    return os.path.exists(name) and (not os.path.isfile(name) or os.path.abspath(name).startswith(_STREAMS))


def status_of(path: str, *, in_new_folder: bool = False) -> os.stat_result | None:
    """Return the status of a file that may be replaced, None of one that is not there yet; raises OSError."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        if not in_new_folder and not os.path.isdir(os.path.dirname(os.path.realpath(path))):
            raise FileNotFoundError(None, "there is no such folder") from None
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(None, "it is a folder")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        # A rename would replace it all the same.
        raise PermissionError(None, "it is read-only")
    return status


def cannot_write(name: str, error: OSError) -> Diagnostic:
    """Return why a file cannot be written, and what to do."""
    remedy = "make room"
    if isinstance(error, PermissionError):
        remedy = "make it writable"
    elif isinstance(error, FileNotFoundError):
        remedy = "make the folder"
    return Diagnostic(f"cannot be written: {error.strerror or error}", f"{remedy}, or choose another place", name)
