"""How a string is spelled as a YAML scalar, and how to respell it in the same style."""

from __future__ import annotations

import re

from regswap.document.parse.node import BINARY_TAG, YAML_TAG
from regswap.document.splice import Edit
from regswap.lazy_pattern import lazy
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.parse.node import Scalar

_TYPES_OF_TAGS = {
    YAML_TAG + "null": "null",
    YAML_TAG + "bool": "bool",
    YAML_TAG + "int": "number",
    YAML_TAG + "float": "number",
}
"""What go-yaml reads of a scalar with a tag, if it reads no string; a tag that it does not know it ignores."""

_TIMESTAMP_TAG = YAML_TAG + "timestamp"

DISPUTED = "bool or string"
"""The type of a word that go-yaml v2 takes for a bool and v3 for a string."""

# Patterns that few documents need are not compiled here: together they would take a tenth of a short run.
_PROPERTIES = lazy(r"(?:[&!]\S*(?:\s+#[^\r\n]*)*\s*)*")
_BLOCK_HEADER = lazy(r"[|>][^\r\n]*(?:\r\n?|\n|\x85|\u2028|\u2029)")

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = frozenset(f(word) for word in ("true", "false") for f in (str.lower, str.title, str.upper))
_OLD_BOOLS = frozenset(
    f(word) for word in ("y", "yes", "n", "no", "on", "off") for f in (str.lower, str.title, str.upper)
)
_FLOAT = lazy(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INTEGER = lazy(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_SIGN_INSIDE = lazy(r"0b[-+][01]{1,63}")
_NAMED_FLOAT = lazy(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASES = (16, 2, 8, 10)
_MOST_DIGITS = 20
"""Of a decimal number of 64 bits."""
_ANOTHER_TYPE = lazy(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?|<<|=|\.\.\.")
"""What YAML 1.1 reads as a base-60 number, a timestamp, a merge key or a value key, while Kubernetes reads a string;
and what ends a document."""

_PLAIN = re.compile(r"[A-Za-z0-9._/](?:[A-Za-z0-9._/@:+=-]*[A-Za-z0-9._/@+=-])?")
"""What may stand plain in any context: part of what YAML allows, and all references but those to IPv6 hosts."""


def type_of(scalar: Scalar) -> str:
    """Name what Kubernetes reads: ``string``, ``null``, ``bool``, ``number``, or ``DISPUTED``.

    Follows the resolution of go-yaml v2 as sigs.k8s.io/yaml uses it: YAML 1.1 without base 60, and any tag that it does
    not know is that of a string.
    """
    if scalar.tag is not None:
        return _TYPES_OF_TAGS.get(scalar.tag, "string")
    if scalar.style:
        return "string"
    return _type_of_plain(scalar.value)


def is_plain_string(value: str) -> bool:
    """Tell whether a value, written without quotes, is that string to every YAML reader, in block and in flow style."""
    return bool(_PLAIN.fullmatch(value)) and resolves_to_string(value)


def resolves_to_string(value: str) -> bool:
    """Tell whether no YAML reader takes the value of a plain scalar for another type."""
    if _type_of_plain(value) != "string":
        return False
    return value[0].isalpha() or not _ANOTHER_TYPE.fullmatch(value)


def _type_of_plain(value: str) -> str:
    if value in _NULLS:
        return "null"
    if value in _BOOLS:
        return "bool"
    if value in _OLD_BOOLS:
        return DISPUTED
    return "number" if value[0] in "+-.0123456789" and _is_number(value) else "string"


def _is_number(value: str) -> bool:
    """Tell whether go-yaml reads a number: one with more digits than 64 bits hold is a string to it."""
    if _NAMED_FLOAT.fullmatch(value):
        return True
    digits = value if value[0] == "." else value.replace("_", "")
    integer = _INTEGER.fullmatch(digits)
    if integer and _has_64_bits(*integer.groups()):
        return True
    if _FLOAT.fullmatch(digits):
        return float(digits) not in (float("inf"), float("-inf"))
    return _SIGN_INSIDE.fullmatch(digits) is not None


def _has_64_bits(sign: str, *digits: str | None) -> bool:
    base, text = next((base, text) for base, text in zip(_BASES, digits, strict=True) if text is not None)
    if base == 10 and len(text) > _MOST_DIGITS:  # noqa: PLR2004 - the base
        return False
    number = int(text, base)
    return number < 1 << 64 if not sign else number <= (1 << 63) - (sign == "+")


def spell(value: str, style: str = "") -> str:
    """Write a string as a scalar of one line, in the style where that can hold it and else in double quotes."""
    if style == "" and is_plain_string(value):
        return value
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if value.isprintable():
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + "".join(map(_escape, value)) + '"'


def content_start(text: str, scalar: Scalar) -> int:
    """Return where the scalar itself begins, after its tag and anchor."""
    if scalar.tag is None and scalar.anchor is None:
        return scalar.start
    properties = _PROPERTIES.match(text, scalar.start, scalar.end)
    return properties.end() if properties else scalar.start


def respell(text: str, scalar: Scalar, value: str) -> Edit | None:
    """Return the edit that gives a scalar another value in the style in which it is written.

    Tag, anchor, block header, indentation and line breaks around it stay. None where no place in the text is the
    value's: in a block scalar of several lines, and behind a tag that promises another type.
    """
    start = content_start(text, scalar)
    if scalar.tag == _TIMESTAMP_TAG:
        return None
    value = write_behind_tag(scalar, value)
    if scalar.style in ("|", ">"):
        return _respell_block(text, scalar, start, value)
    if scalar.tag is not None and scalar.style == "" and _PLAIN.fullmatch(value):
        return Edit(start, scalar.end, value)
    return Edit(start, scalar.end, spell(value, scalar.style))


def write_behind_tag(scalar: Scalar, value: str) -> str:
    """Return what has to stand behind the tag of a scalar for its value to be this one: base64 behind ``!!binary``."""
    if scalar.tag != BINARY_TAG:
        return value
    from base64 import b64encode

    return b64encode(value.encode()).decode()


def _respell_block(text: str, scalar: Scalar, start: int, value: str) -> Edit | None:
    header = _BLOCK_HEADER.match(text, start, scalar.end)
    core = scalar.value.strip()
    if header is None or not core or not value.strip().isprintable():
        return None
    first = text.find(core, header.end(), scalar.end)
    if first == -1 or text[header.end() : first].strip() or text[first + len(core) : scalar.end].strip():
        return None
    return Edit(first, first + len(core), value.strip())


def _escape(character: str) -> str:
    """Write one character of a double-quoted scalar so that YAML and JSON read it alike."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    number = ord(character)
    if number > 0xFFFF:  # noqa: PLR2004 - the last character that four digits can name
        return f"\\U{number:08X}"
    return f"\\u{number:04X}"
