"""Regular expressions that are compiled when they are first used.

Compiling all that a program may need takes longer than most of its runs, and looking a compiled one up in the cache of
``re`` at each use takes as long as a short search.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, AnyStr


class _LazyPattern:
    """Becomes a compiled pattern attribute by attribute."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        if name.startswith("_"):
            # Of a copy that is being made, which has no source yet.
            raise AttributeError(name)
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when something is searched with it; re.error comes then, too."""
    return _LazyPattern(source, flags)  # type: ignore[return-value] # it has all that a pattern has
