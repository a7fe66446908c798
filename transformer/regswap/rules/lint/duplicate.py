"""Rules that match the same as an earlier one."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_duplicates(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every rule that an earlier one takes everything from, because both match the same."""
    seen: dict[tuple[str, str], Rule] = {}
    for rule in subject.rules:
        first = seen.setdefault((rule.kind, rule.match), rule)
        if first is rule:
            continue
        same = "the same target" if first.target == rule.target else f"the target `{first.target}`"
        message = f"`{rule.match}` has a rule at {first.origin} already, which wins, with {same}"
        yield subject.report("duplicate-rule", rule.origin, message, "remove one of them")
