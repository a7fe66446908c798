"""Texts to be skipped that skip too much or nothing."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.rules.engine.target import leaves_alone
from regswap.rules.probes.typical import TYPICAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject

_SHORT = 4
"""A text of fewer characters is in references of all kinds, and in tags."""


def find_skips(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every skipped text that cannot do what it seems to."""
    prefixes = {rule.match: rule for rule in subject.list_unique() if rule.kind == "prefix" and not leaves_alone(rule)}
    for rule in subject.list_unique():
        if rule.kind != "skip" or rule.text.startswith("IMAGE_PREFIX="):
            continue
        text = rule.match
        held = sum(text in reference for reference in TYPICAL)
        mapped = _find_mapped(text, prefixes)
        if re.search(r"[*?\[\]]", text):
            message = f"`{text}` skips nothing: wildcards are ordinary characters here, and no reference holds them"
            bare = re.split(r"[*?\[\]]+", text)
            remedy = f"write the part of a reference that is meant, such as `{max(bare, key=len)}`"
            yield subject.report("wildcard-in-skip", rule.origin, message, remedy)
        elif len(text) < _SHORT or 2 * held >= len(TYPICAL):
            message = f"`{text}` skips every reference that holds it anywhere, in its name or its tag"
            example = next((reference for reference in TYPICAL if text in reference), "")
            message += f": `{example}` for one" if example else ""
            remedy = "write more of what is meant, such as `host/team/`"
            yield subject.report("short-skip", rule.origin, message, remedy)
        elif mapped:
            message = f"`{text}` does not protect what the rule for `{mapped.match}` at {mapped.origin} matches"
            remedy = "write a rule with an empty target for it: skips come after all rules but the default"
            yield subject.report("skip-of-mapped-registry", rule.origin, message, remedy)


def _find_mapped(text: str, prefixes: dict[str, Rule]) -> Rule | None:
    """Return the rule that owns what begins with a text."""
    parts = text.rstrip("/").split("/")
    return next((prefixes[head] for head in _list_heads(parts) if head in prefixes), None)


def _list_heads(parts: list[str]) -> Iterator[str]:
    for end in range(len(parts), 0, -1):
        yield "/".join(parts[:end])
