"""Some rules for all: rules that differ in nothing but names decide alike."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.rules.engine.rule import Rule

_FEWEST = 3
"""So many rules of each sort are chosen at least."""


def sample(rules: Iterable[Rule], most: int) -> Iterator[Rule]:
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
