"""Rules by which standard mode and their own program decide differently about a common reference."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB_HOSTS, ImageReference, is_reference
from regswap.rules.engine.rule import Origin
from regswap.rules.probes.plain_probe import list_references
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
    """Yield a finding for every cause, on the first line that differs for it, with the plainest reference."""
    if subject.compat is None:
        return
    lines: dict[Origin, list[Difference]] = {}
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
            _compare(subject, reference, rule, lines)
    causes: dict[tuple[object, ...], list[Origin]] = {}
    for origin, found in lines.items():
        causes.setdefault(_find_cause(found[0]), []).append(origin)
    for origins in causes.values():
        yield _report(subject, origins[0], lines[origins[0]], len(origins) - 1)


def _find_cause(difference: Difference) -> tuple[object, ...]:
    """Return what a difference has in common with those of other lines that differ for the same reason."""
    standard, compat = difference.standard, difference.compat
    rule = standard.rule or compat.rule
    reference = ImageReference.parse(standard.reference)
    return (
        *((rule.kind, rule.join, "/" in rule.match, ":" in rule.match) if rule else ()),
        *(reference.host is None, reference.host in HUB_HOSTS, reference.port, reference.path.startswith("library/")),
        *(reference.tag is None, reference.digest is None),
        *(standard.changed, compat.changed, bool(compat.trouble), compat.reason.partition("`")[0]),
    )


def _compare(subject: Subject, reference: str, rule: Rule | None, lines: dict[Origin, list[Difference]]) -> None:
    if subject.compat is None:
        return
    standard, compat = subject.standard.decide(reference), subject.compat.decide(reference)
    if standard.rewritten == compat.rewritten:
        return
    decisive = standard.rule or compat.rule or rule
    origin = decisive.origin if decisive else Origin(next((r.source for r in subject.standard.readings), ""), 0, 0)
    lines.setdefault(origin, []).append(Difference(standard, compat))


def _report(subject: Subject, origin: Origin, differences: list[Difference], more_lines: int) -> Finding:
    standard, compat = differences[0].standard, differences[0].compat
    reference = standard.reference
    message = f"`{reference}` {_tell(standard)} in standard mode, and {_tell(compat)} in compat mode"
    if not is_reference(compat.rewritten):
        message += ", which is not a reference"
    if not compat.changed:
        message += f": {_explain(compat)}"
    others = len(differences) - 1
    more = [f"{others} more {'reference differs' if others == 1 else 'references differ'} here"] if others else []
    alike = f"{more_lines} more {'line differs' if more_lines == 1 else 'lines differ'} in this way"
    more += [alike] if more_lines else []
    message += f" (and {', and '.join(more)})" if more else ""
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
