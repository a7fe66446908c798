"""Rules as ``imageReplacementRules`` of a Registry Connect pack: prefixes, and ``all``.

A pack has no room for a rule that leaves alone what it matches, but a prefix that names itself does that.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.registry_connect.reader import ALL
from regswap.rules.writing.fault import find_plain_faults
from regswap.rules.writing.yaml_scalar import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Rule

_HEAD = """\
charts:
  registry-connect:
    config:
      registry:
        imageReplacementRules: |
"""
_INDENT = " " * 10


def find_faults(rules: Sequence[Rule]) -> dict[Rule, str]:
    """Return the rules that a pack cannot express."""
    return find_plain_faults(rules, {"prefix": ("path",), "default": ("prepend",)})


def write(rules: Sequence[Rule]) -> str:
    """Return the part of a pack's values that holds the rules."""
    lines = []
    for rule in rules:
        source = ALL if rule.kind == "default" else rule.match
        lines.append(f"{_INDENT}{quote(source)}: {quote(rule.target or rule.match)}\n")
    return _HEAD + "".join(lines)
