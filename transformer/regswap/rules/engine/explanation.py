"""Why the rules decide as they do: every rule that has to do with a reference, and what it lost to."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import DEFAULT_PORT
from regswap.rules.engine.order import STEPS
from regswap.rules.engine.ruleset import RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Decider, Decision, Rule

_PLURALS = {"exact": "exact rules", "glob": "globs", "regex": "regexes", "prefix": "prefixes", "skip": "skip rules"}


class Other(NamedTuple):
    """A rule that has to do with a reference and did not decide."""

    rule: Rule
    rewritten: str
    """What it would make of the reference, were it the only rule; equal to the reference where it leaves it alone."""
    reason: str
    """Why it did not decide: lower case, no full stop."""


class Explanation(NamedTuple):
    """A decision, and the rules that did not make it."""

    decision: Decision
    others: tuple[Other, ...]
    """In the order of their files."""


class Explainer:
    """Explains what a decider decides; it holds a rule set of one for each of its rules."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._is_standard = isinstance(decider, RuleSet)
        self._alone = [(rule, RuleSet([rule])) for rule in decider.rules if _has_semantics(rule)]

    def explain(self, text: str) -> Explanation:
        """Return what becomes of a text, and why not something else."""
        decision = self._decider.decide(text)
        return Explanation(decision, tuple(self._find_others(decision)) if decision.parsed else ())

    def _find_others(self, decision: Decision) -> Iterator[Other]:
        for rule, alone in self._alone:
            if rule is decision.rule:
                continue
            own = alone.decide(decision.reference)
            if own.rule is not None:
                yield Other(rule, own.rewritten, self._find_why_lost(own, decision))
            elif rule.kind == "prefix" and decision.reference.startswith(rule.match):
                yield Other(rule, decision.reference, _find_where_it_ends(rule, decision.reference))

    def _find_why_lost(self, own: Decision, decision: Decision) -> str:
        winner, loser = decision.rule, own.rule
        if not self._is_standard:
            return "the program did not choose it"
        if winner is None or loser is None:
            return "it decides nothing here"
        if decision.arrived:
            return f"the reference is where {winner.origin} would put it already"
        return _compare(winner, loser)


def _has_semantics(rule: Rule) -> bool:
    """Tell whether the engine can judge a rule by itself: compat mode has some that it knows nothing of."""
    try:
        RuleSet([rule])
    except ValueError:
        return False
    return True


def _compare(winner: Rule, loser: Rule) -> str:
    """Return why one of two rules that match takes precedence over the other; see ``regswap.rules.engine.ruleset``."""
    if winner.overrides != loser.overrides:
        return "regexes of ImageShift take precedence over all other rules"
    if STEPS[winner.kind] != STEPS[loser.kind]:
        return f"{_PLURALS[winner.kind]} take precedence over {_PLURALS.get(loser.kind, 'the default')}"
    if winner.kind == "prefix" and winner.match != loser.match:
        return _compare_prefixes(winner, loser)
    if winner.kind == "exact" and winner.match != loser.match:
        return "a name as it is written takes precedence over another spelling of it"
    return f"it comes after {winner.origin}"


def _compare_prefixes(winner: Rule, loser: Rule) -> str:
    if len(winner.match) > len(loser.match):
        return f"`{winner.match}` is a longer prefix"
    return f"`{winner.match}` is closer to how the reference is written"


def _find_where_it_ends(rule: Rule, text: str) -> str:
    component = text[: len(rule.match)] + text[len(rule.match) :].partition("/")[0]
    if "/" not in component and component[len(rule.match) :].startswith(":"):
        return f"`{component}` is another registry than `{rule.match}`: only port {DEFAULT_PORT} is the same"
    return f"`{rule.match}` ends inside of `{component}`, and a prefix ends at `/`, `:`, `@` or the end"
