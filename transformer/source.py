"""Where manifests come from: standard input, files, and folders of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from transformer.document.stream import BLOCK
from transformer.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "<stdin>"
ENDINGS = (".yaml", ".yml", ".json")
"""The names of manifests in a folder."""


class Source(NamedTuple):
    """One stream of manifests."""

    name: str
    """As the user named it; what errors and reports show."""
    path: str | None
    """None for standard input."""
    relative: str = ""
    """Where it lies in the folder that the user named; the file name for a file."""


def find_sources(paths: Sequence[str]) -> list[Source]:
    """List the streams that paths name: ``-`` or no path is standard input, a folder its manifests, sorted by name.

    Hidden folders are passed over. Raises UsageError for a path that is not there, and for an empty folder.
    """
    sources: list[Source] = []
    problems = []
    for path in paths or ["-"]:
        found = [_stdin()] if path == "-" else _in_folder(path) if os.path.isdir(path) else [_file(path)]
        if not found:
            problems.append(Diagnostic(f"no manifest ({', '.join(ENDINGS)}) in this folder", "name another", path))
        sources += found
    missing = [source for source in sources if source.path is not None and not os.path.exists(source.path)]
    problems += [Diagnostic("no such file", "name an existing file or folder", source.name) for source in missing]
    if problems:
        raise UsageError(*problems)
    return sources


def read_blocks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a stream a block at a time; raises UsageError where it cannot be read."""
    try:
        if source.path is None:
            yield from _blocks(sys.stdin.fileno())
            return
        descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            yield from _blocks(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise UsageError(Diagnostic(message, "make it readable", source.name)) from error


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


def _in_folder(folder: str) -> list[Source]:
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [os.path.join(parent, name) for name in sorted(names) if name.lower().endswith(ENDINGS)]
        found += [Source(path, path, os.path.relpath(path, folder)) for path in paths if os.path.isfile(path)]
    return found
