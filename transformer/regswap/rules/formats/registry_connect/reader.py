"""The rules of Palette's Registry Connect pack and of an Edge host's registry mapping.

::

    imageReplacementRules: |                        charts.registry-connect.config.registry of a pack
      "us-docker.pkg.dev/palette-images": "example.registry.com/internal-images"
      "all": "example.registry.com/internal-images"
    registryMappingRules:                           stylus.externalRegistries of the Edge user data; has no "all"
      "us-docker.pkg.dev/palette-images": "example.registry.com/palette-images"

Either is a map, or a string that holds one. A source prefix ends at a boundary, and the longest wins; ``all`` takes
what is left and comes before the whole reference. Source: Palette's documentation of both
(https://docs.spectrocloud.com). The programs are closed: where it is silent, what is here is our decision.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.registry_connect import MAPPING
from regswap.rules.formats.validation import NO_RULES, check_prefix, check_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.tree import Value

NAME = "registry-connect"
ALL = "all"


class Pair(NamedTuple):
    """A rule as it is written, and its parts without their final slashes."""

    key: Value
    value: Value
    source: str
    target: str
    written: str
    """The target as it is written."""


def read(rule_source: RuleSource) -> Reading:
    """Return the rules of a map in the order in which they are written.

    Raises:
        RulesError: with every finding.

    """
    errors = Findings()
    warnings: list[Diagnostic] = []
    rules = []
    pairs = list(read_pairs(rule_source, errors))
    for pair in pairs:
        with errors:
            rules.append(_read_rule(rule_source, pair, warnings))
    errors.raise_as(RulesError)
    if not pairs:
        empty = rule_source.tree.diagnose("has no rules", 'add one such as `"docker.io": "registry.example.com"`')
        warnings.append(empty._replace(code=NO_RULES))
    return Reading(rule_source.source, tuple(filter(None, rules)), tuple(warnings), NAME)


def read_pairs(rule_source: RuleSource, errors: Findings) -> Iterator[Pair]:
    """Yield the rules of the map; what is none, or is there already, is added to the errors.

    Raises:
        RulesError: there is no map, nor a string that holds one.

    """
    seen = set()
    for key, value in _find_entries(rule_source):
        with errors:
            pair = _read_pair(key, value)
            if pair.source in seen:
                remedy = "remove one: maps have no order, so none would be first"
                raise key.refuse(f"`{pair.source}` has a rule already", remedy)
            seen.add(pair.source)
            yield pair


def _read_pair(key: Value, value: Value) -> Pair:
    source = key.read_string("a source prefix", "docker.io")
    target = value.read_string(f"the target of `{source}`", "registry.example.com")
    if not target.rstrip("/"):
        raise value.refuse(f"`{source}` has no target", "write the prefix that takes its place")
    return Pair(key, value, source.rstrip("/"), target.rstrip("/"), target)


def _find_entries(rule_source: RuleSource) -> list[tuple[Value, Value]]:
    """Return the keys and values of the map, which may be written in a string."""
    value = rule_source.tree
    remedy = 'write a map of `"source/prefix": "target/prefix"`, or a block scalar that holds one'
    if value.is_null:
        return []
    if not value.is_map:
        if value.is_list:
            raise value.refuse("the rules are a list", remedy)
        from regswap.rules.source.tree import read_tree

        roots = [root for root in read_tree(value.read_text("the rules")) if not root.is_null]
        if not roots:
            return []
        value = roots[0]
    if not value.is_map:
        raise value.refuse("the rules are not a map", remedy)
    return value.entries


def _read_rule(rule_source: RuleSource, pair: Pair, warnings: list[Diagnostic]) -> Rule | None:
    """Return the rule, None where it can never match."""
    key, value, source, written = pair.key, pair.value, pair.source, pair.written
    text = f'"{source}": "{written}"'
    if source == ALL and rule_source.dialect != MAPPING:
        target = check_target(written, "/x", value.diagnose, warnings)
        return Rule("default", "default", target, "prepend", "canonical", key.origin, text, NAME)
    dead = check_prefix(source, key.diagnose)
    target = check_target(written, "/x", value.diagnose, [] if dead else warnings)
    if dead:
        warnings.append(dead)
        return None
    return Rule("prefix", source, target, "path", "canonical", key.origin, text, NAME)
