"""A layout as one archive, and the layout again: tar, the same bytes for the same layout."""

from __future__ import annotations

import os
import re
import tarfile
from contextlib import suppress

from regswap.bundle.volume import VolumeReader, VolumeWriter, check_volumes
from regswap.errors import Diagnostic, OutputError, UsageError
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Any

_MEMBER = re.compile(r"oci-layout|index\.json|blobs/[a-z0-9+._-]+/[0-9a-f]{32,}")
"""The files of a layout: https://github.com/opencontainers/image-spec/blob/main/image-layout.md"""
_INDEX = "index.json"
_TEMPORARY = ".part"
_MODE = 0o644
_BLOCK = 1 << 20


def pack(layout: str, path: str, size: int | None = None) -> list[str]:
    """Write a layout to an archive, in volumes of ``size`` bytes at most, and return the names of all files.

    Raises OutputError; then no file of the archive is there that was not before.
    """
    volumes = VolumeWriter(path, size)
    try:
        with tarfile.open(fileobj=_as_file(volumes), mode="w|", format=tarfile.PAX_FORMAT, bufsize=_BLOCK) as archive:
            for name in _list_members(layout):
                _add(archive, layout, name)
        return volumes.finish()
    except OSError as error:
        raise OutputError(cannot_write(path, error)) from error
    finally:
        volumes.discard()


def unpack(path: str, layout: str) -> None:
    """Write what an archive holds into a layout, the index last; raises UsageError, and OutputError."""
    volumes = VolumeReader(check_volumes(path))
    try:
        with tarfile.open(fileobj=_as_file(volumes), mode="r|", bufsize=_BLOCK) as archive:
            for member in archive:
                if not member.isfile() or not _MEMBER.fullmatch(member.name):
                    message = f"holds `{member.name}`, which is not a part of an OCI layout"
                    raise UsageError(Diagnostic(message, "pack it with `regswap bundle pull --archive`", path))
                _extract(archive, member, layout)
    except tarfile.TarError as error:
        raise UsageError(Diagnostic(f"is not a tar archive: {error}", "carry it again", path)) from error
    finally:
        volumes.close()


def _list_members(layout: str) -> Iterator[str]:
    """Yield the files of a layout, the index last."""
    root = os.path.join(layout, "blobs")
    yield "oci-layout"
    for algorithm in sorted(os.listdir(root)) if os.path.isdir(root) else ():
        for name in sorted(os.listdir(os.path.join(root, algorithm))):
            member = f"blobs/{algorithm}/{name}"
            # What a killed run left of a blob has another name.
            if _MEMBER.fullmatch(member):
                yield member
    yield _INDEX


def _add(archive: tarfile.TarFile, layout: str, name: str) -> None:
    with open(os.path.join(layout, name), "rb") as file:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(file.fileno()).st_size
        member.mode = _MODE
        archive.addfile(member, file)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, layout: str) -> None:
    target = os.path.join(layout, member.name)
    temporary = target + _TEMPORARY
    source = archive.extractfile(member)
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(temporary, "wb") as file:
            while source is not None and (block := source.read(_BLOCK)):
                file.write(block)
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise OutputError(cannot_write(target, error)) from error


def _as_file(stream: VolumeReader | VolumeWriter) -> IO[bytes]:
    """Return a stream as what tarfile takes: in the modes for streams it only reads, or only writes."""
    file: Any = stream
    whole: IO[bytes] = file
    return whole
