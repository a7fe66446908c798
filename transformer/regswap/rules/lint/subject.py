"""The subject of lint: the rules, both modes of them, and the lines that they are written on."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Decider, Origin, Rule
    from regswap.rules.source.excerpt import Excerpts

_MOST_TRIALS = 1_000_000
"""How often a reference is held against a pattern; it takes about a second."""


class Subject(NamedTuple):
    """Rules that loaded."""

    standard: Decider
    compat: Decider | None
    """The program that the rules are written for; none where there is no such program, or more than one."""
    excerpts: Excerpts

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in order, as standard mode has them."""
        return self.standard.rules

    def report(
        self, code: str, origin: Origin, message: str, remedy: str, details: tuple[tuple[str, str], ...] = ()
    ) -> Finding:
        """Make a finding about a rule."""
        return Finding(code, self.excerpts.diagnose(origin, message, remedy), details)

    def list_unique(self) -> Iterator[Rule]:
        """Yield the rules without those that are the duplicates of an earlier one."""
        seen = set()
        for rule in self.rules:
            if (rule.kind, rule.match) not in seen:
                seen.add((rule.kind, rule.match))
                yield rule

    def count_affordable(self) -> int:
        """Return how many references can be decided in short time: patterns and skips are tried one by one."""
        slow = sum(rule.kind in ("glob", "regex", "skip") for rule in self.rules)
        return max(1000, _MOST_TRIALS // (1 + slow))
