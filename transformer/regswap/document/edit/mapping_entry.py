"""Entries of mappings as new text, in block style or in braces."""

from __future__ import annotations

import re

from regswap.document.parse.node import Mapping, Scalar
from regswap.document.parse.scalar import spell
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    Tree = dict[str, "str | Tree"]
    """Entries to add: strings, and mappings of more entries."""

_TIGHT_COLON = r":(?! )"
_JSON_START = r"(?:---)?\s*\{\s*\""


class Manner(NamedTuple):
    """How entries in braces are written."""

    keys: str
    """The style of their scalars."""
    values: str
    colon: str
    comma: str


YAML = Manner("", "'", ": ", ", ")
_JSON = Manner('"', '"', ": ", ", ")
_COMPACT = Manner('"', '"', ":", ",")


def style_of_keys(node: Mapping) -> str:
    """Return the quotes of a mapping's first key, if it has any."""
    key = node.entries[0][0]
    return key.style if isinstance(key, Scalar) and key.style in ("'", '"') else ""


def write_block(new: Tree, indentation: int, step: int, style: str) -> list[str]:
    """Return entries as lines in block style, without line breaks; ``style`` is that of the keys."""
    lines = []
    for key, value in new.items():
        if isinstance(value, str):
            lines.append(f"{' ' * indentation}{spell(key, style)}: {_spell_value(value)}")
        else:
            inner = write_block(value, indentation + step, step, style)
            lines += [f"{' ' * indentation}{spell(key, style)}:", *inner]
    return lines


def _spell_value(value: str) -> str:
    plain = spell(value)
    return plain if plain == value else spell(value, "'") if '"' in value else plain


def guess_manner(text: str) -> Manner:
    """Return how a document writes what is in braces, where nothing is in them."""
    if not re.match(_JSON_START, text):
        return YAML
    return _JSON if '": ' in text else _COMPACT


def manner_of(text: str, node: Mapping) -> Manner:
    """Return how a mapping that has entries writes them in its braces."""
    key = node.entries[0][0]
    if not isinstance(key, Scalar) or key.style != '"':
        return YAML
    return _COMPACT if re.compile(_TIGHT_COLON).match(text, key.end) else _JSON


def write_flow(new: Tree, manner: Manner) -> str:
    """Return entries as they stand in braces, without these."""
    return manner.comma.join(
        f"{spell(key, manner.keys)}{manner.colon}"
        + (spell(value, manner.values) if isinstance(value, str) else f"{{{write_flow(value, manner)}}}")
        for key, value in new.items()
    )
