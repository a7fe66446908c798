"""``NamedTuple``, ``Protocol`` and ``TYPE_CHECKING`` without ``typing``.

A post-renderer starts once for every chart, and importing ``typing`` and letting it make our records takes a sixth of a
short run. Type checkers see the ones of ``typing``.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Protocol
else:

    class Protocol:
        """Base of what only a type checker looks at."""


if TYPE_CHECKING or sys.version_info >= (3, 14):
    # From 3.14 on a class body no longer shows its annotations to a metaclass.
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _RecordType(type):
        """Makes a named tuple from a class body, as ``typing.NamedTuple`` does."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024 - see the module
            for attribute, value in body.items():
                setattr(made, attribute, value)
            return made

    class NamedTuple(metaclass=_RecordType):
        """Base of records: the annotations of its subclasses are their fields."""


__all__ = ["TYPE_CHECKING", "NamedTuple", "Protocol"]
