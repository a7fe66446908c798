"""Whether two sets of rules decide the same."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT
from regswap.rules.engine.target import leaves_alone
from regswap.rules.probes.thorough import list_probes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.rules.engine.rule import Decider, Rule

_MOST_PROBES = 5_000
_PROBES_OF_A_RULE = 100
"""About as many, and eight globs cost what all else does."""
_FEWEST = 3
"""So many rules of each sort are tried at least."""


def find_difference(one: Decider, other: Decider) -> tuple[Rule, str] | None:
    """Return the first reference that does not become the same, in words, and the rule of the first set about it.

    Sets of the same rules need no references. Of large ones some rules of each sort are tried, to be done in seconds.
    """
    if _list_meanings(one) == _list_meanings(other):
        return None
    rules = (*one.rules, *other.rules)
    globs = sum(rule.kind == "glob" for rule in rules)
    for text in list_probes(_sample(rules, _MOST_PROBES // _PROBES_OF_A_RULE // (1 + globs // 8))):
        mine, theirs = one.decide(text), other.decide(text)
        if mine.rewritten != theirs.rewritten:
            rule = mine.rule or theirs.rule or one.rules[0]
            return rule, f"`{text}` would become `{theirs.rewritten}` and not `{mine.rewritten}`"
    return None


def _sample(rules: Iterable[Rule], most: int) -> Iterator[Rule]:
    """Yield rules of each sort, evenly from the first to the last; all of them where there are not too many."""
    sorts: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        sorts.setdefault(_find_sort(rule), []).append(rule)
    share = max(_FEWEST, most // max(len(sorts), 1))
    for alike in sorts.values():
        yield from alike[:: -(-len(alike) // share)]


def _find_sort(rule: Rule) -> tuple[object, ...]:
    """Return all in which rules differ but for the names in them."""
    registry, slash, _ = rule.match.partition("/")
    _, colon, port = registry.rpartition(":")
    return (
        *(rule.kind, rule.join, rule.scope, rule.format, rule.home, rule.exact_port, rule.overrides),
        *(bool(slash), bool(colon) and port != DEFAULT_PORT, leaves_alone(rule), rule.target[-1:] == "-"),
    )


def _list_meanings(decider: Decider) -> list[tuple[object, ...]]:
    """Return all that the engine looks at in rules; of two kinds it does not matter which stands first."""
    meanings: list[tuple[object, ...]] = []
    for rule in sorted(decider.rules, key=lambda rule: rule.kind):
        has_home = rule.kind == "prefix" or (rule.kind == "exact" and rule.scope == "canonical")
        home = rule.home if has_home else ""
        meaning = (rule.kind, rule.match, rule.target, rule.join, rule.scope, rule.exact_port, rule.overrides, home)
        meanings.append(meaning)
    return meanings
