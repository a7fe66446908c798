"""The behaviour of ImageShift: ``pkg/swap/swap.go`` of https://github.com/spectrocloud-labs/imageshift.

A reference in the default registry is written out even if no mapping matches; a regex throws away what it matched
wherever that stands, and appends the rest once for every group. The first generation compares registries as they are
written, so that ``docker.io`` never matches: Docker Hub is ``index.docker.io`` there. Its loader knows the lists by the
names of Go's fields only, and it panics on an expression that Go refuses.
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.rule import Rule
from regswap.rules.formats.imageshift.go_name import Name, parse
from regswap.rules.formats.imageshift.reader import PROGRAM, Dialect, Mapping, read_default, read_mappings
from regswap.rules.formats.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from regswap.rules.engine.rule import Join, Kind
    from regswap.rules.source.rule_source import RuleSource

NAME = "imageshift"


class Mappings(NamedTuple):
    """What the program holds of a resource."""

    default: str
    swap: tuple[Rule, ...]
    exact: tuple[Rule, ...]
    regex: tuple[tuple[Any, Rule], ...]
    """Compiled; None where Go refuses the expression and the program panics on it."""
    normalises: bool


class _Panic(Exception):  # noqa: N818 - as Go calls it
    """The program stops; the pod is admitted as it is."""


class Matcher:
    """``SwapImage`` of the program, for a resource."""

    def __init__(self, mappings: Mappings, rules: tuple[Rule, ...], warnings: tuple[Diagnostic, ...]) -> None:
        """Take the mappings as the program reads them."""
        self.rules = rules
        self.warnings = warnings
        self._mappings = mappings
        self._default = self._normalise(mappings.default)
        self._swaps: dict[str, Rule] = {}
        for rule in mappings.swap:
            self._swaps.setdefault(self._normalise(rule.match), rule)
        self._exacts: dict[str, Rule] = {}
        for rule in mappings.exact:
            self._exacts.setdefault(rule.match, rule)

    def swap(self, image: str) -> Outcome:
        """Return what the program makes of a text."""
        try:
            outcome = self._swap(image)
        except _Panic as panic:
            reason = f"stays, because ImageShift panics on it: {panic}"
            trouble = f"{reason}; in the cluster every container of its Pod stays"
            return Outcome(image, None, reason, trouble, spoils_pod=True)
        if outcome.rewritten:
            return outcome
        empty = "" if outcome.rule is None else ", and its target is empty"
        return Outcome(image, outcome.rule, f"{outcome.reason}{empty}")

    def _swap(self, image: str) -> Outcome:
        name = parse(image, self._mappings.default)
        if name is None:
            raise _Panic("it is not a reference to it")
        outcome = Outcome("", None, "is matched by no rule")
        if name.registry == self._default:
            outcome = Outcome(str(name), None, "is in the default registry, and is written out")
        rule = self._swaps.get(name.registry)
        if rule:
            outcome = Outcome(_join(rule.target, name, image), rule, f"is under `{rule.match}`")
        rule = self._exacts.get(image)
        if rule:
            outcome = Outcome(rule.target, rule, "is named by a rule")
        for compiled, rule in self._mappings.regex:
            if compiled is None:
                raise _Panic(f"Go refuses the expression `{rule.match}`")
            match = compiled.search(image)
            if match:
                return Outcome(_replace(rule.target, match, image), rule, f"matches `{rule.match}`")
        return outcome

    def _normalise(self, registry: str) -> str:
        name = parse(f"{registry}/dummy:latest") if self._mappings.normalises else None
        return name.registry if name else registry


def make_matcher(rule_sources: Sequence[RuleSource]) -> Matcher:
    """Return the program with a resource; raises RulesError where there are two, or one cannot be read."""
    if len(rule_sources) > 1:
        origin = rule_sources[1].tree.diagnose("a cluster has one Imageshift resource, and this is another", "name one")
        raise RulesError(origin)
    (rule_source,) = rule_sources
    dialect = PROGRAM[rule_source.dialect]
    errors = Findings()
    warnings: list[Diagnostic] = []
    spec = rule_source.tree.read_keys((*dialect.keys, *dialect.ignored), "the specification")
    default = read_default(spec, dialect)
    rules = [_make_rule(mapping, dialect) for mapping in read_mappings(spec, dialect, errors, warnings)]
    errors.raise_as(RulesError)
    mappings = Mappings(
        default,
        tuple(rule for rule in rules if rule.kind == "prefix"),
        tuple(rule for rule in rules if rule.kind == "exact"),
        _compile([rule for rule in rules if rule.kind == "regex"], warnings, panics=bool(rule_source.dialect)),
        normalises=not rule_source.dialect,
    )
    return Matcher(mappings, tuple(rules), tuple(warnings))


def _make_rule(mapping: Mapping, dialect: Dialect) -> Rule:
    kinds: dict[str, tuple[Kind, Join]] = {dialect.exact: ("exact", "whole"), dialect.regex: ("regex", "expand")}
    kind, join = kinds.get(mapping.list, ("prefix", "canonical"))
    text = f"{mapping.list}: {mapping.match_text} -> {mapping.target_text}"
    return Rule(kind, mapping.match_text, mapping.target_text, join, "raw", mapping.item.origin, text, NAME)


def _compile(rules: list[Rule], warnings: list[Diagnostic], *, panics: bool) -> tuple[tuple[Any, Rule], ...]:
    """Return the expressions that Go takes; the first generation panics where it meets another."""
    if not rules:
        return ()
    from regswap.rules.engine.pattern import InvalidPattern, compile_expression

    compiled: list[tuple[Any, Rule]] = []
    for rule in rules:
        try:
            _refuse_bytes(rule.match)
            compiled.append((compile_expression(rule.match), rule))
        except InvalidPattern as error:  # noqa: PERF203 - a rule that cannot be compiled is one to warn of
            does = "makes ImageShift panic" if panics else "is skipped by ImageShift"
            message = f"{does}: RE2 refuses `{rule.match}`: {error}"
            origin = rule.origin
            code = "skipped-by-original"
            warnings.append(Diagnostic(message, "correct it", origin.file, origin.line, origin.column, code=code))
            compiled += [(None, rule)] if panics else []
    return tuple(compiled)


def _refuse_bytes(expression: str) -> None:
    r"""Raise InvalidPattern for ``\C``, a single byte, which is all that RE2 takes and Go's ``regexp`` does not."""
    from regswap.rules.engine.pattern import InvalidPattern

    if r"\C" in re.findall(r"(?s)\\Q.*?(?:\\E|\Z)|\\.", expression):
        raise InvalidPattern(r"invalid escape sequence: \C")


def _join(target: str, name: Name, image: str) -> str:
    if not name.digest:
        return f"{target}/{name.repository}:{name.tag}"
    _, colon, tag = image.partition("@")[0].partition(":")
    if not colon:
        raise _Panic("it has a digest and no tag")
    return f"{target}/{name.repository}:{tag.partition(':')[0]}@{name.digest}"


def _replace(target: str, match: Any, image: str) -> str:  # noqa: ANN401 - the library has no types
    rest = image.replace(match[0], "") if match[0] else image
    for number, group in enumerate(match.groups(), 1):
        target = target.replace(f"${number}", group or "") + rest
    return target
