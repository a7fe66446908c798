"""Rules as the comma list of Palette's mirror registries: prefixes, and nothing else.

The list has no room for a rule that leaves alone what it matches, but a source that is its own target does that.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.writing.fault import find_plain_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Rule


def find_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that the list cannot express."""
    faults = find_plain_faults(rules, {"prefix": ("path", "dash")})
    for rule in rules:
        if "::" in rule.match:
            faults.setdefault(rule, f"cannot hold `{rule.match}`: an item is cut at its first `::`")
    return faults


def write(rules: Sequence[Rule]) -> str:
    """Return the list, in one line."""
    return ",".join(f"{rule.match}::{rule.target or rule.match}" for rule in rules) + "\n"
