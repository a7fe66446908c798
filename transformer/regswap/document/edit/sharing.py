"""Which edits give fields other values, where anchors, aliases and merge keys let several places share one text.

A shared text may only change if that is right for every place that it is read at. Where it is not, the value is written
out at the place that needs another.
"""

from __future__ import annotations

import re

from regswap.document.parse.event import LINE_BREAK
from regswap.document.parse.node import BINARY_TAG, Alias, Mapping, Scalar, Sequence
from regswap.document.parse.scalar import content_start, respell, spell, write_behind_tag
from regswap.document.read.field import Field, Merge, entries, format_path, items, root_field
from regswap.document.splice import Edit, splice
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Path
    from regswap.document.read.reading import Reading

    _Parts = dict[tuple[int, str], tuple[Edit, ...]]
    """Edits of values by the node that has one and the value that it gets."""

_CLOSED = r"\s*\]"
_ANCHOR = r"&\S+\s*"


class Change(NamedTuple):
    """A field that is a scalar, and the string that it shall hold."""

    field: Field
    value: str
    parts: tuple[Edit, ...] = ()
    """If only parts of its text change, the edits of its value; then ``value`` is not looked at."""
    is_encoded: bool = False
    """Whether the edits are of the text that the value is in base64."""


class _Use(NamedTuple):
    """A place at which a text is read, and the value that it needs; None where it keeps what it has."""

    field: Field
    value: str | None


class _SharedText(NamedTuple):
    """A text, a scalar or an alias of it, and all that read it; none where it is read as no value, but as a key."""

    text: Scalar | Alias
    uses: list[_Use]


def plan(reading: Reading, changes: list[Change]) -> list[Edit]:
    """Return the edits that give every field its new value, and no other field another.

    Raises ManifestError where a value is shared so that it cannot be written out where it is needed.
    """
    changes = _join_parts(changes)
    if not reading.composed.aliases:
        return [edit for change in changes for edit in _in_place(reading, change.field, change.value, change.parts)]
    parts: _Parts = {(id(change.field.node), change.value): change.parts for change in changes}
    values: dict[int, dict[Path, str]] = {}
    for change in changes:
        values.setdefault(id(change.field.node), {})[change.field.path] = change.value
    aliases: dict[int, list[Alias]] = {}
    for alias in reading.composed.aliases:
        aliases.setdefault(id(alias.target), []).append(alias)
    edits = []
    uses_of = _find_uses(reading, set(values))
    for change in changes:
        if id(change.field.node) not in uses_of:
            raise _cannot_write_out(reading, _Use(change.field, change.value), "a key that is a mapping or a list")
    for node, fields in uses_of.items():
        uses = [_Use(field, values[node].get(field.path)) for field in fields]
        edits += _share(reading, _find_spots(uses, aliases.get(node, [])), parts)
    return edits


def _join_parts(changes: list[Change]) -> list[Change]:
    """Return one change for each field, with the whole value that it gets."""
    joined: dict[tuple[int, Path], Change] = {}
    parts: dict[tuple[int, Path], list[Edit]] = {}
    for change in changes:
        place = id(change.field.node), change.field.path
        joined.setdefault(place, change)
        parts.setdefault(place, []).extend(change.parts)
    whole = (change._replace(parts=tuple(parts[place])) for place, change in joined.items())
    return [_carry_out(change, change.field.node) for change in whole]


def _carry_out(change: Change, node: Node) -> Change:
    if not change.parts or not isinstance(node, Scalar):
        return change
    if not change.is_encoded:
        return change._replace(value=splice(node.value, change.parts))
    from base64 import b64decode, b64encode

    text = b64decode("".join(node.value.split())).decode()
    return change._replace(value=b64encode(splice(text, change.parts).encode()).decode(), parts=())


