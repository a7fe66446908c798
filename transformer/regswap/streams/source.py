"""Where manifests come from: standard input, files, and folders of them."""

from __future__ import annotations

import os
import sys

from regswap.document.parse.stream import BLOCK
from regswap.errors import Diagnostic, ManifestError, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.suggestion import suggest_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "<stdin>"
ENDINGS = (".yaml", ".yml", ".json")
"""The names of manifests in a folder."""
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names of files that kustomize builds from."""


_NAME_ANOTHER = "name an existing file or folder"
_HEAD = 4096
_PEEKED: list[bytes] = []
"""What was read of standard input to see what it is."""


class Source(NamedTuple):
    """One stream of manifests."""

    name: str
    """As the user named it; what errors and reports show."""
    path: str | None
    """None for standard input."""
    relative: str = ""
    """Where it lies in the folder that the user named; the file name for a file."""
    folder: str = ""
    """That folder; empty where the user named no folder."""

    @property
    def can_be_read_again(self) -> bool:
        """Whether it is a file, and not a stream that is gone once it was read."""
        return self.path is not None and os.path.isfile(self.path)


def find_sources(paths: Sequence[str]) -> list[Source]:
    """List the streams that paths name: ``-`` or no path is standard input, a folder its manifests, sorted by name.

    Hidden folders are passed over. Raises UsageError for a path that is not there, and for a folder that holds no
    manifest or cannot be looked into.
    """
    sources: list[Source] = []
    problems: list[Diagnostic] = []
    for path in paths or ["-"]:
        before = len(problems)
        found = [_stdin()] if path == "-" else _in_folder(path, problems) if os.path.isdir(path) else [_file(path)]
        if not found and len(problems) == before:
            problems.append(Diagnostic(f"no manifest ({', '.join(ENDINGS)}) in this folder", "name another", path))
        sources += found
    missing = [source for source in sources if source.path is not None and not os.path.exists(source.path)]
    problems += [
        Diagnostic("no such file", suggest_path(source.name, _NAME_ANOTHER), source.name) for source in missing
    ]
    if problems:
        raise UsageError(*problems)
    return sources


def read_blocks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a stream a block at a time; raises ManifestError where it cannot be read."""
    try:
        if source.path is None:
            while _PEEKED:
                yield _PEEKED.pop(0)
            yield from _blocks(sys.stdin.fileno())
            return
        descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            yield from _blocks(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ManifestError(_cannot_read(source.name, error)) from error


def peek() -> bytes:
    """Return how standard input begins, some 4 KiB of it; whoever reads it afterwards gets that too."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return b""
    while sum(map(len, _PEEKED)) < _HEAD:
        try:
            block = os.read(sys.stdin.fileno(), _HEAD)
        except OSError:  # which is told where it is read
            break
        if not block:
            break
        _PEEKED.append(block)
    return b"".join(_PEEKED)


def _blocks(descriptor: int) -> Iterator[bytes]:
    while block := os.read(descriptor, BLOCK):
        yield block


def _stdin() -> Source:
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError(Diagnostic("standard input is closed", "pipe manifests in, or name files or folders"))
    if sys.stdin.isatty():
        raise UsageError(Diagnostic("no manifests", "pipe them in, or name files or folders"))
    return Source(STDIN, None)


def _file(path: str) -> Source:
    return Source(path, path, os.path.basename(path))


def _in_folder(folder: str, problems: list[Diagnostic]) -> list[Source]:
    """List the manifests in a folder; what cannot be looked into is a problem, or it would be left out silently."""

    def note(error: OSError) -> None:
        problems.append(_cannot_read(error.filename, error))

    found = []
    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [os.path.join(parent, name) for name in sorted(names) if _is_name_of_manifest(name)]
        found += [Source(path, path, os.path.relpath(path, folder), folder) for path in paths if _is_manifest(path)]
    return found


def _is_name_of_manifest(name: str) -> bool:
    return name.lower().endswith(ENDINGS) or name in KUSTOMIZATIONS


def _is_manifest(path: str) -> bool:
    """Pass over devices and pipes, but not over a symbolic link to what is gone: somebody wants that file."""
    return os.path.isfile(path) or not os.path.exists(path)


def _cannot_read(name: str, error: OSError) -> Diagnostic:
    return Diagnostic(f"cannot be read: {error.strerror or error}", "make it readable, or leave it out", name)
