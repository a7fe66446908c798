"""The sink that writes a file for each stream."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, OutputError, UsageError
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import is_stream
from regswap.streams.leftover import remove_leftovers
from regswap.streams.replacement import Replacements, identify
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source


class FilesSink:
    """Every stream to a file of its own: in its place, where it changed, or into another folder."""

    def __init__(self, folder: str | None, sources: list[Source], *, follows_links: bool = False) -> None:
        """Write into a folder, or in place where there is none; ``follows_links`` also out of the folders.

        Raises UsageError where two streams would become one file, and for what has no place or would have no end.
        """
        self._folder = folder
        self._follows_links = follows_links
        self.targets = _targets(folder, sources)
        """The file for every stream."""
        self.replaced: set[str] = set()
        """What links lead to counts, once."""
        real = RealPaths()
        self._read = {
            source: identify(source.path)
            for source, target in self.targets.items()
            if source.path is not None and real.find(source.path) == real.find(target)
        }
        self._folders = {os.path.realpath(name) for name in _folders(folder, sources)}
        self._replacements = Replacements()
        self._spool = Spool()

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        self._source, self._encoded = source, encoded
        self._spool.close()
        self._spool = Spool()
        self._changed = False

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        self._changed = self._changed or rewritten.data is not document.data
        self._spool.write(self._encoded.encode(rewritten.data))

    def end(self) -> None:
        """Write the stream beside its place; raises OutputError where that cannot be, or is outside of its folder."""
        target = self.targets[self._source]
        # A file that has two names was named twice, and gets the same content once.
        place = os.path.realpath(target)
        if place in self.replaced or not (self._changed or self._folder is not None):
            return
        self._refuse_outside(target, place)
        self.replaced.add(place)
        read, makes_folders = self._read.get(self._source), self._folder is not None
        self._replacements.stage(target, self._spool.read(), makes_folders=makes_folders, read=read)

    def deliver(self) -> None:
        """Put all files in their places."""
        self._replacements.commit()
        real = RealPaths()
        for folder in {os.path.dirname(real.find(target)) for target in self.targets.values()}:
            remove_leftovers(folder)

    def discard(self) -> None:
        """Remove the files that are not in their places."""
        self._spool.close()
        self._replacements.discard()

    def _refuse_outside(self, target: str, place: str) -> None:
        """Refuse to write what a link in a folder leads to outside of the folders that were named."""
        is_link = bool(self._source.folder) or self._folder is not None
        if self._follows_links or not is_link or any(_lies_in(place, folder) for folder in self._folders):
            return
        remedy = "name that file itself, or write what links lead to with --follow-links"
        raise OutputError(Diagnostic(f"is a link out of its folder, to {place}", remedy, target))


class RealPaths:
    """``os.path.realpath`` for many files of few folders, each of which is followed once."""

    def __init__(self) -> None:
        """Know no folder yet."""
        self._folders: dict[str, str] = {}

    def find(self, path: str) -> str:
        """Return the path of a file without symbolic links."""
        folder, name = os.path.split(path)
        if name in {"", ".", ".."} or os.path.islink(path):
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)


def _folders(folder: str | None, sources: list[Source]) -> set[str]:
    """Return the folders, or files, that were named to be written."""
    return {source.folder or source.name for source in sources} if folder is None else {folder}


def _lies_in(place: str, folder: str) -> bool:
    return place == folder or place.startswith(os.path.join(folder, ""))


def _targets(folder: str | None, sources: list[Source]) -> dict[Source, str]:
    """Choose the file for every stream."""
    targets: dict[Source, str] = {}
    taken: dict[str, Source] = {}
    real = RealPaths()
    problems = [] if folder is None else _find_loops(folder, sources)
    for source in sources:
        target = source.name if folder is None else os.path.join(folder, source.relative)
        targets[source] = target
        first = taken.setdefault(real.find(target), source)
        if source.path is None:
            problems.append(Diagnostic("standard input has no file to write to", "name a file with -o"))
        elif folder is None and is_stream(source.path):
            problems.append(Diagnostic("is not a file that could be replaced", "leave it out", source.name))
        elif first.path is not None and real.find(first.path) != real.find(source.path):
            message = f"it and {first.name} would both become {target}"
            problems.append(Diagnostic(message, "rewrite them apart", source.name))
    if problems:
        raise UsageError(*problems)
    return targets


def _find_loops(folder: str, sources: list[Source]) -> list[Diagnostic]:
    """Find the folders that the next run would read what this one writes in; hidden folders are not read."""
    problems = []
    for read in dict.fromkeys(source.folder for source in sources if source.folder):
        inner = os.path.relpath(os.path.realpath(folder), os.path.realpath(read))
        if not any(part.startswith(".") for part in inner.split(os.sep)):
            message = f"the output would go to {folder} in it, and be read by the next run"
            problems.append(Diagnostic(message, "choose a folder that is not read", read))
    return problems
