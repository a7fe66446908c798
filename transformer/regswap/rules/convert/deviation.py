"""References of which the program that a format is for makes something else than the rules written in it say."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.convert.sample import sample
from regswap.rules.engine.target import leaves_alone
from regswap.rules.probes.plain_probe import list_references
from regswap.rules.probes.typical import TYPICAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Decider, Rule

_MOST_RULES = 200
_OF_A_RULE = 2
"""So many references of a rule are tried, the plainest."""


class Failing(NamedTuple):
    """Why the rules are of no use to the program."""

    reference: str
    trouble: str


class Deviation(NamedTuple):
    """A rule that the program reads otherwise."""

    rule: Rule
    reference: str
    standard: str
    original: str
    """Equal to the reference where the program does nothing."""

    @property
    def is_idle(self) -> bool:
        """Whether the program does nothing where the rule does something."""
        return self.original == self.reference


def find_failing(rules: Decider, original: Decider) -> Failing | None:
    """Return the first common reference on which the program fails because of the rules."""
    references = [*TYPICAL, *(text for rule in sample(rules.rules, _MOST_RULES) for text in list_references(rule)[:1])]
    for reference in references:
        decision = original.decide(reference)
        # What ImageShift panics on it cannot read at all, whatever its rules are.
        if decision.refused and not decision.spoils_pod:
            return Failing(reference, decision.trouble)
    return None


def find_deviations(rules: Decider, original: Decider) -> Iterator[Deviation]:
    """Yield the rules with whose plainest references the program does something else, once a rule."""
    for rule in sample(rules.rules, _MOST_RULES):
        for reference in [] if leaves_alone(rule) else list_references(rule)[:_OF_A_RULE]:
            decision = rules.decide(reference)
            if decision.rule != rule or not decision.changed:
                continue
            theirs = original.decide(reference).rewritten
            if theirs != decision.rewritten:
                yield Deviation(rule, reference, decision.rewritten, theirs)
                break
