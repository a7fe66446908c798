"""The standard engine: one ordered set of rules, and what they decide about a reference.

The first of these that finds a rule decides:

1. *target*: the reference already is a target as written, or begins with one that ends at a boundary (the end, ``/``,
   ``:`` or ``@``; a dash target carries its own), or looks like the result of a regex whose target begins with a
   registry. It stays, so what the rules wrote is never rewritten again.
2. *override*: the first regex that takes precedence over the exact rules and is found in the text.
3. *exact*: a rule names the text as written; then one that names the same image in another spelling.
4. *target* once more, on the canonical form: ``docker.io/mirror/x`` is under ``mirror``.
5. *pattern*: the first glob that fits the whole text, or regex that is found in it.
6. *prefix*: the longest one at a boundary. A prefix that names the host only matches the default port as well, and
   drops it (unless its format says otherwise); any other port is another registry, which needs a prefix of its own. A
   prefix that names the port takes precedence over it, and a host as written over ``docker.io``, which all hosts of
   Docker Hub share.
7. *skip*: the text holds what a rule skips. It stays.
8. *default*.

A rule with an empty target leaves its references alone, as does one that names itself as its target. How target and
reference are joined:

- ``whole``: the target alone.
- ``basename``: what follows the last ``/`` comes under the target.
- ``path``: the target takes the place of the matched prefix (of the registry, for a default).
- ``dash``: target, registry without port, ``/`` and path.
- ``prepend``: the target comes before the whole reference; in scope ``canonical`` a short name of Docker Hub is written
  out first, and the default port left out. No path can hold another port.
- ``canonical``: as ``path``, with ``library/`` for short names of Docker Hub and ``:latest`` where there is neither tag
  nor digest.
- ``expand``: the target, with the groups of a regex in it, takes the place of the match.

A result that is not a reference is not used, nor is one of a regex that the rules would rewrite again; the decision has
that as its ``trouble``. No step but *override*, *pattern* and *skip* takes longer when there are more rules.
"""

from __future__ import annotations

from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, ImageReference, InvalidReference
from regswap.rules.engine.prefix import Exacts, Prefixes
from regswap.rules.engine.rule import Decision, Reading, Rule, remember
from regswap.rules.engine.target import Targets, leaves_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.rules.engine.pattern import Pattern, Patterns

_JOINS = {
    "exact": ("whole",),
    "glob": ("basename",),
    "regex": ("expand",),
    "prefix": ("path", "dash", "canonical"),
    "skip": ("whole",),
    "default": ("path", "dash", "basename", "prepend"),
}


class RuleSet:
    """An ordered set of rules with the warnings about it; ``decide`` is all it does."""

    def __init__(
        self, rules: Iterable[Rule], warnings: Iterable[Diagnostic] = (), readings: Iterable[Reading] = ()
    ) -> None:
        self.rules = tuple(rules)
        for rule in self.rules:
            if rule.join not in _JOINS.get(rule.kind, ()):
                raise ValueError(
                    f"{rule.origin}: no standard semantics for a {rule.kind} rule that joins by {rule.join}"
                )
        self.readings = tuple(readings)
        self.warnings = (*warnings, *_find_duplicates(self.rules))
        self._targets = Targets(self.rules)
        self._exacts = Exacts(self.rules)
        self._prefixes = Prefixes(self.rules)
        patterns = _compile_patterns(self.rules)
        self._owners = tuple((pattern.owns, pattern.rule) for pattern in patterns if pattern.owns)
        self._heads = {pattern.head: pattern.rule for pattern in reversed(patterns) if pattern.head}
        self._overrides = _index(pattern for pattern in patterns if pattern.rule.overrides)
        self._patterns = _index(pattern for pattern in patterns if not pattern.rule.overrides)
        self._skips = tuple(rule for rule in self.rules if rule.kind == "skip")
        self._default = next((rule for rule in self.rules if rule.kind == "default"), None)
        self._steps = (
            self._stay_under_target,
            self._match_override,
            self._match_exact,
            self._stay_under_canonical_target,
            self._match_pattern,
            self._match_prefix,
            self._skip,
            self._fall_to_default,
        )
        self._remember = remember(self._decide)

    def decide(self, text: str) -> Decision:
        """Return what becomes of a text; one that is not a reference stays as it is and has ``parsed`` false."""
        return self._remember(text)

    def _decide(self, text: str) -> Decision:
        decision = self._choose(text)
        if decision.changed and decision.rule and decision.rule.kind == "regex":
            again = self._choose(decision.rewritten)
            if again.changed:
                fault = "the rules would rewrite again"
                return _refuse(text, decision.rule, decision.reason, decision.rewritten, fault)
        return decision

    def _choose(self, text: str) -> Decision:
        try:
            reference = ImageReference.parse(text)
        except InvalidReference as error:
            return Decision(text, text, None, error.reason, parsed=False)
        decisions = (step(text, reference) for step in self._steps)
        return next(filter(None, decisions), Decision(text, text, None, "is matched by no rule"))

    def _stay_under_target(self, text: str, _: ImageReference) -> Decision | None:
        rule = self._targets.find_owner(text)
        if rule:
            return _keep(text, rule)
        if not self._heads and not self._owners:
            return None
        head = next((text[: end + 1] for end in _list_slashes(text) if text[: end + 1] in self._heads), "")
        if head:
            return _keep(text, self._heads[head])
        return next((_keep(text, rule) for owns, rule in self._owners if owns(text)), None)

    def _match_override(self, text: str, _: ImageReference) -> Decision | None:
        return _match(self._overrides, text)

    def _match_exact(self, text: str, reference: ImageReference) -> Decision | None:
        rule = self._exacts.find(text)
        if rule:
            return _apply(rule, text, rule.target, "is named by a rule")
        rule = self._exacts.find_canonical(reference)
        return rule and _apply(rule, text, rule.target, f"is `{rule.match}`")

    def _stay_under_canonical_target(self, text: str, reference: ImageReference) -> Decision | None:
        rule = self._targets.find_canonical_owner(reference)
        return rule and _keep(text, rule)

    def _match_pattern(self, text: str, _: ImageReference) -> Decision | None:
        return _match(self._patterns, text)

    def _match_prefix(self, text: str, reference: ImageReference) -> Decision | None:
        found = self._prefixes.find(reference)
        if not found:
            return None
        rule, rest = found
        return _apply(rule, text, _join(rule, reference, rest), f"is under `{rule.match}`")

    def _skip(self, text: str, _: ImageReference) -> Decision | None:
        rule = next((rule for rule in self._skips if rule.match in text), None)
        return rule and Decision(text, text, rule, f"holds `{rule.match}`, which is skipped")

    def _fall_to_default(self, text: str, reference: ImageReference) -> Decision | None:
        rule = self._default
        rest = f"/{reference.path}"
        return rule and _apply(rule, text, _join(rule, reference, rest), "is matched by the default only")


