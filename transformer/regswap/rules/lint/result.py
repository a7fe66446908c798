"""Patterns that match references and make nothing of them that can be used."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.probes.plain_probe import list_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_unusable_results(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every glob or regex with the plainest reference whose result is not used."""
    room = subject.count_affordable()
    for rule in subject.list_unique():
        if rule.kind not in ("glob", "regex"):
            continue
        references = list_references(rule)
        room -= len(references)
        if room < 0:
            return
        decisions = (subject.standard.decide(reference) for reference in references)
        refused = next((one for one in decisions if one.refused and one.rule == rule), None)
        if refused:
            message = f"`{refused.reference}` {refused.trouble}"
            remedy = "correct the target, or narrow the rule to what it can be used for"
            details = (("reference", refused.reference),)
            yield subject.report("unusable-result", rule.origin, message, remedy, details)
