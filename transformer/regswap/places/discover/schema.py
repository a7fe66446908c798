"""A schema as the search looks at it: what may stand at one place of an object."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BRANCHES = ("allOf", "anyOf", "oneOf")
_OPEN = ("x-kubernetes-preserve-unknown-fields", "additionalProperties")

Raws = tuple[dict[str, object], ...]
"""The schemas that apply to one place, as they are written."""


class Schema(NamedTuple):
    """All that the schemas of one place say together, their ``allOf``, ``anyOf`` and ``oneOf`` included."""

    parts: Raws
    type: str
    """``string``, ``object``, ``array``, ``integer`` and so on, or ``int-or-string``; empty where none is said."""
    properties: dict[str, Raws]

    @property
    def items(self) -> Raws:
        """The schemas of the items of a list; none if there are none."""
        return tuple(inner for part in self.parts for inner in _maps(part.get("items")))

    @property
    def values(self) -> Raws:
        """The schemas of the values of a map (``additionalProperties``); none if there are none."""
        return tuple(inner for part in self.parts for inner in _maps(part.get("additionalProperties")))

    @property
    def is_open(self) -> bool:
        """Whether anything may stand there that the schema does not tell of."""
        return any(part.get(key) is True for part in self.parts for key in _OPEN)

    @property
    def is_object(self) -> bool:
        """Whether a whole object of any kind stands there."""
        return any(part.get("x-kubernetes-embedded-resource") is True for part in self.parts)

    @property
    def description(self) -> str:
        """What it is for, in one line."""
        return " ".join(next(self._texts("description"), "").split())

    @property
    def format(self) -> str:
        """The format of a string, such as ``uri``."""
        return next(self._texts("format"), "")

    @property
    def pattern(self) -> str:
        """The regular expression that a string matches."""
        return next(self._texts("pattern"), "")

    @property
    def choices(self) -> tuple[object, ...]:
        """The values that an ``enum`` allows."""
        return tuple(choice for part in self.parts for choice in _list(part.get("enum")))

    @property
    def samples(self) -> tuple[str, ...]:
        """Strings that are given as default or example."""
        return (*self._texts("default"), *self._texts("example"))

    def _texts(self, key: str) -> Iterator[str]:
        for part in self.parts:
            text = part.get(key)
            if isinstance(text, str) and text:
                yield text


def view(raws: Iterable[object]) -> Schema:
    """Look at the schemas of one place together."""
    parts = _branches(raws)
    properties: dict[str, Raws] = {}
    for part in parts:
        for key, inner in _map(part.get("properties")).items():
            properties[key] = (*properties.get(key, ()), *_maps(inner))
    return Schema(parts, _type(parts), properties)


def _branches(raws: Iterable[object]) -> Raws:
    """List schemas, each followed by those that it combines."""
    found: list[dict[str, object]] = []
    seen: set[int] = set()
    pending = [raw for raw in raws if isinstance(raw, dict)][::-1]
    while pending:
        raw = pending.pop()
        if id(raw) in seen:
            continue
        seen.add(id(raw))
        found.append(raw)
        for name in reversed(_BRANCHES):
            if name in raw:
                pending += [branch for branch in reversed(_list(raw[name])) if isinstance(branch, dict)]
    return tuple(found)


def _type(parts: Raws) -> str:
    types: list[str] = []
    for part in parts:
        if part.get("x-kubernetes-int-or-string") is True:
            return "int-or-string"
        types += _names(part.get("type"))
    if types:
        return "int-or-string" if set(types) == {"integer", "string"} else types[0]
    if any(part.get(key) for part in parts for key in ("properties", "additionalProperties")):
        return "object"
    return "array" if any(part.get("items") for part in parts) else ""


def _names(written: object) -> list[str]:
    """Return the types that are written: one, or a list of them, where null says nothing."""
    names = written if isinstance(written, list) else [written]
    return [name for name in names if isinstance(name, str) and name != "null"]


def _map(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _maps(value: object) -> list[dict[str, object]]:
    """Return a schema, or those of a list of them, which was allowed for ``items`` once."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
