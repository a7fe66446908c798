"""The behaviour of the ImageSwap webhook, version 1.5.3: ``imageswap.py`` of https://github.com/phenixblue/imageswap-webhook.

Lines that it cannot read it skips; keys are regular expressions, targets their templates, and every occurrence in the
whole reference is replaced. Its LEGACY mode is in ``legacy_original``.
"""

from __future__ import annotations

import re
import warnings
from fnmatch import translate

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.rule import Origin, Rule
from regswap.rules.formats.imageswap.map_line import GAP, GAP_REMEDY
from regswap.rules.formats.outcome import Outcome
from regswap.rules.source.source_text import MARK, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.rules.engine.rule import Kind
    from regswap.rules.formats.outcome import Matcher
    from regswap.rules.source.rule_source import RuleSource

NAME = "imageswap"

_LINE = re.compile(r"[^\r\n]+")
_GAP = re.compile(r":\s*[^\s:]+\s+\S[^:]*$")
"""White space in what stands after the separator."""
_COMMENT = re.compile(r"(^.*[^#])(#.*$)")
_PARTS = 2
# What a key or a target raises in `re.sub`: ValueError and ArithmeticError are of numbers that are too large.
_FAILURES = (LookupError, ArithmeticError, ValueError, RecursionError, re.error)


class Map(NamedTuple):
    """The webhook's three dictionaries: a key that is written again keeps its place and takes the last value."""

    exact: dict[str, Rule]
    replace: dict[str, Rule]
    plain: dict[str, Rule]


class MapMatcher:
    """``swap_image`` of the webhook, for a map."""

    def __init__(self, rules: Map, findings: Iterable[Diagnostic] = ()) -> None:
        """Take a map as the webhook reads it."""
        self.rules = tuple(rule for table in rules for rule in table.values())
        self.warnings = tuple(findings)
        self._map = rules
        self._patterns = [(re.compile(translate(pattern)).match, rule) for pattern, rule in rules.replace.items()]

    def swap(self, image: str) -> Outcome:
        """Return what the webhook makes of a text."""
        try:
            return self._swap(image)
        except _FAILURES as error:
            # From Python 3.13 on the class calls itself PatternError.
            name = "re.error" if isinstance(error, re.error) else type(error).__name__
            # What a RecursionError says depends on how deep the caller is.
            detail = name if isinstance(error, RecursionError) else f"{name}: {error}"
            reason = f"stays, because ImageSwap fails on it: {detail}"
            return Outcome(image, None, reason, f"{reason}; in the cluster its Pod is refused")

    def _swap(self, image: str) -> Outcome:
        exact = self._map.exact.get(image)
        if exact:
            return Outcome(exact.target, exact, "is named by a rule")
        for matches, rule in self._patterns:
            if matches(image):
                separator = "" if not rule.target or rule.target.endswith("/") else "/"
                return Outcome(rule.target + separator + image.rpartition("/")[2], rule, f"matches `{rule.match}`")
        plain = self._map.plain
        if "default" not in plain:
            return Outcome(image, None, "is matched by no rule: without a `default`, plain keys are inactive")
        first, _, rest = image.partition("/")
        explicit = "." in first and bool(rest)
        registry = first if explicit else "docker.io"
        bare = registry.partition(":")[0]
        key = bare if registry not in plain and bare in plain else registry
        if key in plain or f"{key}/library" in plain:
            return self._swap_by_key(image, key, "" if explicit else f"{bare}/")
        return self._swap_by_default(image, registry, bare)

    def _swap_by_key(self, image: str, key: str, owner: str) -> Outcome:
        if "/" not in image and f"{key}/library" in self._map.plain:
            key += "/library"
        rule = self._map.plain[key]
        reason = f"is under `{key}`"
        if not rule.target:
            return Outcome(image, rule, f"{reason}, which the rules leave alone")
        if rule.target.endswith("-"):
            return Outcome(rule.target + owner + re.sub(":.*/", "/", image), rule, reason)
        return Outcome(_substitute(key, rule.target, image), rule, reason)

    def _swap_by_default(self, image: str, registry: str, bare: str) -> Outcome:
        skips = self._map.plain.get("noswap_wildcards")
        if skips and skips.target:
            held = next((item for item in skips.target.split(",") if item in image), None)
            if held is not None:
                return Outcome(image, skips, f"holds `{held}`, which is skipped")
        rule = self._map.plain["default"]
        reason = "is matched by the default only"
        if not rule.target:
            return Outcome(image, rule, f"{reason}, which the rules leave alone")
        if rule.target.endswith("-"):
            return Outcome(f"{rule.target}{bare}/{image}", rule, reason)
        return Outcome(_substitute(registry, rule.target, image), rule, reason)


