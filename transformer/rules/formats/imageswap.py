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

Plain keys and ``noswap_wildcards`` act only where there is a ``default`` line; of a key that is written twice the last
value counts. Sources: the webhook's documentation
(https://github.com/phenixblue/imageswap-webhook/blob/master/docs/configuration.md) and, where that is silent, what its
version 1.5.3 does. Standard mode refuses what the webhook skips or misreads.
"""

from __future__ import annotations

import re

from transformer.errors import Diagnostic, RulesError
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.reference import ImageReference, InvalidReference
from transformer.rules.rule import Origin, Reading, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transformer.rules.rule import Join, Kind, Scope

NAME = "imageswap"

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# An IPv6 address in brackets holds colons that separate nothing.
_COLONS = re.compile(r"\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]|(:+)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_KEYWORDS = ("[EXACT]", "[REPLACE]")
_NAMES = ("default", "noswap_wildcards")
_SHAPE = "write `key::target`, or `key::` to leave what the key matches alone"


class _Line(NamedTuple):
    """A line without white space and comment, and where each character of it stood."""

    source: str
    number: int
    written: str
    text: str
    columns: tuple[int, ...]

    def locate(self, index: int) -> Origin:
        # After the last character: where a missing value would begin.
        column = self.columns[index] if index < len(self.columns) else self.columns[-1] + 1
        return Origin(self.source, self.number, column)

    def diagnose(self, index: int, message: str, remedy: str) -> Diagnostic:
        return Diagnostic(message, remedy, *self.locate(index), self.written)


class _Entry(NamedTuple):
    """A line that has been cut into key and value; ``value_at`` is where the value begins in the line's text."""

    line: _Line
    key: str
    value: str
    value_at: int

    def diagnose_key(self, message: str, remedy: str) -> Diagnostic:
        return self.line.diagnose(0, message, remedy)

    def diagnose_value(self, message: str, remedy: str) -> Diagnostic:
        return self.line.diagnose(self.value_at, message, remedy)


class _Refusal(Exception):  # noqa: N818 - carries a finding to the loop that collects them, and never leaves this module
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def detect(text: str) -> bool:
    """Return whether a text can be a map file: anything but a Kubernetes object or JSON."""
    return not re.match(r"\s*[{\[]\s*[\"{}\[\]]", text) and not re.search(r"(?m)^(apiVersion|kind):", text)


def read(text: str, source: str) -> Reading:
    """Return the rules of a map file in the order in which they are written.

    Raises:
        RulesError: with a finding for every line that cannot be understood.

    """
    entries: list[_Entry] = []
    # Of a key that is written twice the webhook keeps the first place and the last value, as a dict does.
    rules: dict[str, list[Rule]] = {}
    warnings: list[Diagnostic] = []
    errors: list[Diagnostic] = []
    for line in _read_lines(text, source):
        try:
            entry = _cut(line)
            entries.append(entry)
            rules[entry.key] = _read_entry(entry, warnings)
        except _Refusal as refusal:  # noqa: PERF203 - all errors of a file are reported together
            errors.append(refusal.diagnostic)
    if errors:
        raise RulesError(*errors)
    active = tuple(rule for rules_of_key in rules.values() for rule in rules_of_key)
    return Reading(source, active, (*_warn_of_old_separators(entries), *_warn_of_repeated_keys(entries), *warnings))


def settle(readings: Sequence[Reading]) -> list[Reading]:
    """Drop the rules that are inactive because no source has a ``default`` line, and warn; warn of empty sources."""
    has_default = any(rule.kind == "default" for reading in readings for rule in reading.rules)
    return [_settle(reading, has_default=has_default) for reading in readings]


def _settle(reading: Reading, *, has_default: bool) -> Reading:
    source, rules, warnings = reading
    if not rules:
        empty = Diagnostic(
            "has no rules, so nothing is rewritten", "add a line such as `docker.io::<registry>`", source
        )
        return Reading(source, rules, (*warnings, empty))
    if has_default:
        return reading
    active = tuple(rule for rule in rules if rule.kind in ("exact", "glob"))
    first = next((rule for rule in rules if rule.kind not in ("exact", "glob")), None)
    missing = Diagnostic(
        "there is no `default` line, so plain keys and `noswap_wildcards` are inactive: "
        "only `[EXACT]` and `[REPLACE]` act",
        "add the line `default::`, which leaves all other registries alone, or `default::<registry>`, which moves them",
        source,
        first.origin.line if first else 0,
        excerpt=first.text if first else "",
    )
    return Reading(source, active, (*warnings, missing))


def _read_lines(text: str, source: str) -> Iterator[_Line]:
    """Yield the lines that say something."""
    for number, written in enumerate(_LINE_BREAK.split(text), 1):
        columns = [column for column, c in enumerate(written.partition("#")[0], 1) if not c.isspace()]
        if columns:
            yield _Line(source, number, written, "".join(written[column - 1] for column in columns), tuple(columns))


def _cut(line: _Line) -> _Entry:
    """Cut a line at its separator."""
    scheme = _SCHEME.search(line.text)
    if scheme:
        raise _Refusal(line.diagnose(scheme.start(), "has a scheme", f"remove `{scheme[0]}`: a reference has none"))
    runs = [match for match in _COLONS.finditer(line.text) if match[1]]
    doubles = [run for run in runs if len(run[1]) == 2]  # noqa: PLR2004 - the separator `::`
    longer = next((run for run in runs if run not in doubles and len(run[1]) > 1), None)
    if longer:
        raise _Refusal(line.diagnose(longer.start(), f"has `{longer[0]}`", _SHAPE))
    if len(doubles) > 1:
        raise _Refusal(line.diagnose(doubles[1].start(), "has more than one `::`", f"{_SHAPE}, each on its own line"))
    if not doubles and len(runs) != 1:
        message = "has more than one `:` and no `::`" if runs else "has no `::`"
        raise _Refusal(line.diagnose(runs[1].start() if runs else 0, message, _SHAPE))
    separator = (doubles or runs)[0]
    if not separator.start():
        raise _Refusal(line.diagnose(0, "has nothing before its separator", _SHAPE))
    return _Entry(line, line.text[: separator.start()], line.text[separator.end() :], separator.end())


def _read_entry(entry: _Entry, warnings: list[Diagnostic]) -> list[Rule]:
    """Return the rules that a line holds: one, several skips, or none where it can never match."""
    if entry.key == "noswap_wildcards":
        return _read_skips(entry)
    if entry.key == "default":
        return [_make_rule(entry, "default", entry.key, warnings)]
    if entry.key.startswith("[REPLACE]"):
        return [_make_rule(entry, "glob", _strip_keyword(entry, "[REPLACE]"), warnings)]
    exact = entry.key.startswith("[EXACT]")
    dead = _find_why_exact_is_dead(entry) if exact else _find_why_prefix_is_dead(entry)
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


def _read_skips(entry: _Entry) -> list[Rule]:
    rules = []
    # An empty item would be in every text: the webhook's trailing comma switches its default off.
    for item in re.finditer(r"[^,]+", entry.value):
        origin = entry.line.locate(entry.value_at + item.start())
        rules.append(Rule("skip", item[0], "", "whole", "raw", origin, f"{entry.key}::{item[0]}"))
    return rules


def _strip_keyword(entry: _Entry, keyword: str) -> str:
    match = entry.key.removeprefix(keyword)
    if not match:
        raise _Refusal(entry.diagnose_key(f"has nothing after `{keyword}`", f"write `{keyword}reference::target`"))
    return match


def _make_rule(entry: _Entry, kind: Kind, match: str, warnings: list[Diagnostic]) -> Rule:
    """Return the rule, once its target is known to make references."""
    joins: dict[Kind, Join] = {"exact": "whole", "glob": "basename"}
    join = joins.get(kind, "dash" if entry.value.endswith("-") else "path")
    scope: Scope = "raw" if kind in joins else "canonical"
    target = entry.value.rstrip("/")
    if entry.value:
        # The least that is ever put after it, and the most telling.
        tail = "" if join == "whole" else "docker.io/x" if join == "dash" else "/x"
        _check_target(entry, target, tail, warnings)
    return Rule(kind, match, target, join, scope, entry.line.locate(0), entry.line.text)


def _check_target(entry: _Entry, target: str, tail: str, warnings: list[Diagnostic]) -> None:
    """Refuse a target that makes no reference when its tail is added; warn of a doubtful one."""
    try:
        reference = ImageReference.parse(target + tail)
    except InvalidReference as error:
        message = f"the target `{entry.value}` makes no reference: `{target}{tail}` {error.reason}"
        raise _Refusal(entry.diagnose_value(message, "write a target such as `registry.example.com/mirror`")) from None
    doubt = _find_doubt(target, tail, reference)
    if doubt:
        remedy = f"write the registry before it, such as `registry.example.com/{target}`"
        warnings.append(entry.diagnose_value(f"the target `{target}` {doubt}", remedy))


def _find_doubt(target: str, tail: str, reference: ImageReference) -> str:
    """Return what is doubtful about a target that makes references, or nothing."""
    if tail and target.endswith("-") and "/" not in target:
        return "has no registry, so it becomes part of another registry's name"
    if tail and reference.host is None:
        return "has no registry, so the images move to Docker Hub"
    if "/" not in target and "." in reference.path:
        return "has no path, so it is an image of Docker Hub and no registry"
    return ""


def _find_why_exact_is_dead(entry: _Entry) -> Diagnostic | None:
    reference = _strip_keyword(entry, "[EXACT]")
    try:
        ImageReference.parse(reference)
    except InvalidReference as error:
        return entry.diagnose_key(
            f"can never match: `{reference}` {error.reason}", "write a reference, or remove the line"
        )
    return None


def _find_why_prefix_is_dead(entry: _Entry) -> Diagnostic | None:
    """Return why a plain key can match nothing; refuse one that is a misspelt keyword or makes no reference."""
    key = entry.key
    _refuse_misspelling(entry)
    if key == "docker.io-library":
        return entry.diagnose_key(f"can never match: `{key}` is an old spelling", "write `docker.io/library`")
    if re.search(r"[*?\[]", _COLONS.sub("", key)):
        return entry.diagnose_key("can never match: a plain key has no wildcards", f"write `[REPLACE]{key}`")
    try:
        reference = ImageReference.parse(f"{key}/x")
    except InvalidReference as error:
        remedy = "write `host`, `host:port` or `host/path`; for a single reference, `[EXACT]`"
        raise _Refusal(entry.diagnose_key(f"the key `{key}` matches no reference: it {error.reason}", remedy)) from None
    if reference.host is None:
        remedy = f"write `docker.io/{key}` if that part of Docker Hub is meant"
        return entry.diagnose_key(f"can never match: `{key}` is not a registry", remedy)
    return None


def _refuse_misspelling(entry: _Entry) -> None:
    """Refuse a plain key that is meant to be a keyword."""
    key = entry.key
    bracketed = key.startswith("[") and not _COLONS.match(key)
    if not bracketed and re.search(r"[.:/]", key):
        return
    from difflib import get_close_matches

    written = "".join(key.partition("]")[:2]) if bracketed else key
    meanings = {name.casefold(): name for name in (_KEYWORDS if bracketed else _NAMES)}
    meant = get_close_matches(written.casefold(), meanings, n=1, cutoff=0.75)
    if meant:
        remedy = f"did you mean `{meanings[meant[0]]}`?"
    elif bracketed:
        remedy = "the keywords are `[EXACT]` and `[REPLACE]`"
    else:
        return
    raise _Refusal(entry.diagnose_key(f"unknown keyword `{written}`", remedy))


def _warn_of_old_separators(entries: list[_Entry]) -> Iterator[Diagnostic]:
    # One warning is enough: an old map has the old separator everywhere.
    old = [entry for entry in entries if not entry.line.text.startswith("::", len(entry.key))]
    if old:
        others = f" and on {len(old) - 1} more lines" if len(old) > 1 else ""
        message = f"the separator `:` is deprecated here{others}"
        yield old[0].line.diagnose(len(old[0].key), message, "write `::`")


def _warn_of_repeated_keys(entries: list[_Entry]) -> Iterator[Diagnostic]:
    last: dict[str, _Entry] = {}
    for entry in entries:
        earlier = last.get(entry.key)
        if earlier is not None:
            message = f"`{entry.key}` is written again: this line takes the place of line {earlier.line.number}"
            yield entry.diagnose_key(message, "remove one of them")
        last[entry.key] = entry
