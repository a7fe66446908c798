"""References in the arguments of a command, and in the command itself."""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.places.hidden.script import begins_script
from regswap.places.hidden.text import SETS, Subject, find_tokens, may_hold_tokens, sets_registry
from regswap.places.hidden.token import APART, POSSIBLE
from regswap.record import TYPE_CHECKING
from regswap.reference import read_reference

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from regswap.places.hidden.token import Token

_FLAG = lazy(r"(--?([A-Za-z][A-Za-z0-9_.-]*))(=)?")


def find_in_arguments(items: Sequence[str | None], hosts: Container[str]) -> list[tuple[int, Token]]:
    """Find references in a list of arguments; each token comes with the index of its item.

    Flags are read with their value in one item or in the next, with one dash or two; items that hold several words,
    such as a shell script, as text. None stands for an item that is no string. ``hosts`` are the registries that rules
    name (``host[:port]``).
    """
    found: list[tuple[int, str, Token]] = []
    set_values: list[tuple[str, str]] = []
    pending, shell = "", False
    flags = [_FLAG.match(item) if item else None for item in items]
    beside = frozenset(flag[2] for flag in flags if flag)
    for index, (item, flag) in enumerate(zip(items, flags, strict=True)):
        name, start, pending = pending, 0, ""
        is_script, shell = shell, item is not None and begins_script(item)
        if item is None:
            continue
        if flag and flag[3]:
            name, start = flag[1], flag.end()
        elif flag and flag.end() == len(item):
            pending = item
            continue
        elif " " in item or "\n" in item:
            name = ""
        set_values.append((name, item[start:]))
        if not may_hold_tokens(name, item, start):
            continue
        subject = _subject(item, start, name, beside)._replace(is_script=is_script or item.startswith("#!"))
        found += [(index, name, token) for token in find_tokens(subject, hosts)]
    is_apart = any(sets_registry(flag, item) for flag, item in set_values)
    return [
        (index, _keep_apart(token) if is_apart and name.startswith(SETS) else token) for index, name, token in found
    ]


def _keep_apart(token: Token) -> Token:
    """Return a token that is possible only where a registry that is set elsewhere is put before it."""
    reference = read_reference(token.text)
    if token.names_place or token.certainty == POSSIBLE or reference is None or reference.host is not None:
        return token
    return token._replace(certainty=POSSIBLE, reason=f"{token.reason}; {APART}")


def _subject(item: str, start: int, flag: str, beside: frozenset[str]) -> Subject:
    return Subject(item, start, flag, f"the value of {flag}", is_text=not flag, beside=beside)