def make_matcher(rule_sources: Sequence[RuleSource]) -> Matcher:
    """Return the webhook with the maps of all rule_sources in one; raises RulesError where they are not maps only."""
    legacy = next((rule_source for rule_source in rule_sources if rule_source.dialect), None)
    if legacy:
        from regswap.rules.formats.imageswap.legacy_original import LegacyMatcher

        if len(rule_sources) > 1:
            remedy = "use one of them, or `--mode standard`"
            raise RulesError(Diagnostic("ImageSwap reads no map in LEGACY mode", remedy, legacy.source))
        return LegacyMatcher(legacy.text)
    rules = Map({}, {}, {})
    findings: list[Diagnostic] = []
    for rule_source in rule_sources:
        read_map(rule_source.text, rules, findings)
    findings += _tell_of_default(rules)
    return MapMatcher(rules, findings)


def read_map(source_text: SourceText, rules: Map, findings: list[Diagnostic]) -> None:
    """Add the lines of a map to the dictionaries, as the webhook reads them.

    Raises RulesError for a target of a secret's file that would be put together of several words.
    """
    # The webhook opens the file as UTF-8 and takes a byte order mark for a part of the first key.
    mark = MARK if source_text.has_mark else ""
    for match in _LINE.finditer(mark + source_text.text):
        start = max(match.start() - len(mark), 0)
        said = "" if match[0].startswith("#") else _COMMENT.sub(r"\1", match[0]).rstrip().replace(" ", "")
        if not said:
            continue
        parts = said.split("::")
        if len(parts) != _PARTS:
            parts = said.split(":")
        if len(parts) != _PARTS:
            skipped = source_text.diagnose(start, "is skipped by ImageSwap", "write `key::target`")
            findings.append(skipped._replace(code="skipped-by-original"))
            continue
        if source_text.is_secret and parts[0] != "noswap_wildcards" and _GAP.search(match[0].partition("#")[0]):
            raise RulesError(source_text.diagnose(start, GAP, GAP_REMEDY))
        _add(rules, parts[0], parts[1], source_text.locate(start))


def _tell_of_default(rules: Map) -> Iterator[Diagnostic]:
    if "default" not in rules.plain and rules.plain:
        first = next(iter(rules.plain.values()))
        message = "does nothing in ImageSwap, and no plain key does: there is no `default` line"
        origin = first.origin
        remedy = "add the line `default::`"
        yield Diagnostic(message, remedy, origin.file, origin.line, excerpt=first.text, code="no-default")


def _add(rules: Map, key: str, target: str, origin: Origin) -> None:
    text = f"{key}::{target}"
    if key.startswith("[EXACT]"):
        match = key.removeprefix("[EXACT]").lstrip()
        rules.exact[match] = Rule("exact", match, target, "whole", "raw", origin, text, NAME)
    elif key.startswith("[REPLACE]"):
        match = key.removeprefix("[REPLACE]").lstrip()
        rules.replace[match] = Rule("glob", match, target, "basename", "raw", origin, text, NAME)
    else:
        kinds: dict[str, Kind] = {"default": "default", "noswap_wildcards": "skip"}
        join = "dash" if target.endswith("-") else "path"
        kind = kinds.get(key, "prefix")
        rules.plain[key] = Rule(kind, key, target, join, "raw", origin, text, NAME)  # type: ignore[arg-type]


def _substitute(key: str, target: str, image: str) -> str:
    if key not in image:
        return f"{target}/{image}"
    with warnings.catch_warnings():
        # Of a pattern that may mean something else one day; the webhook's log is the place for it.
        warnings.simplefilter("ignore")
        return re.sub(key, target, image)
