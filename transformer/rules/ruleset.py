"""The standard engine: one ordered set of rules, and what they decide about a reference.

The first of these that finds a rule decides:

1. *target*: the reference already is a target as written, or begins with one that ends at a boundary (the end, ``/``,
   ``:`` or ``@``; a dash target carries its own). It stays, so what the rules wrote is never rewritten again.
2. *exact*: a rule names the text as written.
3. *target* once more, on the canonical form: ``docker.io/mirror/x`` is under ``mirror``.
4. *glob*: the first pattern that fits the whole text.
5. *prefix*: the longest one at a boundary. A prefix that names the port goes before those that name the host only,
   which match any port and drop it; a host as written goes before ``docker.io``, which all its spellings share.
6. *skip*: the text holds what a rule skips. It stays.
7. *default*.

A rule with an empty target leaves its references alone, as does one that names itself as its target. How target and
reference are joined: ``whole`` is the target alone; ``basename`` puts what follows the last ``/`` under it; ``path``
puts it in the place of the matched prefix (of the registry, for a default); ``dash`` writes target, registry without
port, ``/`` and path. A result that is no reference is not used, and the decision says so.

No step but *glob* and *skip* takes longer when there are more rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transformer.errors import Diagnostic
from transformer.record import TYPE_CHECKING
from transformer.reference import HUB, HUB_HOSTS, ImageReference, InvalidReference
from transformer.rules.rule import Decision, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

_BOUNDARY = re.compile(r"[/:@-]|\Z")
_JOINS = {
    "exact": ("whole",),
    "glob": ("basename",),
    "prefix": ("path", "dash"),
    "skip": ("whole",),
    "default": ("path", "dash"),
}
# A stream names few references many times; both bounds together keep the memory that this costs small.
_REMEMBERED: Final = 4096
_REMEMBERED_LENGTH: Final = 512


class RuleSet:
    """An ordered set of rules with the warnings about it; ``decide`` is all it does."""

    def __init__(self, rules: Iterable[Rule], warnings: Iterable[Diagnostic] = ()) -> None:
        self.rules = tuple(rules)
        for rule in self.rules:
            if rule.join not in _JOINS.get(rule.kind, ()):
                raise ValueError(
                    f"{rule.origin}: no standard semantics for a {rule.kind} rule that joins by {rule.join}"
                )
        self.warnings = (*warnings, *_find_duplicates(self.rules))
        self._targets = _Targets(self.rules)
        self._exact = _index(self.rules, "exact")
        self._prefixes = _index_prefixes(self.rules)
        self._globs = _compile_globs(self.rules)
        self._skips = tuple(rule for rule in self.rules if rule.kind == "skip")
        self._default = next((rule for rule in self.rules if rule.kind == "default"), None)
        self._steps = (
            self._stay_under_target,
            self._match_exact,
            self._stay_under_canonical_target,
            self._match_glob,
            self._match_prefix,
            self._skip,
            self._fall_to_default,
        )
        self._remember = lru_cache(_REMEMBERED)(self._decide)

    def decide(self, text: str) -> Decision:
        """Return what becomes of a text; one that is no reference stays as it is and has ``parsed`` false."""
        return self._remember(text) if len(text) <= _REMEMBERED_LENGTH else self._decide(text)

    def _decide(self, text: str) -> Decision:
        try:
            reference = ImageReference.parse(text)
        except InvalidReference as error:
            return Decision(text, text, None, error.reason, parsed=False)
        decisions = (step(text, reference) for step in self._steps)
        return next(filter(None, decisions), Decision(text, text, None, "is matched by no rule"))

    def _stay_under_target(self, text: str, _: ImageReference) -> Decision | None:
        rule = self._targets.find_owner(text)
        return rule and _keep(text, rule)

    def _match_exact(self, text: str, _: ImageReference) -> Decision | None:
        rule = self._exact.get(text)
        return rule and _apply(rule, text, rule.target, "is named by a rule")

    def _stay_under_canonical_target(self, text: str, reference: ImageReference) -> Decision | None:
        rule = self._targets.find_canonical_owner(reference)
        return rule and _keep(text, rule)

    def _match_glob(self, text: str, _: ImageReference) -> Decision | None:
        for matches, rule in self._globs:
            if matches.fullmatch(text):
                return _apply(rule, text, f"{rule.target}/{text.rpartition('/')[2]}", f"matches `{rule.match}`")
        return None

    def _match_prefix(self, text: str, reference: ImageReference) -> Decision | None:
        for prefix, rest in _prefixes(reference):
            rule = self._prefixes.get(prefix)
            if rule:
                rewritten = _join(rule, reference, rest + reference.suffix)
                return _apply(rule, text, rewritten, f"is under `{rule.match}`")
        return None

    def _skip(self, text: str, _: ImageReference) -> Decision | None:
        rule = next((rule for rule in self._skips if rule.match in text), None)
        return rule and Decision(text, text, rule, f"holds `{rule.match}`, which is skipped")

    def _fall_to_default(self, text: str, reference: ImageReference) -> Decision | None:
        rule = self._default
        rest = f"/{reference.path}{reference.suffix}"
        return rule and _apply(rule, text, _join(rule, reference, rest), "is matched by the default only")


class _Targets:
    """The targets of all rules that change anything, found by what a reference begins with."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._wholes: dict[str, Rule] = {}
        self._heads: dict[str, Rule] = {}
        self._canonical_wholes: dict[str, Rule] = {}
        self._canonical_heads: dict[str, Rule] = {}
        for rule in rules:
            if _leaves_alone(rule):
                continue
            whole = rule.join == "whole"
            canonical = _canonicalise(rule.target, "" if whole else "x" if rule.join == "dash" else "/x")
            (self._wholes if whole else self._heads).setdefault(rule.target, rule)
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


