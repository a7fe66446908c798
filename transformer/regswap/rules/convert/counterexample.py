"""A reference about which two sets of rules decide differently."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.convert.sample import sample
from regswap.rules.probes.thorough import list_probes

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Decider, Rule

_MOST_PROBES = 5_000
_PROBES_OF_A_RULE = 100
"""About as many, and eight globs cost what all else does."""


def find_difference(one: Decider, other: Decider) -> tuple[Rule, str] | None:
    """Return the first reference that does not become the same, in words, and the rule of the first set about it.

    Sets of the same rules need no references. Of large ones some rules of each sort are tried, to be done in seconds.
    """
    if _list_meanings(one) == _list_meanings(other):
        return None
    rules = (*one.rules, *other.rules)
    globs = sum(rule.kind == "glob" for rule in rules)
    for text in list_probes(sample(rules, _MOST_PROBES // _PROBES_OF_A_RULE // (1 + globs // 8))):
        mine, theirs = one.decide(text), other.decide(text)
        if mine.rewritten != theirs.rewritten:
            rule = mine.rule or theirs.rule or one.rules[0]
            return rule, f"`{text}` would become `{theirs.rewritten}` and not `{mine.rewritten}`"
    return None


def _list_meanings(decider: Decider) -> list[tuple[object, ...]]:
    """Return all that the engine looks at in rules; of two kinds it does not matter which stands first."""
    meanings: list[tuple[object, ...]] = []
    for rule in sorted(decider.rules, key=lambda rule: rule.kind):
        has_home = rule.kind == "prefix" or (rule.kind == "exact" and rule.scope == "canonical")
        home = rule.home if has_home else ""
        meaning = (rule.kind, rule.match, rule.target, rule.join, rule.scope, rule.exact_port, rule.overrides, home)
        meanings.append(meaning)
    return meanings
