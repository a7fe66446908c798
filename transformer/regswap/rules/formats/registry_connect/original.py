"""The behaviour of Registry Connect and of an Edge host, as far as Palette's documentation says.

The programs are closed. Documented: a source prefix at the beginning is replaced, and what follows it kept; ``all``
comes before the whole reference. Ours: the longest prefix wins and ends at a boundary, ``all`` is the last resort and
writes short names of Docker Hub out, and what is under a target already stays.
"""

from __future__ import annotations

import re

from regswap.errors import Findings, RulesError
from regswap.record import TYPE_CHECKING
from regswap.reference import read_reference
from regswap.rules.engine.rule import Rule
from regswap.rules.formats.outcome import Outcome
from regswap.rules.formats.registry_connect import MAPPING
from regswap.rules.formats.registry_connect.reader import ALL, read_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.errors import Diagnostic
    from regswap.rules.source.rule_source import RuleSource

NAME = "registry-connect"

_BOUNDARY = re.compile(r"[/:@]|\Z")
_PORT = re.compile(r":[0-9]+/")


class Matcher:
    """The rules of all maps."""

    warnings: tuple[Diagnostic, ...] = ()

    def __init__(self, prefixes: dict[str, Rule], everything: Rule | None) -> None:
        """Take the rules by source prefix, and the one for all references."""
        self._prefixes = prefixes
        self._all = everything
        self.rules = (*prefixes.values(), *([everything] if everything else []))
        self._targets = {rule.target: rule for rule in reversed(self.rules)}

    def swap(self, image: str) -> Outcome:
        """Return what becomes of a text; one that is not a reference stays, as no program shows otherwise."""
        reference = read_reference(image)
        if reference is None:
            return Outcome(image, None, "is left alone")
        heads = [image[: match.start()] for match in _BOUNDARY.finditer(image)]
        for head in reversed(heads):
            if head in self._targets:
                return Outcome(image, self._targets[head], f"is already under `{head}`")
        for head in reversed(heads):
            rule = self._prefixes.get(head)
            # `host:port/` has the boundary that a tag has, but it is another registry than `host`.
            if rule and not ("/" not in head and _PORT.match(image, len(head))):
                return Outcome(rule.target + image[len(head) :], rule, f"is under `{head}`")
        if self._all:
            whole = reference.canonical() if reference.host is None else image
            return Outcome(f"{self._all.target}/{whole}", self._all, "is matched by `all` only")
        return Outcome(image, None, "is matched by no rule")


def make_matcher(rule_sources: Sequence[RuleSource]) -> Matcher:
    """Return the rules of all rule_sources in one; raises RulesError where a map cannot be read."""
    prefixes: dict[str, Rule] = {}
    everything: Rule | None = None
    errors = Findings()
    for rule_source in rule_sources:
        with errors:
            for pair in read_pairs(rule_source, errors):
                text = f'"{pair.source}": "{pair.written}"'
                rule = Rule("prefix", pair.source, pair.target, "path", "raw", pair.key.origin, text, NAME)
                if pair.source == ALL and rule_source.dialect != MAPPING:
                    rule = rule._replace(kind="default", match="default", join="prepend", scope="canonical")
                    everything = everything or rule
                else:
                    prefixes.setdefault(pair.source, rule)
    errors.raise_as(RulesError)
    return Matcher(prefixes, everything)
