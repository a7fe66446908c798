"""What ``--restore`` cannot bring back: kustomizations have no metadata, so that nothing of them is recorded."""

from __future__ import annotations

from regswap.document.read.field import child, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import Diagnostic, ManifestError
from regswap.kustomize.kustomization import is_kustomization
from regswap.pipeline.kustomize_image import make_matcher
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.names import is_kustomization_name

if TYPE_CHECKING:
    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.pipeline.rewrite import Rewritten
    from regswap.pipeline.step import Conclusion, Step

_HOLDERS = (
    *("patches", "patchesStrategicMerge", "patchesJson6902"),
    *("configMapGenerator", "secretGenerator", "helmCharts"),
)
"""What else may have been rewritten in a kustomization."""


class _Entry(NamedTuple):
    """An entry of `images`."""

    name: str
    place: Diagnostic


def guard_kustomizations(step: Step) -> Step:
    """Return a step that restores, and says what stays as it is in kustomizations.

    It raises ManifestError in the end where an entry of `images` matches what was rewritten and not what is restored,
    or the other way round: then kustomize would build another version.
    """
    guard = _Guard(step)
    return step._replace(note=guard.note, conclude=guard.conclude)


class _Guard:
    """Takes what is restored, and what kustomizations say about it."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._restored: dict[tuple[str, str], None] = {}
        self._entries: list[_Entry] = []
        self._holders: list[Diagnostic] = []

    def note(self, document: Document, done: Rewritten) -> None:
        """Remember what was restored in a document."""
        self._step.note(document, done)
        self._restored.update(((entry.reference, entry.rewritten), None) for entry in done.entries if entry.changed)
        if document.number and is_kustomization_name(document.source):
            reading = read(document, None)
            for root in map(root_field, reading.composed.roots):
                if is_kustomization(root):
                    self._note(reading, root)

    def conclude(self) -> Conclusion:
        """Raise ManifestError for entries that lose what they are for, and return what else is to be said."""
        lost = [entry.place for entry in self._entries if self._is_lost(entry)]
        if lost:
            raise ManifestError(*lost)
        conclusion = self._step.conclude()
        return conclusion._replace(warnings=(*conclusion.warnings, *(self._holders if self._restored else ())))

    def _note(self, reading: Reading, root: Field) -> None:
        images = child(root, "images")
        for entry in items(images) if images is not None else ():
            name = child(entry, "name")
            if name is not None:
                message = (
                    f"the entry for `{text_of(name)}` would match other references than before, and is not restored"
                )
                place = reading.locate(name.node, message, "restore what is rendered, or take the files from Git")
                self._entries.append(_Entry(text_of(name), place))
        kept = [key for key in _HOLDERS if child(root, key) is not None]
        if kept:
            message = f"nothing is restored in {', '.join(kept)}: originals are recorded in objects only"
            self._holders.append(Diagnostic(message, "compare them with what was there", reading.document.source))

    def _is_lost(self, entry: _Entry) -> bool:
        is_matched = make_matcher(entry.name)
        return any(is_matched(before) != is_matched(after) for before, after in self._restored)
