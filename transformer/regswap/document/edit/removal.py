"""Removals: entries taken out of mappings, with the text that adding them made and no more."""

from __future__ import annotations

import re

from regswap.document.edit.insertion import begin_of_first, refuse_shared
from regswap.document.edit.line import skip_gap
from regswap.document.parse.event import LINE_BREAK
from regswap.document.parse.node import Alias, Mapping, Scalar, Sequence, is_merge_key
from regswap.document.read.field import children, entries, format_path
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading

    Cuts = dict[str, "Cuts | None"]
    """Keys to take out: None for an entry, and what is to be taken out of a mapping, which goes if nothing is left."""

_CLOSED = r"\s*,?\s*[}\]]"


def remove_entries(reading: Reading, field: Field, cuts: Cuts) -> list[Edit]:
    """Return the edits that take entries out of a mapping, and out of the mappings in it.

    A mapping that has nothing left goes too, unless its braces can stay where they were before there was anything.

    Raises ManifestError where the text is read at more than one place, or does not show where the entries are.
    """
    refuse_shared(reading, field)
    return _remove_entries(reading, field, cuts)


def _remove_entries(reading: Reading, field: Field, cuts: Cuts) -> list[Edit]:
    edits = []
    gone: set[int] = set()
    for key, below in cuts.items():
        for inner in children(field, key):
            place = _place_of(field, inner)
            if place is None:
                raise _refuse(reading, field, f"`{key}` is written elsewhere")
            if below is None or _is_left_empty(field, inner, below):
                gone.add(place)
            else:
                refuse_shared(reading, inner)
                edits += _remove_entries(reading, inner, below)
    return edits + _take_out(reading, field, gone)


def _place_of(field: Field, inner: Field) -> int | None:
    held = (
        field.node.entries
        if isinstance(field.node, Mapping) and not inner.indirections[len(field.indirections) :]
        else []
    )
    return next((place for place, (_, value) in enumerate(held) if value is inner.node), None)


def _is_left_empty(field: Field, inner: Field, cuts: Cuts) -> bool:
    """Tell whether a mapping has nothing but what is taken out, and was not there before it was put in."""
    node = inner.node
    if not isinstance(node, Mapping) or not node.entries:
        return False
    if node.is_flow and not (isinstance(field.node, Mapping) and field.node.is_flow):
        return False
    found = {str(entry.path[-1]): entry for entry in entries(inner)}
    if any(entry.indirections[len(inner.indirections) :] for entry in found.values()):
        return False
    return found.keys() <= cuts.keys() and all(
        below is None or _is_left_empty(inner, found[key], below) for key, below in cuts.items() if key in found
    )


def _take_out(reading: Reading, field: Field, gone: set[int]) -> list[Edit]:
    node = field.node
    if not gone or not isinstance(node, Mapping):
        return []
    if node.is_flow:
        return _take_out_of_flow(reading, field, node, gone)
    return [_take_out_of_block(reading, field, place, gone) for place in gone]


def _take_out_of_block(reading: Reading, field: Field, place: int, gone: set[int]) -> Edit:
    text = reading.parsed
    held = field.node.entries if isinstance(field.node, Mapping) else []
    key, value = held[place]
    start = key.start
    line = reading.start_of_line(start)
    if not text[line:start].strip(" "):
        return Edit(line, _end_of_lines(reading, value), "")
    # It stands behind a dash or a byte order mark, where the next entry takes its place.
    if start != begin_of_first(reading, field) or place + 1 >= len(held) or place + 1 in gone:
        raise _refuse(reading, field, "its text is too strange")
    following = held[place + 1][0].start
    if text[reading.start_of_line(following) : following].strip(" "):
        raise _refuse(reading, field, "its text is too strange")
    return Edit(start, following, "")


def _end_of_lines(reading: Reading, value: Node) -> int:
    """Return where the line ends on which a value ends, with its line break."""
    text = reading.parsed
    end = _end_of(text, value)
    if isinstance(value, Scalar) and value.style in ("|", ">") and reading.start_of_line(end) == end:
        return end
    found = re.compile(LINE_BREAK).search(text, end)
    return found.end() if found else len(text)


def _take_out_of_flow(reading: Reading, field: Field, node: Mapping, gone: set[int]) -> list[Edit]:
    text = reading.parsed
    begins = [begin_of_first(reading, field)]
    ends = [_end_of(text, value) for _, value in node.entries]
    for end in ends[:-1]:
        comma = skip_gap(text, end)
        begins.append(skip_gap(text, comma + 1))
    last = max((place for place in range(len(begins)) if place not in gone), default=-1)
    edits = [Edit(begins[place], begins[place + 1], "") for place in sorted(gone) if place < last]
    alias = node.entries[-1][1]
    if gone == set(range(len(begins) - 1)) and text[node.start] == "{" and _is_merge(node):
        # It was written around an alias.
        return [Edit(node.start, alias.start, ""), Edit(_end_of(text, alias), _end_of(text, node), "")]
    if last < 0:
        return [_empty(text, begins[0], ends[-1])]
    if last + 1 < len(begins):
        # Nothing follows: the comma before goes instead.
        edits.append(Edit(skip_gap(text, ends[last]), ends[-1], ""))
    return edits


def _is_merge(node: Mapping) -> bool:
    key, value = node.entries[-1]
    return isinstance(key, Scalar) and is_merge_key(key) and isinstance(value, Alias)


def _empty(text: str, begin: int, end: int) -> Edit:
    """Take out all that is in braces; the braces too, if they were put in the place of nothing."""
    if text[begin - 3 : begin] == " { " and text[end : end + 2] == " }":
        return Edit(begin - 3, end + 2, "")
    return Edit(begin, end, "")


def _end_of(text: str, node: Node) -> int:
    """Return where a node ends; of a collection in block style where the last value in it does."""
    braces = 0
    while isinstance(node, (Mapping, Sequence)):
        inner = [value for _, value in node.entries] if isinstance(node, Mapping) else node.items
        if not inner:
            end = text.find("}" if isinstance(node, Mapping) else "]", node.start) + 1
            break
        braces += node.is_flow
        node = inner[-1]
    else:
        end = node.end
    for _ in range(braces):
        closed = re.compile(_CLOSED).match(text, end)
        end = closed.end() if closed else end
    return end


def _refuse(reading: Reading, field: Field, reason: str) -> ManifestError:
    message = f"nothing can be taken out of {format_path(field.path) or 'the document'}: {reason}"
    return ManifestError(reading.locate(field.node, message, "take the annotations out by hand"))
