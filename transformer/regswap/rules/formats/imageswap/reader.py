"""The map file of the ImageSwap webhook, in standard mode.

::

    line     ::= [ key separator value ] [ "#" comment ]        white space means nothing, wherever it stands
    separator::= "::" | ":"                                     ":" is deprecated; it works where there is only one
    key      ::= "[EXACT]" reference                            this very text
               | "[REPLACE]" pattern                            shell wildcards on the whole text; the value is a folder
               | "default"                                      registries that have no key
               | "noswap_wildcards"                             the value is a comma list of texts to be left alone
               | host [ ":" port ] [ "/" path ]                 what begins so
    value    ::= "" | target [ "-" ]                            empty: left alone. "-": the old registry follows it

A missing ``default`` line is read as ``default::``, which the webhook does not do: its plain keys act beside one only.
Of a key that is written twice the last value counts. Sources: the webhook's documentation
(https://github.com/phenixblue/imageswap-webhook/blob/master/docs/configuration.md) and, where that is silent, what its
version 1.5.3 does. Standard mode refuses what the webhook skips or misreads.

A map is a file of its own, the key ``maps`` of the webhook's ConfigMap ``imageswap-maps``, or ``imageSwap.imageChange``
of a Palette pack.
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.imageswap.map_line import COLONS, GAP, GAP_REMEDY, Entry, cut, read_lines
from regswap.rules.formats.validation import NO_RULES, check_exact, check_prefix, check_target
from regswap.suggestion import find_nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Join, Kind, Scope
    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.source_text import SourceText

NAME = "imageswap"

_KEYWORDS = ("[EXACT]", "[REPLACE]")
_NAMES = ("default", "noswap_wildcards")
_WITHOUT_DEFAULT = ("exact", "glob")
"""The kinds of rules that act in ImageSwap without a `default` line."""
_SURE = 0.75
"""How alike a key and a keyword must be, for a key may be the name of a host."""


def read(rule_source: RuleSource) -> Reading:
    """Return the rules of a map, or of a prefix in LEGACY mode; raises as ``read_text`` does."""
    if rule_source.dialect:
        from regswap.rules.formats.imageswap.legacy_reader import read_prefix

        return read_prefix(rule_source)
    return read_text(rule_source.text)


def read_text(source_text: SourceText) -> Reading:
    """Return the rules of a map in the order in which they are written.

    Raises:
        RulesError: with a finding for every line that cannot be understood.

    """
    entries: list[Entry] = []
    # Of a key that is written twice the webhook keeps the first place and the last value, as a dict does.
    rules: dict[str, list[Rule]] = {}
    warnings: list[Diagnostic] = []
    errors = Findings()
    for line in read_lines(source_text):
        with errors:
            entry = cut(line)
            entries.append(entry)
            rules[entry.key] = _read_entry(entry, warnings)
    errors.raise_as(RulesError)
    active = tuple(rule for rules_of_key in rules.values() for rule in rules_of_key)
    found = (*_warn_of_old_separators(entries), *_warn_of_repeated_keys(entries), *warnings)
    return Reading(source_text.source, active, found, NAME)


def settle(readings: Sequence[Reading]) -> list[Reading]:
    """Warn of sources without rules, and once of a ``default`` line that no source has."""
    settled = [_warn_of_emptiness(reading) for reading in readings]
    if any(rule.kind == "default" for reading in readings for rule in reading.rules):
        return settled
    for number, reading in enumerate(settled):
        first = next((rule for rule in reading.rules if rule.kind not in _WITHOUT_DEFAULT), None)
        if first is not None:
            settled[number] = reading._replace(warnings=(*reading.warnings, _tell_of_default(first)))
            break
    return settled


def _warn_of_emptiness(reading: Reading) -> Reading:
    # Where lines can never match, there is a warning about each.
    if reading.rules or reading.warnings:
        return reading
    remedy = "add a line such as `docker.io::<registry>`"
    empty = Diagnostic("has no rules, so nothing is rewritten", remedy, reading.source, code=NO_RULES)
    return reading._replace(warnings=(empty,))


def _tell_of_default(first: Rule) -> Diagnostic:
    message = (
        "there is no `default` line, which is read as `default::`; "
        "ImageSwap itself does nothing without one but for `[EXACT]` and `[REPLACE]`"
    )
    remedy = "add `default::`, which leaves all other registries alone, or `default::<registry>`, which moves them"
    return Diagnostic(message, remedy, first.origin.file, first.origin.line, excerpt=first.text, code="no-default")


def _read_entry(entry: Entry, warnings: list[Diagnostic]) -> list[Rule]:
    """Return the rules that a line holds: one, several skips, or none where it can never match."""
    if entry.key == "noswap_wildcards":
        return _read_skips(entry)
    if entry.key == "default":
        return [_make_rule(entry, "default", entry.key, warnings)]
    if entry.key.startswith("[REPLACE]"):
        return [_make_rule(entry, "glob", _strip_keyword(entry, "[REPLACE]"), warnings)]
    exact = entry.key.startswith("[EXACT]")
    if exact:
        dead = check_exact(_strip_keyword(entry, "[EXACT]"), entry.diagnose_key)
    else:
        dead = _find_why_prefix_is_dead(entry)
    # A line that can never match is checked like any other, but nobody needs two warnings about it.
    heard = [] if dead else warnings
    if exact:
        rule = _make_rule(entry, "exact", _strip_keyword(entry, "[EXACT]"), heard)
    else:
        rule = _make_rule(entry, "prefix", entry.key, heard)
    if dead:
        warnings.append(dead)
        return []
    return [rule]


def _read_skips(entry: Entry) -> list[Rule]:
    rules = []
    # An empty item would be in every text: the webhook's trailing comma switches its default off.
    for item in re.finditer(r"[^,]+", entry.value):
        origin = entry.line.locate(entry.value_at + item.start())
        rules.append(Rule("skip", item[0], "", "whole", "raw", origin, f"{entry.key}::{item[0]}", NAME))
    return rules


def _strip_keyword(entry: Entry, keyword: str) -> str:
    match = entry.key.removeprefix(keyword)
    if not match:
        raise RulesError(entry.diagnose_key(f"has nothing after `{keyword}`", f"write `{keyword}reference::target`"))
    return match


def _make_rule(entry: Entry, kind: Kind, match: str, warnings: list[Diagnostic]) -> Rule:
    """Return the rule, once its target is known to make references.

    ImageSwap drops white space wherever it stands; in a file with a password that would make a path of it.
    """
    if entry.has_gap and entry.line.source_text.is_secret:
        raise RulesError(entry.diagnose_value(GAP, GAP_REMEDY))
    joins: dict[Kind, Join] = {"exact": "whole", "glob": "basename"}
    join = joins.get(kind, "dash" if entry.value.endswith("-") else "path")
    scope: Scope = "raw" if kind in joins else "canonical"
    tail = "" if join == "whole" else "docker.io/x" if join == "dash" else "/x"
    target = check_target(entry.value, tail, entry.diagnose_value, warnings)
    return Rule(kind, match, target, join, scope, entry.line.locate(0), entry.line.text, NAME)


def _find_why_prefix_is_dead(entry: Entry) -> Diagnostic | None:
    """Return why a plain key can match nothing; refuse one that is a misspelt keyword or makes no reference."""
    key = entry.key
    _refuse_misspelling(entry)
    if key == "docker.io-library":
        dead = entry.diagnose_key(f"can never match: `{key}` is an old spelling", "write `docker.io/library`")
        return dead._replace(code="old-library-key")
    if re.search(r"[*?\[]", COLONS.sub("", key)):
        dead = entry.diagnose_key("can never match: a plain key has no wildcards", f"write `[REPLACE]{key}`")
        return dead._replace(code="wildcard-in-key")
    return check_prefix(key, entry.diagnose_key, "`[EXACT]`")


def _refuse_misspelling(entry: Entry) -> None:
    """Refuse a plain key that is meant to be a keyword."""
    key = entry.key
    bracketed = key.startswith("[") and not COLONS.match(key)
    if not bracketed and re.search(r"[.:/]", key):
        return
    written = key[: key.find("]") + 1 or None] if bracketed else key
    meant = find_nearest(written, _KEYWORDS if bracketed else _NAMES, _SURE)
    if meant:
        remedy = f"did you mean `{meant}`?"
    elif bracketed:
        remedy = "the keywords are `[EXACT]` and `[REPLACE]`"
    else:
        return
    raise RulesError(entry.diagnose_key(f"unknown keyword `{written}`", remedy))


def _warn_of_old_separators(entries: list[Entry]) -> Iterator[Diagnostic]:
    # One warning is enough: an old map has the old separator everywhere.
    old = [entry for entry in entries if not entry.line.text.startswith("::", len(entry.key))]
    if old:
        others = f" and on {len(old) - 1} more lines" if len(old) > 1 else ""
        message = f"the separator `:` is deprecated here{others}"
        yield old[0].line.diagnose(len(old[0].key), message, "write `::`")._replace(code="old-separator")


def _warn_of_repeated_keys(entries: list[Entry]) -> Iterator[Diagnostic]:
    last: dict[str, Entry] = {}
    for entry in entries:
        earlier = last.get(entry.key)
        if earlier is not None:
            message = f"`{entry.key}` is written again: this line takes the place of line {earlier.line.locate(0).line}"
            yield entry.diagnose_key(message, "remove one of them")._replace(code="duplicate-rule")
        last[entry.key] = entry
