"""Rules as an ``Imageshift`` resource: swaps that add ``library/`` and ``:latest``, exact swaps, regexes before both.

Rules of other formats add nothing, so all rules of a set become regexes, in the order in which the engine asks them.
That is not done with a set that holds swaps of ImageShift as well.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, ImageReference
from regswap.rules.engine.target import leaves_alone
from regswap.rules.writing.equivalents import list_spellings
from regswap.rules.writing.fault import MISSING, explain_join
from regswap.rules.writing.sequence import find_expression_faults, is_expressible, is_on_hub, list_regex_rules
from regswap.rules.writing.spare import find_spare
from regswap.rules.writing.yaml_scalar import write_scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Kind, Rule

_LISTS: dict[Kind, tuple[str, str]] = {
    "prefix": ("swap", "registry"),
    "exact": ("exactSwap", "reference"),
    "regex": ("regexSwap", "expression"),
}
_HEAD = """\
apiVersion: imageshift.dev/v1
kind: Imageshift
metadata:
  name: imageshift
spec:
"""


def find_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that a resource cannot express."""
    faults = _find_native_faults(rules)
    if faults.keys() <= find_spare(rules):
        return faults
    return find_expression_faults(rules) if is_expressible(rules) else faults


def write(rules: Sequence[Rule]) -> str:
    """Return the resource."""
    if _find_native_faults(rules):
        rules = list_regex_rules(rules)
    return _HEAD + "".join(f"  {line}\n" for line in write_spec(rules))


def write_spec(rules: Sequence[Rule]) -> list[str]:
    """Return the lines of a specification."""
    home = _find_home(rules)
    lines = [] if home == HUB else [f"default: {write_scalar(home)}"]
    lines.append("mappings:" if rules else "mappings: {}")
    for kind, (name, key) in _LISTS.items():
        of_kind = [rule for rule in rules if rule.kind == kind]
        if of_kind:
            lines.append(f"  {name}:")
        for rule in of_kind:
            # A swap must have a target; one that names itself leaves alone what it matches.
            target = rule.target or (rule.match if kind == "prefix" else "")
            lines += [f"    - {key}: {write_scalar(rule.match)}", f"      target: {write_scalar(target)}"]
    return lines


def _find_native_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that are not a mapping of their own."""
    home = _find_home(rules)
    exacts = [text for rule in rules if rule.kind == "exact" for text in list_spellings(rule)]
    stays_on_hub = any(map(is_on_hub, rules))
    faults = {}
    for rule in rules:
        if rule.kind == "prefix":
            fault = _find_prefix_fault(rule, home)
        elif rule.kind == "exact":
            fault = _find_exact_fault(rule, home)
        elif rule.kind == "regex":
            fault = "" if rule.overrides else _find_regex_fault(rule, exacts, stays_on_hub=stays_on_hub)
        else:
            fault = MISSING[rule.kind]
        if fault:
            faults[rule] = fault
    return faults


def _find_home(rules: Sequence[Rule]) -> str:
    """Return the registry of references without one, of which a resource has one for all."""
    return next((rule.home for rule in rules if _depends_on_home(rule)), HUB)


def _depends_on_home(rule: Rule) -> bool:
    return rule.kind == "prefix" or (rule.kind == "exact" and rule.scope == "canonical")


def _find_prefix_fault(rule: Rule, home: str) -> str:
    if rule.join != "canonical" and not leaves_alone(rule):
        return explain_join(rule, "canonical")
    if rule.home != home:
        return f"has one default registry: `{home}`, and not `{rule.home}` too"
    reference = ImageReference.parse(f"{rule.match}/x")
    if not rule.exact_port and reference.port is None:
        port = f"{reference.host}:{DEFAULT_PORT}"
        return f"matches no port that is not named: `{port}/x` would not be under `{rule.match}`"
    if reference.port is None and reference.host in HUB_HOSTS and reference.host != HUB:
        return f"takes `{reference.host}` for `{HUB}`"
    return ""


def _find_exact_fault(rule: Rule, home: str) -> str:
    if rule.scope == "canonical":
        return "" if rule.home == home else f"has one default registry: `{home}`, and not `{rule.home}` too"
    others = set(list_spellings(rule._replace(scope="canonical", home=home))) - {rule.match}
    if others:
        return f"takes every spelling of an image: `{min(others)}` would become `{rule.target}` too"
    return ""


def _find_regex_fault(rule: Rule, exacts: list[str], *, stays_on_hub: bool) -> str:
    """Return why a regex that has its turn after the exact rules and targets cannot have it before them."""
    from regswap.rules.engine.pattern import compile_expression

    search = compile_expression(rule.match).search
    named = next((text for text in exacts if search(text)), None)
    if named:
        return f"tries a regex before the exact rules: `{named}` would be its business"
    if stays_on_hub:
        return "tries a regex before it looks whether a reference is under a target on Docker Hub already"
    return ""
