"""The sources of manifests: standard input, files, and folders of them."""

from __future__ import annotations

import os
import sys

from regswap.document.parse.stream import BLOCK
from regswap.errors import Diagnostic, ManifestError, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.names import ENDINGS
from regswap.suggestion import suggest_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STDIN = "<stdin>"
_HEAD = 4096
_PEEKED: list[bytes] = []
"""What was read of standard input to see what it is."""


_NAME_ANOTHER = "name an existing file or folder"


class Source(NamedTuple):
    """One stream of manifests."""

    name: str
    """As the user named it; what errors and reports show."""
    path: str | None
    """None for standard input, and for what is not a file."""
    relative: str = ""
    """Where it lies in the folder that the user named; the file name for a file."""
    folder: str = ""
    """That folder; empty where the user named no folder."""
    blocks: Iterable[bytes] | None = None
    """The stream itself, where a program has it; a tuple of blocks can be read again."""

    @property
    def can_be_read_again(self) -> bool:
        """Whether it is a file or in memory, and not a stream that is gone once it was read."""
        if self.blocks is not None:
            return isinstance(self.blocks, tuple)
        return self.path is not None and os.path.isfile(self.path)


class Found(NamedTuple):
    """What paths name."""

    sources: list[Source]
    charts: list[Diagnostic]
    """What is to be said of the Helm charts that were passed over."""
    warnings: list[Diagnostic]
    """What may be wrong with what is left out."""
    problems: list[Diagnostic]
    """What is not there, or cannot be looked into."""


def find_sources(paths: Sequence[str]) -> list[Source]:
    """List the streams that paths name: ``-`` or no path is standard input, a folder its manifests, sorted by name.

    Hidden folders are passed over. Raises UsageError for a path that is not there, and for a folder that holds no
    manifest or cannot be looked into.
    """
    found = look_for_sources(paths, passes_charts=False)
    if found.problems:
        raise UsageError(*found.problems)
    return found.sources


def look_for_sources(paths: Sequence[str], ignore: Sequence[str] = (), *, passes_charts: bool = True) -> Found:
    """List the same and what is wrong with it, without what patterns and ``.regswapignore`` leave out.

    ``passes_charts`` leaves the templates of Helm charts out. Raises UsageError for a pattern that is none, and for
    standard input that cannot be read.
    """
    found = Found([], [], [], [])
    used: set[int] = set()
    for path in paths or ["-"]:
        if path == "-":
            found.sources.append(_stdin())
        elif os.path.isdir(path):
            used |= _add_folder(found, path, ignore, passes_charts=passes_charts)
        else:
            found.sources.append(_file(path))
    gone = [source for source in found.sources if source.path is not None and not os.path.exists(source.path)]
    found.problems.extend(Diagnostic("no such file", suggest_path(one.name, _NAME_ANOTHER), one.name) for one in gone)
    if ignore:
        from regswap.streams.ignored import tell_unused

        found.warnings.extend(tell_unused(ignore, used))
    return found._replace(sources=[source for source in found.sources if source not in gone])


def read_blocks(source: Source) -> Iterator[bytes]:
    """Yield the bytes of a stream a block at a time; raises ManifestError where it cannot be read."""
    try:
        if source.blocks is not None:
            yield from source.blocks
            return
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


def size_of(source: Source) -> int:
    """Return the bytes of the file that a source is; none where it is no file."""
    try:
        return os.path.getsize(source.path) if source.path is not None else 0
    except OSError:  # it is gone, which is told where it is read
        return 0


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


def _add_folder(found: Found, folder: str, ignore: Sequence[str], *, passes_charts: bool) -> set[int]:
    """Add the manifests in a folder, and return which patterns matched; what cannot be looked into is a problem."""
    from regswap.streams.folder import Walk
    from regswap.streams.ignored import Ignored

    before = len(found.problems)
    ignored = Ignored(folder, ignore)
    walk = Walk(
        lambda error: found.problems.append(_cannot_read(error.filename, error)), ignored, passes_charts=passes_charts
    )
    sources = [Source(path, path, os.path.relpath(path, folder), folder) for path in walk.run(folder)]
    found.sources.extend(sources)
    found.charts.extend(walk.charts)
    if not sources and len(found.problems) == before:
        message = f"no manifest ({', '.join(ENDINGS)}) in this folder"
        found.problems.append(Diagnostic(message, "name another", folder))
    return ignored.used


def _cannot_read(name: str, error: OSError) -> Diagnostic:
    return Diagnostic(f"cannot be read: {error.strerror or error}", "make it readable, or leave it out", name)
