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
    from _collections import _tuplegetter

    _new_tuple = tuple.__new__

    class _Missing:
        """Stands in for the default of a field that has none."""

    class _Record(tuple):
        """What ``typing.NamedTuple`` gives; compiling its ``__new__`` takes longer than making the rest of a class."""

        __slots__ = ()
        _fields = ()
        _defaults = ()

        def __new__(cls, *values: object, **named: object) -> tuple:
            count = len(values)
            if count < len(cls._fields):
                last = cls._defaults[count:]
                values += tuple(map(named.pop, cls._fields[count:], last)) if named else last
                if _Missing in values:
                    missing = cls._fields[values.index(_Missing)]
                    raise TypeError(f"{cls.__name__} lacks a value for {missing!r}")
            if named or count > len(cls._fields):
                raise TypeError(f"{cls.__name__} has the fields {cls._fields}; {count} and {(*named,)} are too many")
            return _new_tuple(cls, values)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(map('%s=%r'.__mod__, zip(self._fields, self, strict=True)))})"

        def __getnewargs__(self) -> tuple:
            return tuple(self)

        def _replace(self, **kwds: object) -> tuple:
            values = tuple(map(kwds.pop, self._fields, self))
            if kwds:
                raise TypeError(f"{type(self).__name__} has no fields {(*kwds,)}")
            return _new_tuple(type(self), values)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

    class _RecordType(type):
        """Makes a record from a class body."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            body["_fields"] = body["__match_args__"] = fields
            body["_defaults"] = tuple(body.get(field, _Missing) for field in fields)
            body["__slots__"] = ()
            body.update((field, _tuplegetter(index, "")) for index, field in enumerate(fields))
            return type(name, (_Record,), body)

    class NamedTuple(metaclass=_RecordType):
        """Base of records: the annotations of its subclasses are their fields."""


__all__ = ["TYPE_CHECKING", "NamedTuple", "Protocol"]
