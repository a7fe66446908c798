"""The manifests in a folder: which of its files are read, and what is passed over."""

from __future__ import annotations

import os

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.chart_folder import is_chart, tell_chart
from regswap.streams.names import ENDINGS, is_kustomization_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.errors import Diagnostic
    from regswap.streams.ignored import Ignored


class _Content(NamedTuple):
    """What lies in a folder, by name."""

    files: list[str]
    folders: list[str]
    links: list[str]
    """Symbolic links to folders."""


class Walk:
    """Goes through one folder and those in it, each of them once."""

    def __init__(self, fail: Callable[[OSError], object], ignored: Ignored | None, *, passes_charts: bool) -> None:
        """Begin; ``fail`` takes what cannot be looked into, and ``ignored`` knows what is left out.

        ``passes_charts`` leaves the templates of Helm charts out.
        """
        self._fail = fail
        self._ignored = ignored
        self._passes_charts = passes_charts
        self._seen: set[str] = set()
        self._links: list[str] = []
        self.charts: list[Diagnostic] = []
        """What is to be said of the charts that are not read."""

    def run(self, folder: str) -> Iterator[str]:
        """Yield the paths of the manifests: those of a folder by name, then those of the folders in it.

        Symbolic links to folders come last, so that a manifest has the name under which it lies there if it has one.
        """
        yield from self._visit(folder)
        for link in self._links:  # which grows on the way
            if not self._is_above(link, folder):
                yield from self._visit(link)

    def _is_above(self, link: str, folder: str) -> bool:
        inner, outer = os.path.realpath(folder), os.path.realpath(link)
        return os.path.commonpath((inner, outer)) == outer

    def _visit(self, folder: str) -> Iterator[str]:
        real = os.path.realpath(folder)
        if real in self._seen:
            return
        self._seen.add(real)
        content = self._list(folder)
        yield from (path for path in content.files if _is_manifest(path))
        if self._passes_charts and is_chart(folder):
            self.charts.append(tell_chart(folder))
            return
        self._links += content.links
        for inner in content.folders:
            yield from self._visit(inner)

    def _list(self, folder: str) -> _Content:
        content = _Content([], [], [])
        try:
            with os.scandir(folder) as found:
                listed = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self._fail(error)
            return content
        if self._ignored is not None:
            self._ignored.enter(folder)
        for entry in listed:
            path, is_folder = os.path.join(folder, entry.name), entry.is_dir()
            if is_folder and not entry.name.startswith("."):
                into = content.links if entry.is_symlink() else content.folders
            elif not is_folder and _is_name_of_manifest(entry.name):
                into = content.files
            else:
                continue
            if self._ignored is None or not self._ignored.covers(path, is_folder=is_folder):
                into.append(path)
        return content


def _is_name_of_manifest(name: str) -> bool:
    return name.lower().endswith(ENDINGS) or is_kustomization_name(name)


def _is_manifest(path: str) -> bool:
    """Pass over devices and pipes, but not over a symbolic link to what is gone: somebody wants that file."""
    return os.path.isfile(path) or not os.path.exists(path)