def _find_spots(uses: list[_Use], aliases: list[Alias]) -> list[_SharedText]:
    """Return the texts that spell one scalar, the scalar itself first."""
    node = uses[0].field.node
    shared_texts = {text.start: _SharedText(text, []) for text in (node, *aliases) if isinstance(text, (Scalar, Alias))}
    for use in uses:
        last = use.field.indirections[-1] if use.field.indirections else None
        text = last if isinstance(last, Alias) and last.target is node else node
        shared_texts[text.start].uses.append(use)
    return list(shared_texts.values())


def _share(reading: Reading, shared_texts: list[_SharedText], parts: _Parts) -> list[Edit]:
    """Give the uses of one scalar the values that they need."""
    edits: list[Edit] = []
    (own, value), *others = [(shared_text, _settle(reading, shared_text, edits)) for shared_text in shared_texts]
    kept = [shared_text.text for shared_text, needed in others if needed is None]
    if value is not None:
        field = own.uses[0].field
        edits += _in_place(reading, field, value, parts.get((id(field.node), value), ()))
        if kept:
            edits += _hand_on(reading, own, kept[0])
    stands = None if kept else value
    edits += [
        Edit(shared_text.text.start, shared_text.text.end, spell(needed))
        for shared_text, needed in others
        if needed is not None and needed != stands
    ]
    return edits


def _settle(reading: Reading, shared_text: _SharedText, edits: list[Edit]) -> str | None:
    """Return the one value that a text must have for all that read it; whoever needs another gets it by an edit."""
    rest = shared_text.uses
    if not _agree(rest):
        through = _group_by_merge(shared_text)
        written = [(use, _write_after_merge(reading, use, through)) for use in shared_text.uses]
        edits += {edit for _, edit in written if edit is not None}
        rest = [use for use, edit in written if edit is None]
    if not _agree(rest):
        use = next(use for use in rest if use.value is not None)
        other = next(other for other in rest if other.value != use.value)
        raise _cannot_write_out(reading, use, format_path(other.field.path))
    return rest[0].value if rest else None


def _agree(uses: list[_Use]) -> bool:
    return len({use.value for use in uses}) <= 1


def _in_place(reading: Reading, field: Field, value: str, parts: tuple[Edit, ...] = ()) -> list[Edit]:
    node = field.node
    if not parts:
        edit = respell(reading.parsed, node, value) if isinstance(node, Scalar) else None
        edits = None if edit is None else [edit]
    else:
        from regswap.document.edit.fragment import edit_parts

        edits = edit_parts(reading.parsed, node, parts) if isinstance(node, Scalar) else None
    if edits is None:
        written = "so that no part of it can be changed safely" if parts else "as a block of several lines"
        message = f"{format_path(field.path)} is written {written}"
        raise ManifestError(reading.locate(node, message, "write it on one line"))
    return edits


def _hand_on(reading: Reading, own: _SharedText, new_owner: Scalar | Alias) -> list[Edit]:
    """Take the anchor from a scalar that changes, and write the old text with the anchor where it is needed first."""
    node, text = own.uses[0].field.node, reading.parsed
    start = content_start(text, node) if isinstance(node, Scalar) else node.start
    anchor = re.compile(_ANCHOR).search(text, node.start, start)
    if anchor is None or not isinstance(node, Scalar):
        raise _cannot_write_out(reading, own.uses[0], f"the alias on line {reading.line_of(new_owner)}")
    old = text[start : node.end]
    if node.style in ("|", ">") or not old.isprintable() or new_owner.in_flow:
        old = spell(write_behind_tag(node, node.value), node.style)
    tag = "" if node.tag is None else "!!binary " if node.tag == BINARY_TAG else "!!str "
    return [Edit(*anchor.span(), ""), Edit(new_owner.start, new_owner.end, f"{anchor[0].rstrip()} {tag}{old}")]


def _merges(use: _Use) -> Iterator[Merge]:
    return (indirection for indirection in use.field.indirections if isinstance(indirection, Merge))


