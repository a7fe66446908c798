"""Which format a file is in that may be a text of its own grammar, told without reading YAML."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.registry import FORMATS, find_format
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import RuleFormat
    from regswap.rules.source.source_text import SourceText

_WORDS = "|".join(word for rule_format in FORMATS for word in rule_format.words.split())
_YAML = re.compile(
    rf"""(?mx) ^[ \t]* (?:-[ \t]+)? ["']? (?: apiVersion | kind | {_WORDS} ) ["']? [ \t]* :(?!:)
    | ^[ \t]* (?: "[^"\r\n]+" | '[^'\r\n]+' ) [ \t]* :(?!:)
    | \A\s* (?: \{{ | --- | %YAML )"""
)


def is_yaml(text: str) -> bool:
    """Return whether a file is YAML that may hold rules, and not a text of its own grammar."""
    return _YAML.search(text) is not None


def find_text(source_text: SourceText, rules_format: str | None) -> RuleSource | None:
    """Return the source that a file is as a whole, None where only YAML can be in the format that was named."""
    found = find_format(rules_format) if rules_format else _recognise(source_text.text)
    return RuleSource(found.name, source_text.source, source_text) if found.is_text else None


def _recognise(text: str) -> RuleFormat:
    sure = (one for one in FORMATS if one.recognises is not None and one.recognises(text))
    return next(sure, next(one for one in FORMATS if one.is_text))
