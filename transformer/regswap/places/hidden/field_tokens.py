"""Tokens in the fields of a document."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Sequence
from regswap.document.read.field import child, entries, items, string_of, text_of
from regswap.places.hidden.argument import find_in_arguments
from regswap.places.hidden.environment import find_in_variable
from regswap.places.hidden.name import is_record, tell_apart
from regswap.places.hidden.text import find_in_text
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from regswap.document.read.field import Field
    from regswap.places.hidden.token import Token

PAIR_VALUES = ("value", "default", "defaultValue")
"""What the value of a parameter is called that has a ``name``."""


def find_in_field(
    field: Field, shape: str, hosts: Container[str], above: Field | None = None
) -> Iterator[tuple[Field, Token]]:
    """Yield the tokens of a field, each with the scalar that it stands in; ``above`` is the mapping that holds it.

    The shape is ``arguments``, ``variables``, ``text`` or ``base64``, whose tokens stand in what it decodes to; a field
    that has another yields nothing.
    """
    if shape in ("text", "base64"):
        name = str(field.path[-1])
        text: str | None = "" if is_record(name) else string_of(field)
        if text and shape == "base64":
            text = decode(text)
        pair = name_of_pair(field, above) if above is not None else ""
        beside = _list_keys(above) if above is not None and tell_apart(name) else frozenset()
        if pair and text and "\n" not in text:
            for token in find_in_variable(pair, text, hosts):
                yield field, token
            return
        for token in find_in_text(text, name, hosts, beside) if text else ():
            yield field, token
    elif isinstance(field.node, Sequence):
        found = list(items(field))
        if shape == "arguments":
            for index, token in find_in_arguments([string_of(item) for item in found], hosts):
                yield found[index], token
        else:
            names = [text_of(child(item, "name")) for item in found]
            beside = frozenset(names)
            for name, item in zip(names, found, strict=True):
                yield from _find_in_variable(name, item, hosts, beside)


def name_of_pair(field: Field, above: Field) -> str:
    """Return the name that stands beside a value, as a parameter is written; empty where there is none."""
    return text_of(child(above, "name")) if field.path[-1] in PAIR_VALUES else ""


def decode(text: str) -> str | None:
    """Return the text that a value of a Secret is in base64 (``core/v1``); None where it is none."""
    from base64 import b64decode

    try:
        return b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return None


def _find_in_variable(
    name: str, item: Field, hosts: Container[str], beside: frozenset[str]
) -> Iterator[tuple[Field, Token]]:
    value = child(item, "value") if isinstance(item.node, Mapping) else None
    text = string_of(value)
    if value is not None and text:
        for token in find_in_variable(name, text, hosts, beside):
            yield value, token


def _list_keys(field: Field) -> frozenset[str]:
    return frozenset(str(entry.path[-1]) for entry in entries(field))