def _group_by_merge(shared_text: _SharedText) -> dict[Scalar, list[_Use]]:
    """Return which uses read a text through each merge key."""
    through: dict[Scalar, list[_Use]] = {}
    for use in shared_text.uses:
        for merge in _merges(use):
            through.setdefault(merge.key, []).append(use)
    return through


def _write_after_merge(reading: Reading, use: _Use, through: dict[Scalar, list[_Use]]) -> Edit | None:
    """Return the edit that writes a value out after the merge key that brings another; None where that is not safe."""
    path = use.field.path
    merge = next((merge for merge in _merges(use) if merge.path == path[:-1]), None)
    end = _end_of_merge(reading.parsed, merge) if merge and _agree(through[merge.key]) else None
    if use.value is None or merge is None or end is None:
        return None
    entry = f"{spell(str(path[-1]))}: {spell(use.value)}"
    if merge.key.in_flow:
        return Edit(end, end, f", {entry}")
    # After the merge key, not before: go-yaml v2, and so kubectl, lets a merge key overwrite what stands before it.
    following = re.compile(LINE_BREAK).search(reading.parsed, end)
    end = following.start() if following else len(reading.parsed)
    start = merge.key.start - merge.key.column
    before = reading.parsed[max(0, start - 2) : start]
    line_break = following[0] if following else before if before == "\r\n" else before[-1:] or "\n"
    return Edit(end, end, f"{line_break}{' ' * merge.key.column}{entry}")


def _end_of_merge(text: str, merge: Merge) -> int | None:
    """Return the offset after the value of a merge key; None where an entry after it cannot be written safely."""
    line = text[merge.key.start - merge.key.column : merge.key.start]
    if not merge.key.in_flow and line.strip(" -"):
        return None
    if isinstance(merge.value, Alias):
        return merge.value.end
    if isinstance(merge.value, Sequence) and merge.value.items and isinstance(merge.value.items[-1], Alias):
        end = merge.value.items[-1].end
        closed = re.compile(_CLOSED).match(text, end)
        return closed.end() if closed else None if merge.value.is_flow else end
    return None


def _cannot_write_out(reading: Reading, use: _Use, other: str) -> ManifestError:
    indirection = use.field.indirections[0] if use.field.indirections else None
    node = indirection.key if isinstance(indirection, Merge) else indirection or use.field.node
    message = (
        f"{format_path(use.field.path)} cannot be rewritten: through an anchor it shares its text with "
        f"{other}, which must keep it"
    )
    return ManifestError(reading.locate(node, message, "write the value out at one of the two places"))


def _find_uses(reading: Reading, nodes: set[int]) -> dict[int, list[Field]]:
    """Find every place at which some scalars are read, in the order in which they are met."""
    ancestors = _find_ancestors(reading.composed.roots, nodes)
    uses: dict[int, list[Field]] = {}
    pending = [root_field(root) for root in reversed(reading.composed.roots)]
    while pending:
        field = pending.pop()
        if id(field.node) in nodes:
            uses.setdefault(id(field.node), []).append(field)
        pending += [inner for inner in reversed([*entries(field), *items(field)]) if id(inner.node) in ancestors]
    return uses


def _find_ancestors(roots: tuple[Node, ...], nodes: set[int]) -> set[int]:
    """Return the ids of some nodes and of all collections that hold one of them, through aliases or not."""
    parents: dict[int, list[int]] = {}
    pending = list(roots)
    while pending:
        node = pending.pop()
        inner = [value for _, value in node.entries] if isinstance(node, Mapping) else []
        for value in node.items if isinstance(node, Sequence) else inner:
            if isinstance(value, Alias):
                parents.setdefault(id(value.target), []).append(id(node))
            else:
                parents.setdefault(id(value), []).append(id(node))
                pending.append(value)
    ancestors = set(nodes)
    found = list(nodes)
    while found:
        new = set(parents.pop(found.pop(), ())) - ancestors
        ancestors |= new
        found += new
    return ancestors
