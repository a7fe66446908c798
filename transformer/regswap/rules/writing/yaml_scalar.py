"""YAML scalars of rule files: plain where they look like references, quoted otherwise."""

from __future__ import annotations

from regswap.document.parse.scalar import spell


def write_scalar(text: str) -> str:
    """Return a string as YAML that reads as that string, on one line."""
    if "\\" in text:
        # A regex says in single quotes what it says.
        return spell(text, "'")
    return spell(text) if text[:1].isalpha() and ("/" in text or "." in text) else quote(text)


def quote(text: str) -> str:
    """Return a string in double quotes, with YAML's escapes for all that does not print."""
    return spell(text, '"')
