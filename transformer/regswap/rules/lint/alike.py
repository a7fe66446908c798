"""Prefixes that share characters with another and do not own it."""

from __future__ import annotations

import re
from bisect import bisect_left

from regswap.record import TYPE_CHECKING
from regswap.registry import SIBLINGS
from regswap.rules.probes.head import find_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject

# What may follow the characters of a path component in the same component: all but `/`, `:` and `@`.
_CONTINUATIONS = (("-", "/"), ("0", ":"), ("_", "\x7f"))


def find_alikes(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every prefix with a path that what another rule names begins with, beyond a boundary."""
    names = {_name(rule): rule for rule in reversed(subject.rules) if rule.kind in ("prefix", "exact", "glob")}
    ordered = sorted(names)
    for rule in subject.list_unique():
        if rule.kind != "prefix" or "/" not in rule.match:
            continue
        other = _find_alike(rule.match, ordered)
        known = SIBLINGS.get(rule.match, "")
        if other:
            whole = rule.match + re.split("[/:@]", other[len(rule.match) :])[0]
            own = whole == other and names[other].kind == "prefix"
            at = f", which has {'a rule of its own' if own else 'a rule for a part of it'} at {names[other].origin}"
            other = whole
        elif known:
            other, at, own = known, ", which lies beside it", False
        else:
            continue
        message = f"`{rule.match}` does not cover `{other}`{at}: a prefix ends at `/`, `:` or `@`"
        remedy = "check that both are meant" if own else f"write a rule for `{other}` too, if its images are to move"
        yield subject.report("similar-prefix", rule.origin, message, remedy, (("other", other),))


def _name(rule: Rule) -> str:
    return find_literal(rule) if rule.kind == "glob" else rule.match


def _find_alike(prefix: str, ordered: list[str]) -> str:
    for first, last in _CONTINUATIONS:
        at = bisect_left(ordered, prefix + first)
        if at < len(ordered) and ordered[at] < prefix + last:
            return ordered[at]
    return ""
