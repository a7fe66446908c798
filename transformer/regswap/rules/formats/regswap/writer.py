"""Rules as an ``ImageRewrite``, which has everything: what no rule of its own says stands in it in its own format."""

from __future__ import annotations

from itertools import groupby

from regswap.image_rewrite import HEAD
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.imageshift.writer import write_spec
from regswap.rules.writing.yaml_scalar import write_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Rule


def find_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return none: there is nothing that it cannot express."""
    del rules
    return {}


def write(rules: Sequence[Rule]) -> str:
    """Return the object."""
    lines: list[str] = []
    for (form, _), group in groupby(_drop_twins(rules), key=lambda rule: (_choose_form(rule), _find_group(rule))):
        run = list(group)
        lines += _write_imageshift(run) if form == "imageshift" else _write_each(form, run)
    head = "  rules:\n" if lines else "  rules: []\n"
    return HEAD + head + "".join(f"    {line}\n" for line in lines)


def _drop_twins(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rules without the skip that ImageSwap's prefix stands for as well."""
    prefixes = {rule.text for rule in rules if _choose_form(rule) == "image-prefix"}
    return (rule for rule in rules if not (rule.kind == "skip" and rule.text in prefixes))


def _choose_form(rule: Rule) -> str:
    if rule.overrides or rule.join == "canonical" or (rule.kind == "exact" and rule.scope == "canonical"):
        return "imageshift"
    if rule.kind == "default" and rule.scope == "raw":
        return "image-prefix"
    return "registry-connect" if rule.join == "prepend" else "own"


def _find_group(rule: Rule) -> str:
    return rule.home if _choose_form(rule) == "imageshift" else ""


def _write_imageshift(rules: Sequence[Rule]) -> list[str]:
    first, *rest = write_spec(rules)
    return ["- imageshift:", *(f"    {line}" for line in (first, *rest))]


def _write_each(form: str, rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        if form == "image-prefix":
            yield f"- image-prefix: {write_scalar(rule.target)}"
        elif form == "registry-connect":
            yield f'- registry-connect: {{"all": {write_scalar(rule.target)}}}'
        else:
            yield from _write_own(rule)


def _write_own(rule: Rule) -> Iterator[str]:
    entries = [("name", rule.name)] if rule.name else []
    if rule.kind == "default":
        entries.append(("default", rule.target))
    else:
        entries.append((rule.kind, rule.match))
        if rule.kind != "skip":
            entries.append(("target", rule.target))
    for number, (key, value) in enumerate(entries):
        yield f"{'  ' if number else '- '}{key}: {write_scalar(value)}"
