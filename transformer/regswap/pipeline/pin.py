"""Pinning: a reference that was decided gets the digest that a lock has for it, offline."""

from __future__ import annotations

from regswap.pipeline.entries import tell_of
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.document.read.reading import Reading
    from regswap.errors import Diagnostic
    from regswap.pipeline.entries import DecidedSite
    from regswap.pipeline.entry import Entry
    from regswap.rules import Decider
    from regswap.rules.engine.rule import Decision, Rule
    from regswap.rules.engine.rule import Reading as RuleReading

RELOCK = "make the lock anew with `regswap bundle lock`"
"""What to do where a lock lacks something."""


class Pins(NamedTuple):
    """The digests of a lock."""

    file: str
    digests: Mapping[str, str]
    """By the full reference that is pulled; see ``ImageReference.complete``."""

    def find(self, text: str) -> str:
        """Return the digest of a reference, empty where the lock has none; a text may be no reference at all."""
        try:
            full = ImageReference.parse(text).complete()
        except InvalidReference:
            return ""
        return self.digests.get(str(full)) or self.digests.get(str(full._replace(digest=None).complete()), "")


class PinnedRules:
    """Rules, and the digests for what they make; a ``Decider``."""

    def __init__(self, rules: Decider, pins: Pins) -> None:
        """Decide as other rules do."""
        self._rules = rules
        self._pins = pins

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in order."""
        return self._rules.rules

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Doubts about them that are not errors."""
        return self._rules.warnings

    @property
    def readings(self) -> tuple[RuleReading, ...]:
        """The rules by source, in order."""
        return self._rules.readings

    def decide(self, text: str) -> Decision:
        """Return what becomes of a text, with its digest where the lock has one and the text has none."""
        decision = self._rules.decide(text)
        digest = self._pins.find(decision.rewritten)
        if not digest or not decision.parsed or ImageReference.parse(decision.rewritten).digest is not None:
            return decision
        reason = decision.reason if decision.changed else f"is pinned by {self._pins.file}"
        return decision._replace(rewritten=f"{decision.rewritten}@{digest}", reason=reason)


def find_unpinned(
    reading: Reading, decided: list[DecidedSite], entries: tuple[Entry, ...], pins: Pins
) -> tuple[Diagnostic, ...]:
    """Return the references that are written and are not those of the lock; ``entries`` are those of the decided."""
    faults = (
        (each, _find_fault(entry, pins))
        for each, entry in zip(decided, entries, strict=True)
        if _is_written(each, entry) and entry.names == "image"
    )
    return tuple(tell_of(reading, each, fault, RELOCK) for each, fault in faults if fault)


def find_unpinnable(reading: Reading, decided: list[DecidedSite], entries: tuple[Entry, ...]) -> tuple[Diagnostic, ...]:
    """Return what is written and names no image that a digest could be given to."""
    return tuple(
        tell_of(reading, each, "is not pinned: it does not say which image is pulled", "see what reads it")
        for each, entry in zip(decided, entries, strict=True)
        if _is_written(each, entry) and entry.names != "image"
    )


def _is_written(each: DecidedSite, entry: Entry) -> bool:
    """Tell whether a reference is one that a cluster pulls as it is written, as far as anybody can tell."""
    outcome = each.outcome
    is_decided = not outcome.is_exempt and outcome.is_active and not outcome.is_reported_only
    return is_decided and entry.status in ("changed", "unchanged")


def _find_fault(entry: Entry, pins: Pins) -> str:
    digest, written = pins.find(entry.rewritten), ImageReference.parse(entry.rewritten).digest
    if digest:
        return "" if written == digest else f"is pinned to {written}, and {pins.file} says {digest}"
    becomes = f"becomes `{entry.rewritten}`, which " if entry.changed else ""
    return f"{becomes}is not in {pins.file}"
