"""Paths as the catalogue writes them: ``spec.containers[*].image``, ``spec.images.*``, ``data['a.b/c']``.

A path that begins with ``$`` is JSONPath. Most say no more than the others; those that do are queries.
"""

from __future__ import annotations

import re

from regswap.document.parse.node import ANY

_PART = r"\.?(?:(?P<key>[A-Za-z0-9_-]+)|(?P<every>\*))|(?P<items>\[\*\])|\['(?P<quoted>(?:[^'\\]|\\.)+)'\]"

Part = str | None
"""A key, ``ANY`` for every value of a mapping, or None for every item of a sequence."""


class InvalidPathError(ValueError):
    """A path that cannot be read; its text says where."""


def is_query(path: str) -> bool:
    """Tell whether a path asks for more than keys, all values and all items."""
    if not path.startswith("$"):
        return False
    try:
        parts_of(path)
    except InvalidPathError:
        return True
    return False


def parts_of(path: str) -> tuple[Part, ...]:
    """Split a path into its parts.

    Raises InvalidPathError where it is none.
    """
    parts: list[Part] = []
    pattern = re.compile(_PART)
    written, path = path, path.removeprefix("$.") if path.startswith("$.") else path.removeprefix("$")
    offset = 0
    while offset < len(path):
        match = pattern.match(path, offset)
        if match is None or (path[offset] == ".") != (offset > 0 and (match["key"] or match["every"]) is not None):
            raise InvalidPathError(f"`{written}` cannot be read from `{path[offset:]}` on")
        quoted = match["quoted"]
        key = re.sub(r"\\(.)", r"\1", quoted) if quoted else match["key"]
        parts.append(None if match["items"] else ANY if match["every"] else key)
        offset = match.end()
    if not parts:
        raise InvalidPathError("the path is empty")
    return tuple(parts)
