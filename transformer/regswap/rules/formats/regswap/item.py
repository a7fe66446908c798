"""The items of ``spec.rules``: a rule, a file, or rules in another format."""

from __future__ import annotations

import os

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.regswap.reader import KINDS, check_object
from regswap.rules.source.rule_source import RuleSource
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import Context
    from regswap.rules.source.tree import Value

_FILE = "file"


def expand(rule_source: RuleSource, context: Context) -> list[RuleSource]:
    """Return the sources that an ``ImageRewrite`` holds or names, in order; items that are none go to the errors.

    Raises:
        RulesError: there is no list of rules to be found.

    """
    rules = check_object(rule_source.tree).get("rules")
    rule_sources: list[RuleSource] = []
    for item in rules.read_items("`rules`") if rules is not None else ():
        with context.errors:
            rule_sources += _find(item, context)
    return rule_sources


def _find(item: Value, context: Context) -> list[RuleSource]:
    if not item.is_map:
        raise item.refuse(
            "a rule is not a map", "write `prefix: quay.io` and `target: registry.example.com`, for example"
        )
    inline = {key.name: (each.name, key) for each in context.formats for key in each.inline}
    choices = (_FILE, *inline, *KINDS)
    chosen = [key for key, _ in item.entries if key.string in choices]
    if not chosen:
        stranger = next((key for key, _ in item.entries if key.string not in ("name", "target")), item)
        raise stranger.refuse(f"unknown rule `{stranger.string}`", suggest(stranger.string, choices))
    if len(chosen) > 1:
        raise chosen[1].refuse(f"a rule is `{chosen[0].string}` and `{chosen[1].string}`", "make it two rules")
    choice = chosen[0].string
    if choice == _FILE:
        return _open(item.read_keys((_FILE, "format"), "the rule"), context)
    if choice not in inline:
        return [RuleSource("regswap", item.source, value=item)]
    name, key = inline[choice]
    return [key.make_source(name, item.read_keys((choice,), "the rule")[choice])]


def _open(fields: dict[str, Value], context: Context) -> list[RuleSource]:
    path = fields[_FILE].read_string(f"`{_FILE}`", "imageswap.map")
    if not path:
        raise fields[_FILE].refuse("the path is empty", "name a rule file")
    names = [each.name for each in context.formats]
    name = fields["format"].read_string("`format`", "imageswap") if "format" in fields else None
    if name is not None and name not in names:
        raise fields["format"].refuse(f"unknown rule format `{name}`", suggest(name, names))
    return context.open_file(os.path.join(os.path.dirname(fields[_FILE].source), path), name, fields[_FILE])
