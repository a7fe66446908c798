"""Paths as ``spec.paths`` of the configuration writes them."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Mark:
    """A part of a path that stands for many keys or indexes."""

    def __init__(self, text: str) -> None:
        """Keep how it is written."""
        self.text = text

    def __repr__(self) -> str:
        """Return it as it is written."""
        return self.text


ITEMS = Mark("[*]")
"""Every item of a list."""

VALUES = Mark(".*")
"""Every value of a map."""

Trail = tuple[str | Mark, ...]
"""Keys and marks from the root of an object."""


def format_trail(trail: Trail) -> str:
    """Write a path: ``spec.templates[*].container``, keys that are no plain words as ``['a.b/c']``."""
    text = ""
    for part in trail:
        if isinstance(part, Mark):
            text += part.text
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += "['" + part.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return text


def keys_of(trail: Iterable[str | Mark]) -> list[str]:
    """Return the keys of a path, without its marks."""
    return [part for part in trail if isinstance(part, str)]
