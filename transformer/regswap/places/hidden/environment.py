"""References in environment variables."""

from __future__ import annotations

from regswap.places.hidden.text import Subject, find_tokens, may_hold_tokens
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from regswap.places.hidden.token import Token


def find_in_variable(name: str, value: str, hosts: Container[str], beside: frozenset[str] = frozenset()) -> list[Token]:
    """Find references in the value of a variable: one, a list, or a map such as lines of ``4.2.0=quay.io/a:1``.

    ``hosts`` are the registries that rules name (``host[:port]``), ``beside`` the names of the variables beside it.
    """
    if not may_hold_tokens(name, value):
        return []
    return find_tokens(Subject(value, 0, name, f"the value of {name}", is_text=False, beside=beside), hosts)
