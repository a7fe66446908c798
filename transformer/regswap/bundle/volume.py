"""One stream in several files of a size at most, with their checksums; and the stream again."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress

from regswap.errors import Diagnostic, OutputError, UsageError
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import cannot_write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(?P<number>[0-9]+)(?P<unit>[KMGT]?)(?:i?B)?", re.IGNORECASE)
SMALLEST = 1 << 16
"""Bytes of the smallest volume that makes sense."""
SUMS = ".sha256"
"""The end of the name of the file of checksums, which `sha256sum -c` reads."""
_TEMPORARY = ".part"
_BLOCK = 1 << 20
"""Bytes that are read at a time."""


def read_size(text: str) -> int:
    """Return the bytes that a size such as ``4G`` means; raises UsageError."""
    found = _SIZE.fullmatch(text.strip())
    size = int(found["number"]) * _UNITS[found["unit"].upper()] if found else 0
    if size < SMALLEST:
        message = f"`{text}` is not a size" if found is None else f"`{text}` is less than {SMALLEST} bytes"
        raise UsageError(Diagnostic(message, "write it as in `4G` or `700M`", "--volume-size"))
    return size


class VolumeWriter:
    """Writes a stream into files; they get their names when all of it is written, the checksums last."""

    def __init__(self, path: str, size: int | None = None) -> None:
        """Write to one file, or to ``path.001`` and so on of ``size`` bytes at most; raises OutputError."""
        self._path = path
        self._size = size
        self._sums: list[tuple[str, str]] = []
        self._file: IO[bytes] | None = None
        self._hash = hashlib.sha256()
        self._written = 0

    def write(self, data: bytes) -> int:
        """Write all of some bytes; raises OutputError."""
        rest = memoryview(data)
        while rest.nbytes:
            if self._file is None or self._written == self._size:
                self._begin()
            room = rest.nbytes if self._size is None else self._size - self._written
            self._append(rest[:room])
            rest = rest[room:]
        return len(data)

    def finish(self) -> list[str]:
        """Give the files their names, and return them with that of the checksums; raises OutputError."""
        self._end_file()
        names = [name for name, _ in self._sums]
        try:
            _remove_others(self._path, names)
            for name in names:
                os.replace(name + _TEMPORARY, name)
            sums = self._path + SUMS
            with open(sums + _TEMPORARY, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.writelines(f"{digest}  {os.path.basename(name)}\n" for name, digest in self._sums)
            os.replace(sums + _TEMPORARY, sums)
        except OSError as error:
            raise OutputError(cannot_write(self._path, error)) from error
        return [*names, sums]

    def discard(self) -> None:
        """Remove what has no name yet."""
        if self._file is not None:
            self._file.close()
        names = {name for name, _ in self._sums} | {self._name, self._path + SUMS}
        for name in names:
            with suppress(OSError):
                os.unlink(name + _TEMPORARY)

    @property
    def _name(self) -> str:
        return self._path if self._size is None else f"{self._path}.{len(self._sums) + 1:03}"

    def _begin(self) -> None:
        self._end_file()
        try:
            self._file = open(self._name + _TEMPORARY, "wb")  # noqa: SIM115 - it is closed when it is full
        except OSError as error:
            raise OutputError(cannot_write(self._name, error)) from error

    def _append(self, data: memoryview) -> None:
        try:
            if self._file is not None:
                self._file.write(data)
        except OSError as error:
            raise OutputError(cannot_write(self._name, error)) from error
        self._hash.update(data)
        self._written += data.nbytes

    def _end_file(self) -> None:
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise OutputError(cannot_write(self._name, error)) from error
        self._sums.append((self._name, self._hash.hexdigest()))
        self._file, self._hash, self._written = None, hashlib.sha256(), 0


def check_volumes(path: str) -> list[str]:
    """Return the files of an archive in their order; raises UsageError, naming each that is not as it was."""
    try:
        with open(path + SUMS, encoding="utf-8", errors="surrogateescape") as file:
            rows = [line.rstrip("\n").partition("  ") for line in file if line.strip()]
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not a list of checksums"
        raise UsageError(
            Diagnostic(f"cannot be read: {why}", "carry the checksums with the archive", path + SUMS)
        ) from error
    folder = os.path.dirname(path)
    names = [os.path.join(folder, os.path.basename(name)) for _, _, name in rows]
    faults = [fault for name, (digest, _, _) in zip(names, rows, strict=True) if (fault := _check(name, digest))]
    if faults or not names:
        raise UsageError(*faults or (Diagnostic("lists no file", "carry the archive again", path + SUMS),))
    return names


def _check(name: str, digest: str) -> Diagnostic | None:
    found = hashlib.sha256()
    try:
        with open(name, "rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as error:
        return Diagnostic(f"cannot be read: {error.strerror}", "carry this file again", name)
    if found.hexdigest() == digest:
        return None
    return Diagnostic(f"is not what was written: its sha256 is {found.hexdigest()}", "carry this file again", name)


class VolumeReader:
    """Reads several files as one stream."""

    def __init__(self, names: Sequence[str]) -> None:
        """Read files in their order."""
        self._names = list(names)
        self._file: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes, fewer at the end of a file; nothing at the end of the last."""
        while self._file is not None or self._names:
            if self._file is None:
                self._file = open(self._names.pop(0), "rb")  # noqa: SIM115 - it is closed at its end
            data = self._file.read(size)
            if data:
                return data
            self.close()
        return b""

    def close(self) -> None:
        """Close the file that is open, if there is one."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _remove_others(path: str, names: Sequence[str]) -> None:
    """Remove the volumes of an earlier archive of the name that this one does not have."""
    folder, base = os.path.split(path)
    pattern = re.compile(re.escape(base) + r"(?:\.[0-9]{3,})?")
    for name in os.listdir(folder or "."):
        found = os.path.join(folder, name)
        if pattern.fullmatch(name) and found not in names and os.path.isfile(found):
            os.unlink(found)
