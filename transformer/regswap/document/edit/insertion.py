"""Insertions: entries added to mappings as text, in the style in which their neighbours are written.

New entries stand before those that are there, because where a mapping begins is certain; nothing else moves.
"""

from __future__ import annotations

import re

from regswap.document.edit.line import before_comments, break_after, break_before, skip_gap
from regswap.document.edit.mapping_entry import YAML, guess_manner, manner_of, style_of_keys, write_block, write_flow
from regswap.document.edit.sharing import Change
from regswap.document.parse.node import Alias, Mapping, Scalar
from regswap.document.parse.scalar import type_of
from regswap.document.read.field import children, entries, follow, format_path, root_field
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.edit.mapping_entry import Tree
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading

_PROPERTY = r"[&!]\S*"
_COLON = r"\s*:"
_STEP = 2
"""Blanks for each level, where nothing shows how many others use."""

_BY_HAND = "write it so that entries can be added: in place, once, and as a mapping"


class Insertion(NamedTuple):
    """What adding entries comes to."""

    edits: list[Edit]
    changes: list[Change]
    """Of entries that were there with another value."""


def insert_entries(reading: Reading, field: Field, tree: Tree) -> Insertion:
    """Return the edits that give a mapping some entries, and the mappings in it some, as deep as the tree goes.

    Raises ManifestError where an entry would have to go into what is not a mapping, or into a text that is read at more
    than one place.
    """
    refuse_shared(reading, field)
    done = Insertion([], [])
    _insert_entries(reading, field, tree, _STEP, done)
    return done


def refuse_shared(reading: Reading, field: Field) -> None:
    """Refuse to add anything to what is read at more than one place, or is written elsewhere.

    Raises ManifestError.
    """
    shared = {id(alias.target) for alias in reading.composed.aliases}
    if shared and (field.indirections or any(id(node.node) in shared for node in find_way(reading, field))):
        message = f"nothing can be added to {_name(field)}: through an anchor it shares its text with another place"
        raise ManifestError(reading.locate(field.node, message, "write it out at both places"))


def find_way(reading: Reading, field: Field) -> list[Field]:
    """Return the fields from the root to one, with it."""
    for root in reading.composed.roots:
        way: list[Field | None] = [root_field(root)]
        for part in field.path:
            way.append(follow(way[-1], (part,)))
        if way[-1] is not None and way[-1].node is field.node:
            return [one for one in way if one is not None]
    return []


def _insert_entries(reading: Reading, field: Field, tree: Tree, step: int, done: Insertion) -> None:
    new: Tree = {}
    column = _column_of(reading, field)
    for key, value in tree.items():
        found = children(field, key)
        if not found:
            new[key] = value
            continue
        inner = found[-1]
        if len(found) > 1:
            raise _refuse(reading, inner, "it is written twice in one mapping")
        if isinstance(value, dict) and inner.indirections:
            done.edits.extend(_insert_by_merge(reading, inner, value))
            continue
        if isinstance(value, dict):
            refuse_shared(reading, inner)
            below = _column_of(reading, inner)
            shown = None if column is None or below is None else below - column
            _insert_entries(reading, inner, value, shown or step, done)
        elif not isinstance(inner.node, Scalar):
            raise _refuse(reading, inner, "it is not a string")
        elif inner.node.value != value or type_of(inner.node) != "string":
            done.changes.append(Change(inner, value))
    if new:
        done.edits.append(_insert(reading, field, new, step))


def _column_of(reading: Reading, field: Field) -> int | None:
    """Return the column of the entries of a mapping in block style."""
    node = field.node
    if not isinstance(node, Mapping) or node.is_flow or not node.entries:
        return None
    begin = begin_of_first(reading, field)
    return begin - reading.start_of_line(begin)


def begin_of_first(reading: Reading, field: Field) -> int:
    """Return the offset at which the first entry of a mapping begins, its question mark if it has one.

    Raises ManifestError where the text does not show it.
    """
    node, text = field.node, reading.parsed
    if isinstance(node, Mapping) and node.entries:
        key = node.entries[0][0]
        begin = _after_brace(text, node) if node.is_flow else skip_gap(text, node.start, key.start, _PROPERTY)
        begin = skip_gap(text, begin, key.start)
        if begin == key.start or text[begin : begin + 1] == "?":
            return begin
    raise _refuse(reading, field, "its text is too strange")


