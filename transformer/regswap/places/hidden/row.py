"""The lines of a text, read as if they were YAML or JSON with a key on each: which key stands above which."""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_LINE = lazy(r"""([ \t]*)((?:-[ \t]+)*)(?:["']?([A-Za-z0-9_][A-Za-z0-9_./-]*)["']?[ \t]*:(?=[\s"'{\[]|$))?""")
# In compact JSON a `#` says nothing.
_LONGEST_COMMENTED = 1000
_COMMENT = lazy(r"(?m)(?:^|[ \t])#|^[ \t]*//")
_WINDOW = 24
"""Lines up and down in which the keys beside a key are looked for."""


class Row(NamedTuple):
    """A line and what it says about the tree that the text may be."""

    start: int
    end: int
    """Without its line break."""
    column: int
    """Where its key, or its first character, stands after the dashes of list items."""
    is_item: bool
    """Whether it begins with a dash."""
    key: str
    parent: str
    """The key above it; empty at the top."""


# Records are not made by their names: that takes twice the time, and there are as many as lines.
_new = tuple.__new__


def read_rows(text: str, start: int, end: int) -> Iterator[Row]:
    """Yield the lines between two offsets that are not empty."""
    stack: list[tuple[int, str]] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found = _LINE.match(text, start, stop)
        if found and (found.end() < stop or found[3]):
            yield _read_row(text, start, stop, found, stack)
        start = stop + 1


def _read_row(text: str, start: int, stop: int, found: re.Match[str], stack: list[tuple[int, str]]) -> Row:
    indent, dashes, key = len(found[1]), len(found[2]), found[3] or ""
    column = indent + dashes
    first = text[start + column : start + column + 1]
    # What closes, comments and template actions say nothing about the tree.
    if first not in "#{}])" or (first == "{" and dashes):
        while stack and (stack[-1][0] > indent or (stack[-1][0] == indent and not dashes)):
            stack.pop()
    row = _new(Row, (start, stop, column, bool(dashes), key, stack[-1][1] if stack else ""))
    if key:
        stack.append((column, key))
    return row


def is_in_comment(text: str, row: Row, place: int) -> bool:
    """Tell whether a place in a row stands in a comment."""
    if row.end - row.start > _LONGEST_COMMENTED:
        return False
    comment = _COMMENT.search(text, row.start, row.end)
    return comment is not None and comment.start() <= place


def find_siblings(rows: list[Row], place: int) -> frozenset[str]:
    """Return the keys of the mapping that a row's key stands in, as the indentation shows it."""
    column = rows[place].column
    keys = set()
    for row in rows[place + 1 : place + 1 + _WINDOW]:
        if row.column < column or (row.is_item and row.column <= column):
            break
        if row.column == column and row.key:
            keys.add(row.key)
    if rows[place].is_item:
        return frozenset(keys)
    for row in reversed(rows[max(0, place - _WINDOW) : place]):
        if row.column < column:
            break
        if row.column == column:
            if row.key:
                keys.add(row.key)
            if row.is_item:
                break
    return frozenset(keys)
