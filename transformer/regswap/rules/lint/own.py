"""Doubts that only the formats themselves know of."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_doubts_of_formats(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every doubt that a format has about rules that are written in it."""
    for rule_format in FORMATS:
        rules = [rule for rule in subject.rules if rule.format == rule_format.name]
        if rules and rule_format.load_lint is not None:
            for doubt in rule_format.load_lint().find_doubts(rules):
                yield subject.report(doubt.code, doubt.rule.origin, doubt.message, doubt.remedy)
