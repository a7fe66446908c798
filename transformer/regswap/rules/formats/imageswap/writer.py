"""Rules as a map file of ImageSwap: all kinds but regex.

``[EXACT]`` knows one spelling, so a rule that takes every spelling of an image becomes a line for each.
Plain keys act only beside a ``default`` line, so there is one; it leaves alone unless a rule says otherwise.
"""

from __future__ import annotations

from regswap.errors import RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.imageswap import reader as imageswap
from regswap.rules.source.source_text import SourceText
from regswap.rules.writing.equivalents import spell_out, write_target
from regswap.rules.writing.fault import find_plain_faults
from regswap.rules.writing.yaml_scalar import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Join, Kind, Rule

_CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: imageswap-maps
  namespace: imageswap-system
data:
"""
_JOINS: dict[Kind, tuple[Join, ...]] = {
    "exact": ("whole",),
    "glob": ("basename",),
    "prefix": ("path", "dash"),
    "skip": ("whole",),
    "default": ("path", "dash"),
}


def find_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that a map cannot express."""
    faults = find_plain_faults(rules, _JOINS)
    for rule in rules:
        if rule not in faults and not _can_be_written(rule):
            faults[rule] = f"cannot hold `{rule.match}` in a line"
    return faults


def write(rules: Sequence[Rule]) -> str:
    """Return the map: exact lines first, then the others in their order, ``default`` last."""
    lines = [f"[EXACT]{text}::{write_target(rule)}" for text, rule in spell_out(rules).items()]
    lines += (_write(rule) for rule in rules if rule.kind in ("glob", "prefix"))
    lines += _accompany(rules)
    skips = dict.fromkeys(rule.match for rule in rules if rule.kind == "skip")
    if skips:
        lines.append(f"noswap_wildcards::{','.join(skips)}")
    default = next((rule for rule in rules if rule.kind == "default"), None)
    lines.append(_write(default) if default else "default::")
    return "".join(f"{line}\n" for line in lines)


def _accompany(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield keys for the registries that have one for ``library`` only, on whose other images the webhook fails.

    They say what the default says, which a text to be skipped would keep from it.
    """
    default = next((rule for rule in rules if rule.kind == "default"), None)
    target = default.target if default else ""
    if target and any(rule.kind == "skip" for rule in rules):
        return
    keys = {rule.match for rule in rules if rule.kind == "prefix"}
    for key in sorted(keys):
        registry, _, path = key.partition("/")
        if path == "library" and registry not in keys:
            yield f"{registry}::{target}"


def write_config_map(text: str) -> str:
    """Return the webhook's ConfigMap with a map in it."""
    lines = text.splitlines()
    if not all(map(str.isprintable, lines)):
        return f"{_CONFIG_MAP}  maps: {quote(text)}\n"
    return f"{_CONFIG_MAP}  maps: |\n" + "".join(f"    {line}\n" for line in lines)


def _write(rule: Rule) -> str:
    keywords = {"exact": "[EXACT]", "glob": "[REPLACE]", "skip": "noswap_wildcards::"}
    line = f"{keywords.get(rule.kind, '')}{rule.match}"
    return line if rule.kind == "skip" else f"{line}::{rule.target}"


def _can_be_written(rule: Rule) -> bool:
    """Tell whether a line says of a rule what the rule says; white space, ``#`` and ``::`` mean something in a map."""
    try:
        found = imageswap.read_text(SourceText("", _write(rule))).rules
    except RulesError:
        return False
    return [_key(one) for one in found] == [_key(rule)]


def _key(rule: Rule) -> tuple[str, str, str]:
    return rule.kind, rule.match, rule.target
