"""Values of the configuration that several of its parts have."""

from __future__ import annotations

from regswap.errors import RulesError, read_all
from regswap.record import TYPE_CHECKING
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeVar

    from regswap.rules.source.tree import Value
    from regswap.settings.option_row import Row

    T = TypeVar("T")


def read_option(value: Value, key: str, row: Row) -> str | bool:
    """Return what a key says that an option says too.

    Raises:
        RulesError: it is of another type, or not one of its choices.

    """
    if row.form != "text":
        return read_bool(value, key)
    return choose(value, key, row.choices) if row.choices else value.read_string(f"`{key}`", row.metavar)


def choose(value: Value, key: str, choices: Sequence[str]) -> str:
    """Return one of some words.

    Raises:
        RulesError: it is something else.

    """
    # To YAML 1.1 `off` is a bool.
    text = value.string if value.string in choices else value.read_string(f"`{key}`", choices[0])
    if text not in choices:
        raise value.refuse(f"unknown {key} `{text}`", suggest(text, choices))
    return text


def read_bool(value: Value, key: str) -> bool:
    """Return whether a value is true.

    Raises:
        RulesError: it is neither true nor false.

    """
    if value.string.lower() not in ("true", "false"):
        raise value.refuse(f"`{key}` is neither true nor false", "write `true` or `false`")
    return value.string.lower() == "true"


def read_each(items: Iterable[Value], read: Callable[[Value], T]) -> tuple[T, ...]:
    """Return what each item is read as.

    Raises:
        RulesError: with the findings of all of them.

    """
    return tuple(read_all(items, read, RulesError))


def list_pairs(value: Value | None) -> list[tuple[Value, Value]]:
    """Return the keys and values of a map; none where nothing is written.

    Raises:
        RulesError: it is not a map.

    """
    if value is None or value.is_null:
        return []
    if not value.is_map:
        raise value.refuse("a map belongs here", "write `key: value` pairs")
    return value.entries


def list_items(value: Value | None, what: str) -> list[Value]:
    """Return the items of a list; none where nothing is written.

    Raises:
        RulesError: it is not a list.

    """
    return [] if value is None else value.read_items(what)
