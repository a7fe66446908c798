"""Rules that change no decision, so that a format without room for them loses nothing."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Rule


def find_spare(rules: Sequence[Rule]) -> set[Rule]:
    """Return the rules without which all references become the same.

    They are the skips where no default would move what they keep, a default that leaves alone, and rules that lose to
    an earlier one and add no target: what already is under a target stays, even where its rule never wins.
    """
    defaults = [rule for rule in rules if rule.kind == "default"]
    moves = bool(defaults) and not leaves_alone(defaults[0])
    spare: set[Rule] = set()
    winners: set[tuple[object, ...]] = set()
    targets: set[tuple[object, ...]] = set()
    for rule in rules:
        key = _make_key(rule)
        alone = leaves_alone(rule)
        loses = key in winners and (alone or _target_key(rule) in targets)
        # Where another default comes after it, the first one is what that loses to.
        idle = not moves if rule.kind == "skip" else defaults == [rule] and alone
        if loses or idle:
            spare.add(rule)
        else:
            targets.add(_target_key(rule))
        winners.add(key)
    return spare


def _make_key(rule: Rule) -> tuple[object, ...]:
    """Return what two rules share of which the first always wins."""
    if rule.kind == "default":
        return ("default",)
    return rule.kind, rule.match, rule.scope, rule.home, rule.exact_port, rule.overrides


def _target_key(rule: Rule) -> tuple[object, ...]:
    raw_default = rule.kind == "default" and rule.scope == "raw"
    return rule.target, rule.join == "whole", rule.kind == "regex", raw_default
