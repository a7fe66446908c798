"""The inputs that a run did not look at, and those that hold no object."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING
from regswap.streams.chart_folder import is_chart
from regswap.streams.nature import OBJECT, tell_nature
from regswap.streams.source import STDIN
from regswap.streams.template import find_templated

if TYPE_CHECKING:
    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

NO_OBJECT = "no-object"
"""The code of what says that there was nothing to judge."""

_MOST = 1000
"""What is kept of each sort; more is counted, so that a long stream does not pile up in memory."""
_REMEDY = "name manifests, or let this pass with --allow-empty"


class Coverage:
    """Takes the documents of a run beside its sink."""

    def __init__(self, *, tells_all: bool) -> None:
        """Begin with nothing; ``tells_all`` looks at every document, and not only until an object is found."""
        self.tells_all = tells_all
        self._inputs: dict[str, bool] = {}
        """Whether there is an object in what the user named."""
        self._unseen: dict[tuple[str, str], Diagnostic] = {}
        self._doubtful: dict[tuple[str, str], Diagnostic] = {}
        self._unkept = [0, 0]

    def begin(self, source: Source) -> None:
        """Begin a stream."""
        self._inputs.setdefault(_input_of(source), False)

    def take(self, source: Source, document: Document, rewritten: Rewritten, *, has_role: bool) -> None:
        """Take a document and what was found in it; ``has_role`` tells that a kustomization has use for it."""
        if self.tells_all:
            self._note_templates(document, rewritten)
        name, is_known = _input_of(source), has_role or bool(rewritten.entries)
        if is_known:
            self._inputs[name] = True
        if is_known or (self._inputs[name] and not self.tells_all):
            return
        nature = tell_nature(document)
        if nature is OBJECT:
            self._inputs[name] = True
        elif nature is not None and not _belongs_to_chart(source):
            told = Diagnostic(nature.message, nature.remedy, source.name)
            self._keep(self._unseen, (source.name, nature.message), told)

    def _note_templates(self, document: Document, rewritten: Rewritten) -> None:
        told = [finding for finding in rewritten.findings if finding.violation.code == "templated"]
        for finding in told:
            if finding.violation.severity == "note":
                note = finding.diagnostic._replace(remedy="check what is rendered from it")
                self._keep(self._doubtful, (document.source, f"{note.line}:{note.column}"), note)
        paths = {finding.entry.path for finding in told}
        for path, diagnostic in find_templated(document):
            if path not in paths:
                self._keep(self._unseen, (document.source, f"{diagnostic.line}:{diagnostic.column}"), diagnostic)

    def _keep(self, kept: dict[tuple[str, str], Diagnostic], key: tuple[str, str], told: Diagnostic) -> None:
        if key not in kept and len(kept) >= _MOST:
            self._unkept[kept is self._doubtful] += 1
        else:
            kept.setdefault(key, told)

    @property
    def unseen(self) -> list[Diagnostic]:
        """What to say of files that are not manifests and may name images."""
        return [*self._unseen.values(), *_tell_more(self._unkept[0])]

    @property
    def doubtful(self) -> list[Diagnostic]:
        """What is a note among the findings: templates where something may be named that is not an image."""
        return [*self._doubtful.values(), *_tell_more(self._unkept[1])]

    @property
    def is_empty(self) -> bool:
        """Whether there is no object at all."""
        return not any(self._inputs.values())

    def tell_empty(self) -> Diagnostic:
        """Say that there was nothing to judge."""
        named = next(iter(self._inputs), "") if len(self._inputs) == 1 else ""
        return Diagnostic("no object, so that nothing was checked", _REMEDY, named, code=NO_OBJECT)

    def tell_files(self) -> list[Diagnostic]:
        """Say which files and folders that the user named hold no object."""
        remedy = "name manifests, or what is rendered"
        return [
            Diagnostic("no object in it, so that nothing was done", remedy, name)
            for name, holds_object in self._inputs.items()
            if not holds_object and name != STDIN
        ]


def _tell_more(number: int) -> list[Diagnostic]:
    message = f"{number} more {'was' if number == 1 else 'were'} not looked at, and not shown"
    return [Diagnostic(message, "check what is rendered")] if number else []


def _input_of(source: Source) -> str:
    return source.folder or source.name


def _belongs_to_chart(source: Source) -> bool:
    """Tell whether a file lies in a chart of which it was said that it is not read."""
    return bool(source.folder) and source.path is not None and is_chart(os.path.dirname(source.path))
