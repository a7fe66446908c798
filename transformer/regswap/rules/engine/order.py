"""The order in which the standard engine asks its rules."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB, ImageReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.rules.engine.rule import Rule

STEPS = {"exact": 1, "glob": 2, "regex": 2, "prefix": 3, "skip": 4, "default": 5}
"""The turn of each kind of rules; see ``regswap.rules.engine.ruleset``."""


class Turn(NamedTuple):
    """A rule in its turn."""

    rule: Rule
    loses_to: Rule | None
    """The rule that always takes precedence over it, if there is one."""


def order_rules(rules: Iterable[Rule]) -> list[Turn]:
    """Return rules in the order in which the engine asks them: by kind, prefixes with a port first, then the longest.

    What already is under a target stays before any rule is asked; see ``regswap.rules.engine.ruleset``.
    """
    first: dict[tuple[str, str], Rule] = {}
    turns = []
    for rule in sorted(rules, key=rank):
        winner = first.setdefault((rule.kind, rule.match), rule)
        turns.append(Turn(rule, None if winner is rule else winner))
    return turns


def rank(rule: Rule) -> tuple[int, bool, int]:
    """Return the key by which rules are sorted."""
    if rule.overrides:
        return 0, False, 0
    if rule.kind != "prefix":
        return STEPS[rule.kind], False, 0
    _, port, path = cut_prefix(rule)
    return STEPS["prefix"], port is None, -len(path.split("/")) if path else 0


def cut_prefix(rule: Rule) -> tuple[str, str | None, str]:
    """Return the host, port and path of a prefix."""
    reference = ImageReference.parse(f"{rule.match}/x")
    return reference.host or HUB, reference.port, reference.path[:-1].rstrip("/")
