"""Lines on which standard mode and the rules' own program decide differently about a common reference."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import is_reference
from regswap.rules.engine.rule import Origin
from regswap.rules.probes.plain import list_references
from regswap.rules.probes.typical import TYPICAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Decision, Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject

_REMEDY = "choose the mode that you need with `--mode`"


class Difference(NamedTuple):
    """A reference, and what both make of it."""

    standard: Decision
    compat: Decision


def find_differences(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every line that decides differently, with the plainest reference that shows it."""
    if subject.compat is None:
        return
    differences: dict[Origin, list[Difference]] = {}
    seen: set[str] = set()
    room = subject.count_affordable()
    asked = list(subject.list_unique())
    known = {(rule.kind, rule.match) for rule in asked}
    # What the program makes of lines that mean nothing in standard mode.
    asked += [rule for rule in subject.compat.rules if rule.kind != "skip" and (rule.kind, rule.match) not in known]
    for number, rule in enumerate((None, *asked)):
        references = [text for text in (list_references(rule) if rule else TYPICAL) if text not in seen]
        seen.update(references)
        room -= len(references)
        if room < 0:
            yield _report_rest(subject, number, len(asked))
            break
        for reference in references:
            _compare(subject, reference, rule, differences)
    for origin, found in differences.items():
        yield _report(subject, origin, found)


def _compare(subject: Subject, reference: str, rule: Rule | None, differences: dict[Origin, list[Difference]]) -> None:
    if subject.compat is None:
        return
    standard, compat = subject.standard.decide(reference), subject.compat.decide(reference)
    if standard.rewritten == compat.rewritten:
        return
    decisive = standard.rule or compat.rule or rule
    origin = decisive.origin if decisive else Origin(next((r.source for r in subject.standard.readings), ""), 0, 0)
    differences.setdefault(origin, []).append(Difference(standard, compat))


def _report(subject: Subject, origin: Origin, differences: list[Difference]) -> Finding:
    standard, compat = differences[0].standard, differences[0].compat
    reference = standard.reference
    message = f"`{reference}` {_tell(standard)} in standard mode, and {_tell(compat)} in compat mode"
    if not is_reference(compat.rewritten):
        message += ", which is no reference"
    if not compat.changed:
        message += f": {_explain(compat)}"
    others = len(differences) - 1
    if others:
        message += f" (and {others} more {'reference differs' if others == 1 else 'references differ'} here)"
    details = (("reference", reference), ("standard", standard.rewritten), ("compat", compat.rewritten))
    return subject.report("differs-from-original", origin, message, _REMEDY, details)


def _tell(decision: Decision) -> str:
    return f"becomes `{decision.rewritten}`" if decision.changed else "stays"


def _explain(decision: Decision) -> str:
    """Return why a program left a reference alone."""
    failure = decision.reason.removeprefix("stays, because ")
    return failure if failure != decision.reason else f"it {decision.reason}"


def _report_rest(subject: Subject, done: int, all_rules: int) -> Finding:
    message = f"only {done} of {all_rules} rules were compared: with so many patterns it would take too long"
    origin = Origin(next((reading.source for reading in subject.standard.readings), ""), 0, 0)
    return subject.report("not-compared", origin, message, "split the rules to compare all of them")
