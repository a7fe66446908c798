"""A whole set as one sequence of regexes: for which sets that can be done, and what their targets need."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import HUB, HUB_HOSTS, read_reference
from regswap.rules.engine.order import cut_prefix
from regswap.rules.engine.rule import Origin, Rule
from regswap.rules.engine.target import canonicalise, leaves_alone
from regswap.rules.writing.expression import can_write_glob, list_expressions

if TYPE_CHECKING:
    from collections.abc import Sequence


def is_expressible(rules: Sequence[Rule]) -> bool:
    """Tell whether no rule of a set asks for what only ImageShift's own mappings do."""
    return not any(
        (rule.join == "canonical" and not leaves_alone(rule))
        or (rule.kind == "prefix" and (rule.home != HUB or (rule.exact_port and cut_prefix(rule)[1] is None)))
        or (rule.kind == "exact" and rule.scope == "canonical")
        for rule in rules
    )


def find_expression_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that cannot become regexes that decide the same."""
    faults = {}
    kept = set(_list_kept(rules))
    hub = next((cut_prefix(rule)[0] for rule in rules if rule.kind == "prefix" and _names_hub(rule)), "")
    for rule in rules:
        if rule.kind == "glob" and not can_write_glob(rule):
            faults[rule] = f"has no wildcards, and no regex finds the last `/` of what `{rule.match}` matches"
        elif rule.kind == "prefix" and _names_hub(rule) and cut_prefix(rule)[0] != hub:
            faults[rule] = f"takes `{cut_prefix(rule)[0]}` and `{hub}` for one registry"
        elif rule in kept and is_on_hub(rule):
            faults[rule] = f"would rewrite other spellings of what is under `{rule.target}` again"
        elif rule in kept and rule.kind == "exact" and rule.target[0].isdigit():
            faults[rule] = f"would leave alone what is under `{rule.target}`"
    return faults


def list_regex_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Return the regexes that decide what the rules decide."""
    nowhere = Origin("", 0, 0)
    return [
        Rule("regex", expression, template, "expand", "raw", nowhere, expression, overrides=True)
        for expression, template in list_expressions(rules, _list_kept(rules))
    ]


def is_on_hub(rule: Rule) -> bool:
    """Tell whether a rule moves images to Docker Hub, where one name has many spellings."""
    if leaves_alone(rule) or rule.kind == "regex":
        return False
    return canonicalise(rule.target, _choose_tail(rule)).partition("/")[0] == HUB


def _list_kept(rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules under whose targets another rule would find something to rewrite."""
    moving = [rule for rule in rules if not leaves_alone(rule)]
    everything = any(rule.kind in ("glob", "regex", "default") for rule in moving)
    hosts = {_name_host(rule.match, "/x") for rule in moving if rule.kind == "prefix"}
    exacts = [rule.match for rule in moving if rule.kind == "exact"]
    return [
        rule
        for rule in moving
        if rule.kind != "regex"
        and (
            everything
            or not hosts.isdisjoint(_list_hosts(rule, hosts))
            or any(text.startswith(rule.target) for text in exacts)
        )
    ]


def _list_hosts(rule: Rule, hosts: set[str]) -> set[str]:
    """Return the registries of what is under a target; alone, `h.example` is a name of Docker Hub."""
    found = {_name_host(rule.target, tail) for tail in (_choose_tail(rule), "")}
    if rule.target.endswith("-"):
        found |= {host for host in hosts if host.startswith(rule.target)}
    return found


def _choose_tail(rule: Rule) -> str:
    return "" if rule.join == "whole" else "x" if rule.target.endswith("-") else "/x"


def _name_host(head: str, tail: str) -> str:
    reference = read_reference(head + tail)
    if reference is None:
        return ""
    host = reference.host
    return HUB if host is None or host in HUB_HOSTS else host


def _names_hub(rule: Rule) -> bool:
    host, port, _ = cut_prefix(rule)
    return port is None and host in HUB_HOSTS
