"""Origin records: what stood at a place, and what stands there now; as JSON, which regswap's annotation holds."""

from __future__ import annotations

import re
import sys

from regswap.document.parse.node import Scalar
from regswap.document.read.field import format_path
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.document.edit.sharing import Change
    from regswap.document.read.field import Path

_PART = r"\.?(?P<key>[\w-]+)|\[(?P<index>[0-9]{1,9})\]|\['(?P<quoted>(?:[^'\\]|\\.)*)'\]"


class InvalidTracesError(ValueError):
    """A text that holds no origins; its message says why."""


class OriginRecord(NamedTuple):
    """One reference, or one field of a split one, that was rewritten."""

    path: Path
    """From the object or pod template that has the annotation."""
    original: str
    rewritten: str
    offset: int | None = None
    """Where it begins in the value that stands there now, in characters, if it is only a part of it."""

    @property
    def growth(self) -> int:
        """By how many characters the rewritten text is longer."""
        return len(self.rewritten) - len(self.original)


def trace_change(change: Change) -> list[OriginRecord]:
    """Return what is to be recorded of a change; offsets are those in the value before it."""
    field = change.field
    if not isinstance(field.node, Scalar):
        return []
    value = field.node.value
    if not change.parts:
        return [OriginRecord(field.path, value.strip(), change.value.strip())]
    return [
        OriginRecord(field.path, value[part.start : part.end], part.replacement, part.start)
        for part in sorted(set(change.parts))
    ]


def join_traces(known: Iterable[OriginRecord], new: Iterable[OriginRecord]) -> list[OriginRecord]:
    """Return the origins after some changes: of what was rewritten before the first original stays.

    What is known and does not say what was found at its place is of another time, and goes. Offsets in the result are
    those after the changes.
    """
    new = list(new)
    joined: dict[tuple[Path, int | None], OriginRecord] = {(one.path, one.offset): one for one in known}
    for one in new:
        before = joined.get((one.path, one.offset))
        first = before is not None and before.rewritten == one.original
        joined[one.path, one.offset] = one._replace(original=before.original) if before and first else one
    grown: dict[Path, list[OriginRecord]] = {}
    for one in new:
        if one.offset is not None:
            grown.setdefault(one.path, []).append(one)
    return [
        one if one.offset is None else one._replace(offset=one.offset + _grow(one.offset, grown.get(one.path, ())))
        for one in joined.values()
    ]


def _grow(offset: int, changes: Iterable[OriginRecord]) -> int:
    return sum(one.growth for one in changes if one.offset is not None and one.offset < offset)


def drop_traces(origins: Iterable[OriginRecord], gone: Iterable[OriginRecord]) -> list[OriginRecord]:
    """Return the origins that are left when some originals are back, with the offsets that they have then."""
    gone = set(gone)
    back = [one._replace(original=one.rewritten, rewritten=one.original) for one in gone]
    kept = [one for one in origins if one not in gone]
    return [
        one
        if one.offset is None
        else one._replace(offset=one.offset + _grow(one.offset, [b for b in back if b.path == one.path]))
        for one in kept
    ]


def overlaps(origins: Iterable[OriginRecord]) -> bool:
    """Tell whether two origins are about the same characters."""
    ends: dict[Path, int] = {}
    for one in sorted(origins, key=lambda one: (len(one.path), tuple(map(str, one.path)), one.offset or 0)):
        start = one.offset or 0
        if start < ends.get(one.path, 0):
            return True
        # What is about all of a value leaves no room for another.
        ends[one.path] = start + max(1, len(one.rewritten)) if one.offset is not None else sys.maxsize
    return False


def write_traces(origins: Iterable[OriginRecord]) -> str:
    """Return origins as one line of JSON."""
    import json

    rows = [
        {
            "path": format_path(one.path),
            "original": one.original,
            "rewritten": one.rewritten,
            **({} if one.offset is None else {"offset": one.offset}),
        }
        for one in origins
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_traces(text: str) -> list[OriginRecord]:
    """Read what ``write_traces`` wrote; raises InvalidTracesError."""
    import json

    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        message = "it is not JSON"
        raise InvalidTracesError(message) from None
    if not isinstance(rows, list):
        message = "it is not a list"
        raise InvalidTracesError(message)
    return [_read_row(row) for row in rows]


def _read_row(row: object) -> OriginRecord:
    values = [row.get(key) for key in ("path", "original", "rewritten")] if isinstance(row, dict) else []
    offset = row.get("offset") if isinstance(row, dict) else None
    texts = [value for value in values if isinstance(value, str)]
    is_offset = offset is None or (isinstance(offset, int) and not isinstance(offset, bool) and offset >= 0)
    if len(texts) < 3 or not is_offset:  # noqa: PLR2004 - those above
        message = "each item needs the strings `path`, `original` and `rewritten`, and may have the number `offset`"
        raise InvalidTracesError(message)
    path, original, rewritten = texts
    return OriginRecord(_read_path(path), original, rewritten, offset)


def _read_path(text: str) -> Path:
    """Read what ``format_path`` wrote."""
    parts: list[str | int] = []
    pattern = re.compile(_PART)
    place = 0
    while place < len(text):
        found = pattern.match(text, place)
        if found is None or (text[place] == ".") != (found["key"] is not None and place > 0):
            message = f"`{text}` is not a path"
            raise InvalidTracesError(message)
        key, index, quoted = found.groups()
        parts.append(int(index) if index else key or re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
        place = found.end()
    return tuple(parts)
