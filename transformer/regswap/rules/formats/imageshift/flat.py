"""Mappings that were copied from a web page and have lost their indentation there."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.rules.source.source_text import SourceText

_LINES = re.compile(
    r"""(?x) (?P<blank> \s* (?:\#.*)? ) | (?P<spec> spec: ) | (?P<key> (?:default|mappings): .*)
    | (?P<list> (?:swap|exactSwap|regexSwap): ) | (?P<item> -\ +(?:registry|reference|expression): .*)
    | (?P<target> target: .*)"""
)
_DEPTHS = {"blank": 0, "spec": 0, "key": 1, "list": 2, "item": 3, "target": 4}
_STEP = "  "
_SPEC = "spec:\n"


def indent(source_text: SourceText) -> SourceText | None:
    """Return a text with the indentation of mappings; None where it holds anything else, or has indentation."""
    text, offsets = "", []
    for line in re.finditer(r".*\n?", source_text.text):
        match = _LINES.fullmatch(line[0].rstrip())
        if match is None or match.lastgroup is None:
            return None
        margin = _STEP * _DEPTHS[match.lastgroup]
        text += margin + line[0]
        offsets += [line.start()] * len(margin)
        offsets += range(line.start(), line.end())
    if _SPEC not in text:
        text, offsets = _SPEC + text, [0] * len(_SPEC) + offsets
    return source_text.enter(text, [*offsets, len(source_text.text)])
