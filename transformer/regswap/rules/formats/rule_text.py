"""Which format a file is in that may be a text of its own grammar, told without reading YAML."""

from __future__ import annotations

import re

from regswap.errors import RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.registry import FORMATS, find_format
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import RuleFormat
    from regswap.rules.source.source_text import SourceText

_YAML = r"""(?mx) ^[ \t]* (?:-[ \t]+)? ["']? (?: {words} ) ["']? [ \t]* :(?!:)
    | ^[ \t]* (?: "[^"\r\n]+" | '[^'\r\n]+' ) [ \t]* :(?!:)
    | \A\s* (?: \{{ | --- | %YAML )"""

_YAML_TEXT = "YAML of another kind"


def is_yaml(text: str) -> bool:
    """Return whether a file is YAML that may hold rules, and not a text of its own grammar."""
    words = ("apiVersion", "kind", *(word for rule_format in FORMATS for word in rule_format.words.split()))
    begins = text.lstrip().startswith(("{", "---", "%YAML"))
    if not begins and not any(each in text for each in (*words, '"', "'")):
        # Most map files: in a short run, compiling the pattern would take a fiftieth of the time.
        return False
    return re.search(_YAML.format(words="|".join(words)), text) is not None


def restore(source_text: SourceText) -> SourceText:
    """Return a text as it was before it was copied from a page, if some format knows how."""
    restored = (one.restore(source_text) for one in FORMATS if one.restore is not None)
    return next(filter(None, restored), source_text)


def find_text(source_text: SourceText, rules_format: str | None) -> RuleSource | None:
    """Return the source that a file is as a whole, None where only YAML can be in the format that was named.

    Raises:
        RulesError: no format is named, and it looks like a file of another program.

    """
    found = find_format(rules_format) if rules_format else _recognise(source_text)
    return RuleSource(found.name, source_text.source, source_text) if found.is_text else None


def _recognise(source_text: SourceText) -> RuleFormat:
    text = source_text.text
    likeness = _find_likeness(text)
    sure = next((one for one in FORMATS if one.recognises is not None and one.recognises(text)), None)
    if likeness and (sure is None or likeness != _YAML_TEXT):
        from regswap.rules.formats.foreign import diagnose

        raise RulesError(diagnose(source_text.source, likeness))
    return sure or next(one for one in FORMATS if one.is_text)


def _find_likeness(text: str) -> str:
    # No other program's file has lines as a map has them today.
    if "::" in text or not text.strip():
        return ""
    from regswap.rules.formats.foreign import find_likeness, is_nested

    return find_likeness(text) or (_YAML_TEXT if is_nested(text) else "")
