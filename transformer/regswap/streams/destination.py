"""Where results go: standard output, and files that are replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

from regswap.errors import Diagnostic, OutputError, inert
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType
    from typing import IO, NoReturn

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
        raise OutputError(_cannot_write(STDOUT, error)) from error


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


class _Staged(NamedTuple):
    """A new content that waits."""

    temporary: str
    path: str
    name: str


class Replacements:
    """New contents of files: written beside them first, put in their place together.

    While any wait, a signal to end ends the program by an exception, so that ``discard`` is reached.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._staged: list[_Staged] = []
        self._folders: list[str] = []

    def discard(self) -> None:
        """Remove the files that were staged and not put in place, and the folders that were made for them."""
        for staged in self._staged:
            _remove(staged.temporary)
        for folder in reversed(self._folders):
            with suppress(OSError):
                os.rmdir(folder)
        self._staged.clear()
        self._folders.clear()
        _let_signals_end()

    def stage(self, name: str, blocks: Iterable[bytes], *, makes_folders: bool = False) -> None:
        """Write the new content of a file beside it, with its mode and owner; a symbolic link stays one.

        A device or a pipe is written to at once: it has no content to keep. Raises OutputError where the content cannot
        be written; a file is untouched then.
        """
        try:
            before = _status(name, in_new_folder=makes_folders)
            if is_stream(name):
                with open(name, "wb") as device:
                    device.writelines(blocks)
                return
            exit_on_signals()
            path = os.path.realpath(name)
            if makes_folders:
                self._make_folder(os.path.dirname(path))
            with self._open_beside(path, name) as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            _take_over(self._staged[-1].temporary, before)
        except OSError as error:
            raise OutputError(_cannot_write(name, error)) from error

    def commit(self) -> None:
        """Put every staged file in its place; raises OutputError where one cannot be."""
        self._folders.clear()
        while self._staged:
            temporary, path, name = self._staged[0]
            try:
                os.replace(temporary, path)
            except OSError as error:
                raise OutputError(_cannot_write(name, error)) from error
            del self._staged[0]

    def _make_folder(self, folder: str) -> None:
        missing = []
        while not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for path in reversed(missing):
            self._folders.append(path)
            os.mkdir(path)

    def _open_beside(self, path: str, name: str) -> IO[bytes]:
        # Whatever the file is called: its name may be as long as names can be, and the process id of a container's
        # next run is that of its last.
        temporary = os.path.join(os.path.dirname(path), f".regswap-{os.urandom(8).hex()}")
        self._staged.append(_Staged(temporary, path, name))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(temporary, flags, 0o600), "wb")


def refuse_unwritable(name: str) -> None:
    """Raise OutputError where a file can be told not to be writable before there is anything to write."""
    try:
        _status(name)
    except OSError as error:
        raise OutputError(_cannot_write(name, error)) from error


def is_stream(name: str) -> bool:
    """Tell whether a name stands for a device or a pipe, such as ``/dev/stdout`` or what ``>(jq .)`` passes."""
    return os.path.exists(name) and (not os.path.isfile(name) or os.path.abspath(name).startswith(_STREAMS))


def _status(path: str, *, in_new_folder: bool = False) -> os.stat_result | None:
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
    remedy = "make room"
    if isinstance(error, PermissionError):
        remedy = "make it writable"
    elif isinstance(error, FileNotFoundError):
        remedy = "make the folder"
    return Diagnostic(f"cannot be written: {error.strerror or error}", f"{remedy}, or choose another place", name)


def exit_on_signals() -> None:
    """Let a signal to end raise SystemExit, so that what is open is put away."""
    # Only a run that writes files imports this. A signal that somebody handles or ignores already is theirs.
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):  # in a thread
                signal.signal(number, _exit)


def _let_signals_end() -> None:
    signal = sys.modules.get("signal")
    if signal is None:
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is _exit:
            signal.signal(number, signal.SIG_DFL)


def _exit(number: int, _: FrameType | None) -> NoReturn:
    import signal

    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)
