"""Which edits give fields other values, where anchors, aliases and merge keys let several places share one text.

A shared text may only change if that is right for every place that it is read at. Where it is not, the value is written
out at the place that needs another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from transformer.document.edit import Edit
from transformer.document.field import Field, Merge, entries, format_path, items, resolve, root_field
from transformer.document.node import Alias, Mapping, Scalar, Sequence
from transformer.document.scalar import content_start, respell, spell
from transformer.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformer.document.reading import Reading

_LINE_END = re.compile(r"\r\n|[\r\n]|\Z")
_CLOSED = re.compile(r"\s*\]")
_MOST_PLACES = 1_000_000
"""How many places of one document are looked at, aliases followed; what Go's parsers call excessive aliasing."""


class Change(NamedTuple):
    """A field and the string that it shall hold."""

    field: Field
    value: str


def plan(reading: Reading, changes: list[Change]) -> list[Edit]:
    """Return the edits that give every field its new value, and no other field another.

    Raises ManifestError where a value is shared so that it cannot be written out where it is needed.
    """
    if not reading.composed.has_aliases:
        return [_in_place(reading, change) for change in changes]
    wanted = {(id(change.field.node), change.field.path): change for change in changes}
    edits = []
    for uses in _uses(reading, {node for node, _ in wanted}).values():
        targets = [wanted.get((id(use.node), use.path)) for use in uses]
        edits += _share(reading, uses, targets)
    return edits


def _share(reading: Reading, uses: list[Field], targets: list[Change | None]) -> list[Edit]:
    """Give some uses of one scalar other values; None stands for its own."""
    first = targets[0]
    if first is not None and all(target is not None and target.value == first.value for target in targets):
        return [_in_place(reading, first)]
    kept = [use for use, target in zip(uses, targets, strict=True) if target is None]
    edits = []
    for use, target in zip(uses, targets, strict=True):
        if target is None:
            continue
        if use.detours:
            edits.append(_write_out(reading, use, target, kept or uses))
        else:
            edits += _release(reading, use, target, kept)
    return edits


def _in_place(reading: Reading, change: Change) -> Edit:
    node = change.field.node
    edit = respell(reading.parsed, node, change.value) if isinstance(node, Scalar) else None
    if edit is None:
        message = f"{format_path(change.field.path)} is written as a block of several lines"
        raise ManifestError(reading.locate(node, message, "write it on one line"))
    return edit


def _write_out(reading: Reading, use: Field, target: Change, others: list[Field]) -> Edit:
    """Spell the value where an alias or a merge key brings another."""
    first = use.detours[0]
    text = spell(target.value)
    if isinstance(first, Alias) and len(use.detours) == 1 and isinstance(use.node, Scalar):
        return Edit(first.start, first.end, text)
    end = _end_of_merge(reading.parsed, first) if isinstance(first, Merge) and first.path == use.path[:-1] else None
    if end is None or not isinstance(first, Merge):
        raise _cannot_write_out(reading, use, others)
    entry = f"{spell(str(use.path[-1]))}: {text}"
    if first.key.in_flow:
        return Edit(end, end, f", {entry}")
    # After the merge key, not before: go-yaml v2, and so kubectl, lets a merge key overwrite what stands before it.
    line_end = _LINE_END.search(reading.parsed, end)
    end = line_end.start() if line_end else len(reading.parsed)
    line_break = line_end[0] if line_end and line_end[0] else "\n"
    return Edit(end, end, f"{line_break}{' ' * first.key.column}{entry}")


def _end_of_merge(text: str, merge: Merge) -> int | None:
    """Return the offset after the value of a merge key; None where an entry after it cannot be written safely."""
    line = text[text.rfind("\n", 0, merge.key.start) + 1 : merge.key.start]
    if not merge.key.in_flow and line.strip(" -"):
        return None
    if isinstance(merge.value, Alias):
        return merge.value.end
    if isinstance(merge.value, Sequence) and merge.value.items and isinstance(merge.value.items[-1], Alias):
        closed = _CLOSED.match(text, merge.value.items[-1].end)
        return closed.end() if closed else None
    return None


def _release(reading: Reading, use: Field, target: Change, kept: list[Field]) -> list[Edit]:
    """Change the text that carries an anchor, and hand the anchor with the old text to the first who still needs it."""
    node = use.node
    heirs = [
        other.detours[0]
        for other in kept
        if len(other.detours) == 1 and isinstance(other.detours[0], Alias) and other.detours[0].target is node
    ]
    if not isinstance(node, Scalar) or len(heirs) < len(kept) or node.style in ("|", ">"):
        raise _cannot_write_out(reading, use, kept)
    if not heirs:
        return [_in_place(reading, target)]
    heir = min(heirs, key=lambda alias: alias.start)
    old = reading.parsed[content_start(reading.parsed, node) : node.end]
    if not old.isprintable() or heir.in_flow:
        old = spell(node.value, node.style)
    tag = "!!str " if node.tag is not None else ""
    return [
        Edit(node.start, node.end, spell(target.value, node.style)),
        Edit(heir.start, heir.end, f"&{heir.name} {tag}{old}"),
    ]


def _cannot_write_out(reading: Reading, use: Field, others: list[Field]) -> ManifestError:
    detour = use.detours[0] if use.detours else None
    node = detour.key if isinstance(detour, Merge) else detour or use.node
    other = next((field for field in others if field.path != use.path), use)
    message = (
        f"{format_path(use.path)} cannot be rewritten: through an anchor it shares its text with "
        f"{format_path(other.path)}, which must keep it"
    )
    return ManifestError(reading.locate(node, message, "write the value out at one of the two places"))


def _uses(reading: Reading, nodes: set[int]) -> dict[int, list[Field]]:
    """Find every place at which some scalars are read, in the order in which they are met.

    Raises ManifestError where aliases multiply to more places than anybody means.
    """
    uses: dict[int, list[Field]] = {}
    pending = [root_field(root) for root in reversed(reading.composed.roots)]
    for _ in range(_MOST_PLACES):
        if not pending:
            return uses
        field = pending.pop()
        if id(field.node) in nodes:
            uses.setdefault(id(field.node), []).append(field)
        pending += reversed([*entries(field), *items(field), *_alias_keys(field)])
    message = f"aliases multiply to more than {_MOST_PLACES:,} values"
    raise ManifestError(
        reading.locate(reading.composed.roots[0], message, "write the manifest without so many aliases")
    )


def _alias_keys(field: Field) -> Iterator[Field]:
    """Yield the keys of a mapping that are aliases: they read the anchored scalar as well."""
    if isinstance(field.node, Mapping):
        for key, _ in field.node.entries:
            if isinstance(key, Alias):
                yield resolve((*field.path, "*" + key.name), key, field.detours)