def _compile_patterns(rules: tuple[Rule, ...]) -> tuple[Pattern, ...]:
    if not any(rule.kind in ("glob", "regex") for rule in rules):
        return ()
    from regswap.rules.engine.pattern import compile_patterns

    return compile_patterns(rules)


def _index(patterns: Iterable[Pattern]) -> Patterns | None:
    found = tuple(patterns)
    if not found:
        return None
    from regswap.rules.engine.pattern import Patterns

    return Patterns(found)


def _list_slashes(text: str) -> list[int]:
    """Return where the slashes of a text are, the last one first."""
    return [at for at in range(len(text) - 1, -1, -1) if text[at] == "/"]


def _match(patterns: Patterns | None, text: str) -> Decision | None:
    for pattern in patterns.list_candidates(text) if patterns is not None else ():
        rewritten = pattern.apply(text)
        if rewritten is not None:
            return _apply(pattern.rule, text, rewritten, f"matches `{pattern.rule.match}`")
    return None


def _join(rule: Rule, reference: ImageReference, rest: str) -> str:
    """Return the result of a prefix or default rule; ``rest`` is what is left of the path."""
    if rule.join == "path":
        return f"{rule.target}{rest}{reference.suffix}"
    if rule.join == "basename":
        return f"{rule.target}/{reference.path.rpartition('/')[2]}{reference.suffix}"
    if rule.join == "canonical":
        return _join_canonical(rule, reference, rest)
    if rule.join == "prepend":
        whole = _write_out(reference) if rule.scope == "canonical" else reference
        return f"{rule.target}{'' if rule.target.endswith('-') else '/'}{whole}"
    host = HUB if reference.host is None or reference.host in HUB_HOSTS else reference.host
    return f"{rule.target}{host}/{reference.path}{reference.suffix}"


def _write_out(reference: ImageReference) -> ImageReference:
    """Return a reference with its registry, as it stands in a path."""
    if reference.host is None:
        return reference.canonical()
    return reference._replace(port=None) if reference.port == DEFAULT_PORT else reference


def _join_canonical(rule: Rule, reference: ImageReference, rest: str) -> str:
    registry = rule.home if reference.host is None else reference.registry
    if rest == f"/{reference.path}" and "/" not in reference.path and registry == HUB:
        rest = f"/library{rest}"
    tag = ":latest" if reference.tag is None and reference.digest is None else ""
    return f"{rule.target}{rest}{reference.suffix}{tag}"


def _keep(text: str, rule: Rule) -> Decision:
    reason = f"is {'already' if rule.join == 'whole' else 'already under'} `{rule.target}`"
    return Decision(text, text, rule, reason, arrived=True)


def _apply(rule: Rule, text: str, rewritten: str, reason: str) -> Decision:
    if leaves_alone(rule):
        return Decision(text, text, rule, f"{reason}, which the rules leave alone")
    fault = _find_fault(rule, rewritten)
    return _refuse(text, rule, reason, rewritten, fault) if fault else Decision(text, rewritten, rule, reason)


def _refuse(text: str, rule: Rule, reason: str, rewritten: str, fault: str) -> Decision:
    trouble = f"{reason}, but would become `{rewritten}`, which {fault}"
    return Decision(text, text, rule, trouble, trouble=trouble)


def _find_fault(rule: Rule, rewritten: str) -> str:
    """Return what is wrong with a result, or nothing."""
    try:
        ImageReference.parse(rewritten)
        # A registry needs a path, or `h.example:v1` would be a repository of Docker Hub.
        if "/" in rewritten or rule.join in ("whole", "expand") or rule.target.endswith("-"):
            return ""
        if ImageReference.parse(f"{rule.target}/x").host is None:
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
            origin = rule.origin
            yield Diagnostic(
                message, "remove one of them", origin.file, origin.line, excerpt=rule.text, code="duplicate-rule"
            )
