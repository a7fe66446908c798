"""Rules of Palette's Registry Connect pack and of an Edge host's registry mapping."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.rule_format import Key, RuleFormat
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.formats.rule_format import Original, Reader, Writer
    from regswap.rules.source.tree import Value

MAPPING = "registryMappingRules"
"""The dialect of Edge hosts."""

_UNQUOTED = r"(?:\S+:\s+\S+)?\s*(?:#.*)?"


def _load_reader() -> Reader:
    from regswap.rules.formats.registry_connect import reader

    return reader


def _load_original() -> Original:
    from regswap.rules.formats.registry_connect import original

    return original


def _load_writer() -> Writer:
    from regswap.rules.formats.registry_connect import writer

    return writer


def _find_map(root: Value) -> RuleSource | None:
    """Return a map that holds nothing but texts, which is the pack's map alone in a file."""
    texts = [not value.is_map and not value.is_list for _, value in root.entries]
    return RuleSource(FORMAT.name, root.source, value=root) if texts and all(texts) else None


def _recognise(text: str) -> bool:
    """Tell the map without quotes from a map file, of which all keys would be inactive without a `default` line."""
    if "::" in text or ": " not in text:
        return False
    return all(re.fullmatch(_UNQUOTED, line.strip()) for line in text.splitlines())


FORMAT = RuleFormat(
    "registry-connect",
    _load_reader,
    _load_writer,
    _load_original,
    find_map=_find_map,
    keys=(Key("imageReplacementRules"), Key(MAPPING, dialect=MAPPING)),
    words=f"imageReplacementRules {MAPPING} charts stylus",
    recognises=_recognise,
    inline=(Key("registry-connect"),),
)
