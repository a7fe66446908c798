"""The files of a folder that are left out: the patterns of ``--ignore`` and of ``.regswapignore``, written as for git.

As with git, a file's patterns are relative to the folder that it lies in, a deeper file takes precedence, and what lies
in a folder that is left out cannot come back. Here the command line takes precedence over all files.
"""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pathspec import GitIgnoreSpec, PathSpec

NAME = ".regswapignore"


class _Layer(NamedTuple):
    """Patterns, and the folder to which they are relative."""

    folder: str
    files: GitIgnoreSpec
    folders: PathSpec[Any]
    """For folders the last pattern decides, to which GitIgnoreSpec does not stick: it knows ``!folder/`` for files."""


class Ignored:
    """Knows what is left out of one folder that the user named."""

    def __init__(self, folder: str, globs: Sequence[str]) -> None:
        """Begin with the patterns of the command line, and of the current folder's file if that folder is above.

        Raises UsageError for patterns that git would not understand either.
        """
        self._folder = os.path.abspath(folder)
        self._globs = _compile(self._folder, globs, "--ignore") if globs else None
        self._layers: list[_Layer] = []
        self.used: set[int] = set()
        """The indices of the command line's patterns that matched something."""
        above = os.getcwd()
        if self._folder != above and os.path.commonpath((above, self._folder)) == above:
            self.enter(above)
            if self.covers(self._folder, is_folder=True):
                # What is named is read all the same.
                self._layers.clear()

    def enter(self, folder: str) -> None:
        """Take the patterns of a folder's file, if it has one; raises UsageError where it cannot be read."""
        path = os.path.join(folder, NAME)
        if not os.path.isfile(path):
            return
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise UsageError(Diagnostic(f"cannot be read: {reason}", "make it readable, or remove it", path)) from error
        self._layers.append(_compile(os.path.abspath(folder), lines, path))

    def covers(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether a file or folder is left out."""
        path = os.path.abspath(path)
        by_flag = None
        if self._globs is not None and path != self._folder:
            by_flag, index = _ask(self._globs, path, is_folder=is_folder)
            self.used |= set() if index is None else {index}
        if by_flag is not None:
            return by_flag
        for layer in reversed(self._layers):
            answer, _ = _ask(layer, path, is_folder=is_folder)
            if answer is not None:
                return answer
        return False


def tell_unused(globs: Sequence[str], used: set[int]) -> list[Diagnostic]:
    """Say which patterns of the command line left nothing out."""
    remedy = "correct it: patterns are as in .gitignore, relative to each folder that is named"
    return [
        Diagnostic(f"`{glob}` matches nothing", remedy, "--ignore")
        for index, glob in enumerate(globs)
        if index not in used
    ]


def _ask(layer: _Layer, path: str, *, is_folder: bool) -> tuple[bool | None, int | None]:
    """Return what a layer says of a path, None if nothing, and the index of the pattern that decides."""
    relative = os.path.relpath(path, layer.folder)
    if relative.startswith(os.pardir + os.sep):
        return None, None
    relative = relative.replace(os.sep, "/")
    answer = layer.folders.check_file(f"{relative}/") if is_folder else layer.files.check_file(relative)
    return answer.include, answer.index


def _compile(folder: str, lines: Sequence[str], source: str) -> _Layer:
    from pathspec import GitIgnoreSpec, PathSpec

    try:
        return _Layer(folder, GitIgnoreSpec.from_lines(lines), PathSpec.from_lines("gitignore", lines))
    except ValueError as error:
        raise UsageError(Diagnostic(f"is not a pattern: {error}", "write it as in .gitignore", source)) from error
