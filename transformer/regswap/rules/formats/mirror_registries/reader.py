"""The mirror registries of Palette: ``source::target`` in a comma list.

A list is a file of its own, ``MIRROR_REGISTRIES`` of the Secret ``registry-info`` (in ``stringData``, or in base64 in
``data``), or ``ociImageRegistry.mirrorRegistries`` in the values of the image-swap chart. White space around an item
or its ``::`` means nothing. Nothing else of these files is read, and none of their lines is ever shown: passwords stand
beside it.

What the list means for a reference is what ImageSwap does with these lines and an empty ``default``. Source: Palette's
documentation of the image registry override (https://docs.spectrocloud.com).
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.validation import NO_RULES, check_prefix, check_target

if TYPE_CHECKING:
    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.source_text import SourceText

NAME = "mirror-registries"

_ITEM = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_SHAPE = "write `source::target`, with a comma between two"


class Mirror(NamedTuple):
    """An item of the list, and where its parts are in it."""

    source_text: SourceText
    start: int
    target_start: int
    source: str
    target: str

    def diagnose(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the source."""
        return self.source_text.diagnose(self.start, message, remedy)

    def diagnose_target(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the target."""
        return self.source_text.diagnose(self.target_start, message, remedy)


def read(rule_source: RuleSource) -> Reading:
    """Return the rules of a list in the order in which they are written.

    Raises:
        RulesError: with every finding.

    """
    errors = Findings()
    warnings: list[Diagnostic] = []
    rules = []
    for mirror in read_mirrors(rule_source.text, errors):
        with errors:
            rules.append(_read_mirror(mirror, warnings))
    errors.raise_as(RulesError)
    if not rules:
        remedy = "add an item such as `docker.io::registry.example.com/docker.io`"
        empty = rule_source.text.diagnose(0, "has no mirror registries, so nothing is rewritten", remedy)
        warnings.append(empty._replace(code=NO_RULES))
    found = tuple(rule for rule in rules if rule)
    return Reading(rule_source.source, found, tuple(warnings), NAME)


def read_mirrors(source_text: SourceText, errors: Findings) -> list[Mirror]:
    """Return the items of a list; what is none is added to the errors."""
    mirrors = []
    for number, item in enumerate(_ITEM.finditer(source_text.text), 1):
        # Without `::` it may be anything, such as a password that is indented too far.
        shown = f"item {number}" if source_text.is_secret else f"`{item[0]}`"
        before, separator, after = item[0].partition("::")
        source, target = before.rstrip(), after.lstrip()
        message = ""
        if not separator:
            message = f"{shown} has no `::`"
        elif not source:
            message = f"{shown} has nothing before its `::`"
        elif not target:
            message = f"{shown} has nothing after its `::`"
        if message:
            errors.append(source_text.diagnose(item.start(), message, _SHAPE))
        else:
            mirrors.append(Mirror(source_text, item.start(), item.end() - len(target), source, target))
    return mirrors


def _read_mirror(mirror: Mirror, warnings: list[Diagnostic]) -> Rule | None:
    """Return the rule, None where it can never match."""
    dead = check_prefix(mirror.source, mirror.diagnose)
    dash = mirror.target.endswith("-")
    tail = "docker.io/x" if dash else "/x"
    target = check_target(mirror.target, tail, mirror.diagnose_target, [] if dead else warnings)
    if dead:
        warnings.append(dead)
        return None
    origin = mirror.source_text.locate(mirror.start)
    text = f"{mirror.source}::{mirror.target}"
    return Rule("prefix", mirror.source, target, "dash" if dash else "path", "canonical", origin, text, NAME)