def _after_brace(text: str, node: Mapping) -> int:
    brace = skip_gap(text, node.start, len(text), _PROPERTY)
    return brace + 1


def _insert(reading: Reading, field: Field, new: Tree, step: int) -> Edit:
    node, text = field.node, reading.parsed
    if isinstance(node, Scalar) and type_of(node) == "null" and node.anchor is None:
        return _replace_null(reading, field, new)
    if not isinstance(node, Mapping):
        raise _refuse(reading, field, "it is not a mapping")
    if node.is_flow:
        return _insert_in_flow(reading, field, node, new)
    begin = begin_of_first(reading, field)
    line = reading.start_of_line(begin)
    indentation = begin - line
    step = _step_of(reading, field, indentation) or step
    lines = write_block(new, indentation, step, style_of_keys(node))
    if text[line:begin].strip(" "):
        # It stands behind a dash.
        line_break = break_after(text, begin)
        written = line_break.join([*lines, " " * indentation])
        return Edit(begin, begin, written[indentation:])
    line = before_comments(reading, line)
    line_break = break_before(text, line) or break_after(text, begin)
    return Edit(line, line, "".join(f"{one}{line_break}" for one in lines))


def _step_of(reading: Reading, field: Field, indentation: int) -> int | None:
    """Return by how much mappings in a mapping are indented, if it has one."""
    columns = (_column_of(reading, entry) for entry in entries(field) if not entry.indirections)
    return next((column - indentation for column in columns if column is not None and column > indentation), None)


def _insert_in_flow(reading: Reading, field: Field, node: Mapping, new: Tree) -> Edit:
    text = reading.parsed
    if not node.entries:
        begin = _after_brace(text, node)
        return Edit(begin, begin, write_flow(new, guess_manner(text)))
    begin = begin_of_first(reading, field)
    line = reading.start_of_line(begin)
    manner = manner_of(text, node)
    after = manner.comma
    if line and not text[line:begin].strip(" \t"):
        after = f",{break_before(text, line)}{text[line:begin]}"
    return Edit(begin, begin, write_flow(new, manner) + after)


def _insert_by_merge(reading: Reading, field: Field, new: Tree) -> list[Edit]:
    """Write a mapping around an alias, with more entries than what it stands for; that does not change."""
    alias = field.indirections[-1]
    texts = {key: value for key, value in new.items() if isinstance(value, str)}
    taken = {entry.path[-1] for entry in entries(field)}
    if (
        not isinstance(alias, Alias)
        or len(field.indirections) > 1
        or len(texts) < len(new)
        or not taken.isdisjoint(texts)
    ):
        raise _refuse(reading, field, "it is written elsewhere")
    if not isinstance(field.node, Mapping):
        raise _refuse(reading, field, "it is not a mapping")
    before = f"{{{write_flow(new, YAML)}, <<: "
    return [Edit(alias.start, alias.start, before), Edit(alias.end, alias.end, "}")]


def _replace_null(reading: Reading, field: Field, new: Tree) -> Edit:
    """Write a mapping where a null stands: in flow style, so that it takes no other line.

    Where nothing at all is written for the null, blanks inside of the braces tell it from an empty mapping.
    """
    node, text = field.node, reading.parsed
    written = write_flow(new, guess_manner(text))
    if isinstance(node, Scalar) and node.value and node.tag is None:
        return Edit(node.start, node.end, f"{{{written}}}")
    parent = next((one for one in find_way(reading, field)[::-1] if one.path == field.path[:-1]), None)
    held = parent.node.entries if parent is not None and isinstance(parent.node, Mapping) else []
    key = next((key for key, value in held if value is node), None)
    colon = re.compile(_COLON).match(text, key.end) if isinstance(key, Scalar) else None
    if colon is None or not isinstance(node, Scalar) or node.tag is not None:
        raise _refuse(reading, field, "it is a null that is written strangely")
    return Edit(colon.end(), colon.end(), f" {{ {written} }}")


def _name(field: Field) -> str:
    return format_path(field.path) or "the document"


def _refuse(reading: Reading, field: Field, reason: str) -> ManifestError:
    message = f"nothing can be added to {_name(field)}: {reason}"
    return ManifestError(reading.locate(field.node, message, _BY_HAND))
