"""Rules that can never win, where that can be proved.

An exact rule matches few texts, and all of them are tried. Of a pattern or a prefix it is known what its matches begin
with, and of other patterns and of targets what they take for certain because of its beginning.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import DEFAULT_PORT, HUB_HOSTS, ImageReference
from regswap.rules.engine.target import Targets, leaves_alone
from regswap.rules.probes.head import find_head, find_literal
from regswap.rules.probes.plain_probe import list_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject
    from regswap.rules.probes.head import Head

_REMEDY = "remove it, or narrow the other one"
_NEVER_WRITTEN = "/\0"
"""What follows a prefix and is not a part of any target."""
_LONGEST_SKIP = 256


class Cover(NamedTuple):
    """A pattern that takes every text with some beginning, and its turn among the patterns."""

    turn: int
    head: Head
    rule: Rule


class _Covers:
    """The patterns that are known to take all texts with some beginning, found by it."""

    def __init__(self, rules: list[Rule]) -> None:
        patterns = [rule for rule in rules if rule.kind in ("glob", "regex")]
        # Overrides have their turn before all others.
        patterns.sort(key=lambda rule: not rule.overrides)
        self.turns = {id(rule): turn for turn, rule in enumerate(patterns)}
        self._covers: dict[str, Cover] = {}
        for rule in patterns:
            head = find_head(rule)
            if head:
                self._covers.setdefault(head.text, Cover(self.turns[id(rule)], head, rule))

    def find(self, literal: str, before: int | None = None) -> Cover | None:
        """Return what takes all texts that begin so, by a pattern whose turn is before that of another."""
        for end in range(len(literal) + 1) if self._covers else ():
            cover = self._covers.get(literal[:end])
            if cover and (before is None or cover.turn < before) and (end < len(literal) or not cover.head.needs_more):
                return cover
        return None


def find_shadows(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every rule of which it can be proved that another always takes precedence."""
    rules = list(subject.list_unique())
    covers = _Covers(rules)
    targets = Targets(tuple(rules))
    skips = _Skips()
    room = subject.count_affordable()
    for rule in rules:
        if rule.kind == "exact":
            spellings = list_spellings(rule.match, rule.home) if rule.scope == "canonical" else [rule.match]
            room -= len(spellings)
            fault = _find_exact_shadow(subject, rule, spellings) if room >= 0 else ""
        elif rule.kind == "prefix":
            fault = _find_prefix_shadow(rule, covers, targets)
        elif rule.kind in ("glob", "regex"):
            fault = _find_pattern_shadow(rule, covers, targets)
        else:
            cover = covers.find("")
            fault = _tell(cover.rule) if cover else skips.find_shadow(rule)
        if fault:
            yield subject.report("shadowed-rule", rule.origin, f"`{rule.match}` {fault}", _REMEDY)


def _find_exact_shadow(subject: Subject, rule: Rule, spellings: list[str]) -> str:
    decisions = [subject.standard.decide(text) for text in spellings]
    if any(decision.rule == rule for decision in decisions):
        return ""
    first = decisions[0]
    return f"can never win: it {first.reason}, by the rule at {first.rule.origin}" if first.rule else ""


def _find_prefix_shadow(rule: Rule, covers: _Covers, targets: Targets) -> str:
    registry, slash, _ = rule.match.partition("/")
    if registry == rule.home or registry in HUB_HOSTS:
        # What it matches need not begin with it.
        cover = covers.find("")
        return _tell(cover.rule) if cover else ""
    any_port = not rule.exact_port and ImageReference.parse(f"{registry}/x").port is None
    cover = covers.find(rule.match + ("" if slash else "/"))
    if cover:
        return _tell(cover.rule, with_port=any_port and len(cover.head.text) > len(registry))
    owner = None if leaves_alone(rule) else targets.find_owner(rule.match + _NEVER_WRITTEN)
    if owner:
        return _tell_of_target(owner, with_port=any_port and len(owner.target) > len(registry))
    return ""


def _find_pattern_shadow(rule: Rule, covers: _Covers, targets: Targets) -> str:
    literal = find_literal(rule)
    cover = covers.find(literal, covers.turns[id(rule)])
    if cover:
        return _tell(cover.rule)
    owner = targets.find_owner(literal + "\0") if literal and not leaves_alone(rule) else None
    return _tell_of_target(owner) if owner else ""


def _tell(other: Rule, *, with_port: bool = False) -> str:
    head = f"wins only for references that name the port {DEFAULT_PORT}" if with_port else "can never win"
    return f"{head}: `{other.match}` at {other.origin} takes {'all others' if with_port else 'all that it matches'}"


def _tell_of_target(owner: Rule, *, with_port: bool = False) -> str:
    head = f"wins only for references that name the port {DEFAULT_PORT}" if with_port else "can never win"
    rest = "all others are" if with_port else "all that it matches is"
    return f"{head}: {rest} under `{owner.target}` already, the target at {owner.origin}, and stays"


class _Skips:
    """The skipped texts so far."""

    def __init__(self) -> None:
        self._seen: dict[str, Rule] = {}

    def find_shadow(self, rule: Rule) -> str:
        """Return what is to be said about a skip that holds an earlier one, and take it in; nothing about a default."""
        if rule.kind != "skip":
            return ""
        text = rule.match
        self._seen.setdefault(text, rule)
        if len(text) > _LONGEST_SKIP:
            return ""
        ends = range(1, len(text) + 1)
        parts = (text[start:end] for end in ends for start in range(end) if end - start < len(text))
        held = next((part for part in parts if part in self._seen), None)
        return _tell(self._seen[held]) if held is not None else ""