def _find_head(heads: dict[str, Rule], text: str) -> Rule | None:
    if not heads:
        return None
    ends = [match.end() if match[0] == "-" else match.start() for match in _BOUNDARY.finditer(text)]
    return next((heads[text[:end]] for end in reversed(ends) if text[:end] in heads), None)


def _canonicalise(head: str, tail: str) -> str:
    """Return the canonical form of a text that becomes a reference when a tail is added; itself if it does not."""
    try:
        reference = ImageReference.parse(head + tail)
    except InvalidReference:
        return head
    if not tail:
        return str(reference.canonical())
    # Not `canonical`: what is added to the head is not a short name, so there is no `library/` to add.
    return f"{reference.registry}/{reference.path}"[: -len(tail)]


def _index(rules: tuple[Rule, ...], kind: str) -> dict[str, Rule]:
    # The first rule of several with one key wins, so it is the last to be written.
    return {rule.match: rule for rule in reversed(rules) if rule.kind == kind}


def _index_prefixes(rules: tuple[Rule, ...]) -> dict[str, Rule]:
    index = _index(rules, "prefix")
    for prefix, rule in reversed(tuple(index.items())):
        index.setdefault(_canonicalise(prefix, "/x"), rule)
    return index


def _compile_globs(rules: tuple[Rule, ...]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    globs = [rule for rule in rules if rule.kind == "glob"]
    if not globs:
        return ()
    from fnmatch import translate

    return tuple((re.compile(translate(rule.match)), rule) for rule in globs)


def _prefixes(reference: ImageReference) -> Iterator[tuple[str, str]]:
    """Yield every prefix that may own a reference, the best first, with the rest of its path as written after it."""
    hub = reference.host is None or reference.host in HUB_HOSTS
    path = f"library/{reference.path}" if hub and "/" not in reference.path else reference.path
    for registry in _registries(reference):
        yield f"{registry}/{path}", ""
        short = path.removeprefix("library/")
        if hub and "/" not in short:
            yield f"{registry}/{short}", ""
        end = path.rfind("/")
        while end > 0:
            yield f"{registry}/{path[:end]}", path[end:]
            end = path.rfind("/", 0, end)
        yield registry, f"/{reference.path}"


def _registries(reference: ImageReference) -> tuple[str, ...]:
    host, port = reference.host, reference.port
    if host is None:
        return (HUB,)
    written = (host,) if port is None else (f"{host}:{port}", host)
    return (*written, HUB) if host in HUB_HOSTS and host != HUB else written


def _join(rule: Rule, reference: ImageReference, rest: str) -> str:
    if rule.join == "path":
        return f"{rule.target}{rest}"
    host = HUB if reference.host is None or reference.host in HUB_HOSTS else reference.host
    return f"{rule.target}{host}/{reference.path}{reference.suffix}"


def _keep(text: str, rule: Rule) -> Decision:
    return Decision(text, text, rule, f"is {'already' if rule.join == 'whole' else 'already under'} `{rule.target}`")


def _leaves_alone(rule: Rule) -> bool:
    return not rule.target or (rule.target == rule.match and rule.kind in ("exact", "prefix"))


def _apply(rule: Rule, text: str, rewritten: str, reason: str) -> Decision:
    if _leaves_alone(rule):
        return Decision(text, text, rule, f"{reason}, which the rules leave alone")
    fault = _find_fault(rule, rewritten)
    if fault:
        return Decision(text, text, rule, f"{reason}, but would become `{rewritten}`, which {fault}")
    return Decision(text, rewritten, rule, reason)


def _find_fault(rule: Rule, rewritten: str) -> str:
    """Return what is wrong with a result, or nothing."""
    try:
        ImageReference.parse(rewritten)
        # A registry needs a path, or `h.example:v1` would be a repository of Docker Hub.
        if "/" in rewritten or rule.join == "whole" or ImageReference.parse(f"{rule.target}/x").host is None:
            return ""
    except InvalidReference as error:
        return error.reason
    return "is a registry without a path"


def _find_duplicates(rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        first = seen.setdefault((rule.kind, rule.match), rule)
        if first is not rule:
            message = f"`{rule.match}` has a rule at {first.origin} already, which wins"
            file, line, _ = rule.origin
            yield Diagnostic(message, "remove one of them", file, line, excerpt=rule.text)
