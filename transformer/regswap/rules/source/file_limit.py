"""Which files rules may be read from, where somebody wrote the rules who may not read all that the user may."""

from __future__ import annotations

import os
from contextlib import contextmanager

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Limit(NamedTuple):
    folders: tuple[str, ...]
    remedy: str


_LIMITS: list[_Limit] = []
"""Those that hold now; the last one counts."""


@contextmanager
def limit_files(folders: Iterable[str], remedy: str) -> Iterator[None]:
    """Let rules and configurations be read from some folders only, as long as this lasts."""
    _LIMITS.append(_Limit(tuple(map(os.path.realpath, folders)), remedy))
    try:
        yield
    finally:
        _LIMITS.pop()


def refuse_outside(path: str) -> None:
    """Raise RulesError where a file may not be read, whether it is there or not."""
    if not _LIMITS:
        return
    place, (folders, remedy) = os.path.realpath(path), _LIMITS[-1]
    if not any(place.startswith(os.path.join(folder, "")) for folder in folders):
        raise RulesError(Diagnostic("lies outside of the folders that rules may be read from here", remedy, path))
