"""Kinds in which something reads like a reference at places that nobody knows: a note for each, after a run."""

from __future__ import annotations

from regswap.errors import Diagnostic
from regswap.places.shape import name_kind
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten

_REMEDY = "a row in the configuration makes them certain; `regswap paths discover` drafts it from the kind's definition"
_MOST_KINDS = 1000


class UnlistedNotes:
    """How many references of which kinds stand at places that no row lists."""

    def __init__(self, is_known: Callable[[str, str], bool]) -> None:
        """Begin with none; ``is_known`` tells by apiVersion and kind whether there is a row for a kind."""
        self._is_known = is_known
        self._counts: dict[str, int] = {}
        self._known: set[str] = set()

    def add(self, rewritten: Rewritten) -> None:
        """Count those of a document that are rewritten or left on request only, or that fail a check."""
        failed = {finding.entry for finding in rewritten.findings if finding.violation.severity == "error"}
        for entry in rewritten.entries:
            if entry.is_unlisted and (entry in failed or _would_change(entry)):
                self._count(entry)

    def _count(self, entry: Entry) -> None:
        name = name_kind(entry.api_version, entry.kind)
        if name not in self._counts and len(self._counts) >= _MOST_KINDS:
            return
        self._counts[name] = self._counts.get(name, 0) + 1
        if self._is_known(entry.api_version, entry.kind):
            self._known.add(name)

    def find_notes(self) -> Iterator[Diagnostic]:
        """Yield a note for each kind, in the order in which they were met."""
        for name, number in self._counts.items():
            strings = "1 string reads like a reference" if number == 1 else f"{number} strings read like references"
            told = f"has fields that are not known: {strings}" if name in self._known else f"is not known: {strings}"
            yield Diagnostic(f"{name} {told}", _REMEDY)


def _would_change(entry: Entry) -> bool:
    return entry.changed or entry.is_left
