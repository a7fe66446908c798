"""The targets of a rule set: what a reference that was rewritten already looks like."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.reference import HUB, HUB_HOSTS, ImageReference, read_reference

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Rule

_BOUNDARY = re.compile(r"[/:@-]|\Z")


class Targets:
    """The targets of all rules that change anything, found by what a reference begins with.

    The target of a regex rule is a template; ``regswap.rules.engine.pattern`` knows those.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Index the targets; the first of two rules with one target owns it."""
        self._wholes: dict[str, Rule] = {}
        self._heads: dict[str, Rule] = {}
        self._canonical_wholes: dict[str, Rule] = {}
        self._canonical_heads: dict[str, Rule] = {}
        for rule in rules:
            if leaves_alone(rule) or rule.kind == "regex":
                continue
            whole = rule.join == "whole"
            canonical = canonicalise(rule.target, "" if whole else "x" if rule.target.endswith("-") else "/x")
            (self._wholes if whole else self._heads).setdefault(rule.target, rule)
            if rule.kind == "default" and rule.scope == "raw":
                # A prefix for every text, which asks for the text as it is written.
                continue
            (self._canonical_wholes if whole else self._canonical_heads).setdefault(canonical, rule)

    def find_owner(self, text: str) -> Rule | None:
        """Return the rule whose target the text is or begins with, the longest target first."""
        return self._wholes.get(text) or _find_head(self._heads, text)

    def find_canonical_owner(self, reference: ImageReference) -> Rule | None:
        """Return the same for the canonical form, which differs from the written one on Docker Hub only."""
        if reference.registry != HUB:
            return None
        text = str(reference.canonical())
        return self._canonical_wholes.get(text) or _find_head(self._canonical_heads, text)


def leaves_alone(rule: Rule) -> bool:
    """Return whether a rule changes nothing that it matches."""
    return not rule.target or (rule.target == rule.match and rule.kind in ("exact", "prefix"))


def canonicalise(head: str, tail: str) -> str:
    """Return the canonical form of a text that becomes a reference when a tail is added; itself if it does not."""
    if tail in ("", "/x") and _names_other_registry(head):
        # Most of a large set: only what is of Docker Hub has another form, and need be read for that.
        return head
    reference = read_reference(head + tail)
    if reference is None:
        return head
    if not tail:
        return str(reference.canonical())
    # Not `canonical`: what is added to the head is not a short name, so there is no `library/` to add.
    return f"{reference.registry}/{reference.path}"[: -len(tail)]


def _names_other_registry(text: str) -> bool:
    """Tell whether a text, if it begins a reference, begins with a registry that is not Docker Hub."""
    first, slash, _ = text.partition("/")
    return bool(slash) and "." in first and first not in HUB_HOSTS


def _find_head(heads: dict[str, Rule], text: str) -> Rule | None:
    if not heads:
        return None
    ends = [match.end() if match[0] == "-" else match.start() for match in _BOUNDARY.finditer(text)]
    return next((heads[text[:end]] for end in reversed(ends) if text[:end] in heads), None)
