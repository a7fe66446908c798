"""The files of a run as kustomize sees them: what a path in a kustomization names."""

from __future__ import annotations

import os
import re

from regswap.kustomize.kustomization import is_kustomization_file, read_kustomization
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.kustomize.kustomization import Kustomization
    from regswap.streams.source import Source

_REMOTE = r"[a-z0-9+.-]+://|[^/\s]+@[^/\s]+:|github\.com[/:]|.*(?:\?ref=|//)"


class Unread(NamedTuple):
    """What a kustomization names and the run does not read."""

    text: str
    """As it is written."""
    is_remote: bool
    exists: bool
    """Where it is not remote."""

    @property
    def may_be_built(self) -> bool:
        """Whether kustomize can take references from it."""
        return self.is_remote or self.exists

    @property
    def reason(self) -> str:
        """Continues a sentence that begins with the text."""
        if self.is_remote:
            return "is remote, and its references are not rewritten"
        if self.exists:
            return "is not among the files of this run, and its references are not rewritten"
        return "does not exist"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.is_remote:
            return "take it into these files (kustomize localize), or rewrite what is rendered"
        return "name it too" if self.exists else "correct it"


class Tree:
    """The files of a run by their real paths, and the kustomizations among them by their folders."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read the kustomizations."""
        self._files: dict[str, Source] = {}
        self._folders: dict[str, Kustomization] = {}
        for source in sources:
            if source.path is None:
                continue
            self._files.setdefault(os.path.realpath(source.path), source)
            found = read_kustomization(source) if is_kustomization_file(source) else None
            if found is not None:
                self._folders.setdefault(found.folder, found)

    @property
    def kustomizations(self) -> list[Kustomization]:
        """All of them, in the order of the files."""
        return list(self._folders.values())

    def find(self, kustomization: Kustomization, text: str) -> Kustomization | Source | Unread:
        """Return what a path in a kustomization names."""
        path = os.path.realpath(os.path.join(kustomization.folder, text))
        found = self._folders.get(path) or self._files.get(path)
        if found is not None:
            return found
        exists = os.path.exists(path)
        return Unread(text, not exists and re.match(_REMOTE, text) is not None, exists)

    def find_file(self, kustomization: Kustomization, text: str) -> Source | None:
        """Return the file of the run that a path names; None where it names none."""
        return self._files.get(os.path.realpath(os.path.join(kustomization.folder, text)))
