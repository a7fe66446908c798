"""YAML scalars for our own rule files: plain where no reader can take them for anything else, quoted otherwise."""

from __future__ import annotations

import re

# A letter first and a dot or slash inside: no number, bool, null or date of any YAML version looks like it.
_PLAIN = re.compile(r"(?=[^./]*[./])[a-z][A-Za-z0-9._/@-]*(?::[A-Za-z0-9._/@-]+)*")
_SINGLE = "'"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_scalar(text: str) -> str:
    """Return a string as YAML that reads as that string, on one line."""
    if _PLAIN.fullmatch(text):
        return text
    return f"'{text.replace(_SINGLE, _SINGLE * 2)}'" if "\\" in text and text.isprintable() else quote(text)


def quote(text: str) -> str:
    """Return a string in double quotes, with YAML's escapes for all that does not print."""
    return f'"{"".join(map(_escape, text))}"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
