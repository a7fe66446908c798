"""Why a format cannot express a rule, in words that follow the format's name."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB, ImageReference
from regswap.rules.engine.target import canonicalise, leaves_alone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from regswap.rules.engine.rule import Join, Kind, Rule

MISSING = {
    "exact": "has no exact rules",
    "glob": "has no wildcards",
    "regex": "has no regex",
    "prefix": "has no prefixes",
    "skip": "has no skip rules",
    "default": "has no default",
}


def find_plain_faults(rules: Sequence[Rule], joins: Mapping[Kind, tuple[Join, ...]]) -> dict[Rule, str]:
    """Return the faults of rules for a format with these joins, whose references without a registry are Docker Hub's.

    A format of this sort has one rule for one key. It is all that is asked of a rule that leaves alone what it matches
    that it matches the same.
    """
    faults = {}
    seen: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        first = seen.setdefault((rule.kind, rule.match), rule)
        fault = _find_plain_fault(rule, joins)
        if not fault and first is not rule:
            fault = f"has one rule for one key, and `{rule.match}` has another one at {first.origin}, which wins"
        if fault:
            faults[rule] = fault
    return faults


def _find_plain_fault(rule: Rule, joins: Mapping[Kind, tuple[Join, ...]]) -> str:
    if rule.kind not in joins:
        return MISSING[rule.kind]
    if rule.join not in joins[rule.kind] and not (leaves_alone(rule) and rule.kind == "prefix"):
        return explain_join(rule, joins[rule.kind][0])
    if rule.kind == "default" and "path" not in joins["default"] and leaves_alone(rule):
        return "has no default that leaves alone"
    if rule.kind == "default" and rule.scope == "raw":
        return f"writes short names of Docker Hub out: `nginx` would become `{rule.target}/{HUB}/library/nginx`"
    return _find_home_fault(rule) if rule.kind == "prefix" else ""


def _find_home_fault(rule: Rule) -> str:
    """Return why a prefix would match other references in a format of this sort, or nothing."""
    reference = ImageReference.parse(f"{canonicalise(rule.match, '/x')}/x")
    if rule.home not in (HUB, reference.registry) and reference.registry != HUB:
        return _find_port_fault(rule, reference)
    if rule.home != HUB and rule.home == reference.registry:
        return f"takes references without a registry for Docker Hub's: `nginx` would not be under `{rule.match}`"
    if rule.home != HUB:
        return f"takes references without a registry for Docker Hub's: `nginx` would be under `{rule.match}`"
    return _find_port_fault(rule, reference)


def _find_port_fault(rule: Rule, reference: ImageReference) -> str:
    if rule.exact_port and reference.port is None:
        return f"matches the default port: `{reference.host}:{DEFAULT_PORT}/x` would be under `{rule.match}`"
    return ""


def explain_join(rule: Rule, instead: Join) -> str:
    """Return what would become of a reference, if a format joined it in its own way."""
    target = rule.target.removesuffix("-")
    if rule.join == "canonical":
        return f"adds no `library/` and no `:latest`: `{rule.match}/x` would become `{target}/x`"
    if rule.join == "dash":
        example = f"{'quay.io' if rule.kind == 'default' else rule.match.partition('/')[0]}/x"
        return (
            f"does not write the old registry behind the target: `{example}` would not become `{rule.target}{example}`"
        )
    if instead == "canonical":
        return f"adds `library/` and `:latest`: `{rule.match}/x` would become `{target}/x:latest`"
    if instead == "prepend":
        return f"keeps the whole reference under its default: `quay.io/x` would become `{target}/quay.io/x`"
    if rule.join == "prepend":
        return f"puts its default in the place of the registry: `quay.io/x` would become `{target}/x`"
    return f"keeps the whole path under its default: `quay.io/a/x` would become `{target}/a/x`"
