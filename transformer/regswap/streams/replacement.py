"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from regswap.errors import Diagnostic, OutputError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.destination import cannot_write, is_stream, status_of, write_stderr
from regswap.streams.leftover import make_name, remove_leftovers
from regswap.streams.stop_signal import exit_on_signals, let_signals_end

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO


class Identity(NamedTuple):
    """What tells that a file is the one that it was, and as it was."""

    device: int
    inode: int
    size: int
    modified: int
    """In nanoseconds."""


def identify(path: str) -> Identity | None:
    """Return what tells whether a file changes from now on; None where it is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return _identity_of(status)


def _identity_of(status: os.stat_result) -> Identity:
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def replace_file(path: str, blocks: Iterable[bytes]) -> None:
    """Replace one file, whole or not at all; raises OutputError."""
    replacements = Replacements()
    try:
        replacements.stage(path, blocks)
        replacements.commit()
    finally:
        replacements.discard()


class _Staged(NamedTuple):
    """A new content that waits."""

    temporary: str
    path: str
    name: str
    read: Identity | None
    """The file that it was made from, where that is the one that it replaces."""


class Replacements:
    """New contents of files: written beside them first, put in their place together.

    While any wait, a signal to end ends the program by an exception, so that ``discard`` is reached.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._staged: list[_Staged] = []
        self._made: list[str] = []
        """Folders that were made for them."""
        self._folders: set[str] = set()
        """Folders that they are written in."""

    def discard(self) -> None:
        """Remove the files that were staged and not put in place, and the folders that were made for them."""
        for staged in self._staged:
            with suppress(OSError):
                os.unlink(staged.temporary)
        for folder in reversed(self._made):
            with suppress(OSError):
                os.rmdir(folder)
        self._staged.clear()
        self._made.clear()
        let_signals_end()

    def stage(
        self, name: str, blocks: Iterable[bytes], *, makes_folders: bool = False, read: Identity | None = None
    ) -> None:
        """Write the new content of a file beside it; a symbolic link stays one.

        ``read`` is what the new content was made from, if that was the file itself. A device or a pipe is written to at
        once: it has no content to keep. Raises OutputError where the content cannot be written; a file is untouched
        then.
        """
        try:
            status_of(name, in_new_folder=makes_folders)
            if is_stream(name):
                with open(name, "wb") as device:
                    device.writelines(blocks)
                return
            exit_on_signals()
            path = os.path.realpath(name)
            if makes_folders:
                self._make_folder(os.path.dirname(path))
            with self._open_beside(path, name, read) as file:
                file.writelines(blocks)
        except OSError as error:
            raise OutputError(cannot_write(name, error)) from error

    def commit(self) -> None:
        """Put every staged file in its place.

        Raises OutputError where one cannot be, or was changed by somebody else; nothing is replaced then, if that can
        be told before.
        """
        waiting = tuple(self._staged)
        replaced = [staged.path for staged in waiting if _prepare(staged)]
        self._made.clear()
        try:
            for staged in waiting:
                _put(staged)
        except OutputError as error:
            raise OutputError(*error.diagnostics, *_tell_progress(waiting)) from error
        except (KeyboardInterrupt, SystemExit):
            write_stderr("".join(f"{told.render('error')}\n" for told in _tell_progress(waiting)))
            raise
        self._staged.clear()
        for folder in dict.fromkeys(map(os.path.dirname, replaced)):
            _flush_folder(folder)

    def _make_folder(self, folder: str) -> None:
        missing = []
        while not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for path in reversed(missing):
            self._made.append(path)
            os.mkdir(path)

    def _open_beside(self, path: str, name: str, read: Identity | None) -> IO[bytes]:
        folder = os.path.dirname(path)
        if folder not in self._folders:
            self._folders.add(folder)
            remove_leftovers(folder)
        temporary = os.path.join(folder, make_name())
        self._staged.append(_Staged(temporary, path, name, read))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(temporary, flags, 0o600), "wb")


def _prepare(staged: _Staged) -> bool:
    """Make a new file like the one that it replaces, and tell whether there is one.

    Raises OutputError where that cannot be, or that file was changed.
    """
    try:
        before = status_of(staged.path, in_new_folder=True)
        if staged.read is not None and (before is None or _identity_of(before) != staged.read):
            raise _changed(staged)
        if before is None:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(staged.temporary, 0o666 & ~mask)
            return False
        with open(staged.temporary, "r+b") as file:
            _take_over(staged.temporary, staged.path, before)
            # Where power fails there is the old content or the new one. What has no old content needs no such care.
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(cannot_write(staged.name, error)) from error
    return True


def _put(staged: _Staged) -> None:
    try:
        if staged.read is not None and identify(staged.path) != staged.read:
            raise _changed(staged)
        os.replace(staged.temporary, staged.path)
    except OSError as error:
        raise OutputError(cannot_write(staged.name, error)) from error


def _changed(staged: _Staged) -> OutputError:
    remedy = "run it again, on what it is now"
    return OutputError(Diagnostic("was changed by somebody else since it was read", remedy, staged.name))


def _tell_progress(waiting: tuple[_Staged, ...]) -> tuple[Diagnostic, ...]:
    """Say how many files are in their place where not all of them are."""
    done = sum(not os.path.lexists(staged.temporary) for staged in waiting)
    if not done:
        return ()
    message = f"{done} of {len(waiting)} files are replaced, and the others are as they were"
    return (Diagnostic(message, "run it again for the others"),)


def _take_over(temporary: str, path: str, before: os.stat_result) -> None:
    """Give a new file the mode, owner and extended attributes of the one that it replaces, as far as one may."""
    if hasattr(os, "chown"):
        # Only root can give a file away; a member of its group can keep the group.
        for owner in (-1, before.st_uid):
            with suppress(PermissionError):
                os.chown(temporary, owner, before.st_gid)
    os.chmod(temporary, stat.S_IMODE(before.st_mode))
    if hasattr(os, "listxattr"):
        # Access control lists are among them.
        with suppress(OSError):
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(path, name))


def _flush_folder(folder: str) -> None:
    """Make sure that the new names of files are kept; where a folder cannot be opened the system sees to that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
