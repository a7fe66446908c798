"""Events made into nodes: the wanted parts of a document, or all of it where there are aliases."""

from __future__ import annotations

from contextlib import suppress

from regswap.document.parse.composition import (
    DEEPEST,
    Composed,
    CompositionError,
    DisputedError,
    check_anchor,
    check_key_tag,
    read_binary,
)
from regswap.document.parse.doubt import find_doubts, fold, make_doubt
from regswap.document.parse.event import ALIAS, COLLECTION_END, MAPPING_START, SCALAR, SEQUENCE_START, STREAM_END
from regswap.document.parse.node import ANY, BINARY_TAG, Mapping, Scalar, Sequence
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.document.parse.doubt import Doubt
    from regswap.document.parse.event import Event
    from regswap.document.parse.node import Node, Outline

__all__ = ["Composed", "CompositionError", "DisputedError", "compose"]

_DEEPEST_WANTED = 100
"""Levels that are read by functions that call themselves; what is deeper is read as a whole."""

_MOST_KEPT = 256
_LONGEST_KEPT = 128
"""How many outlines are kept with what they say, how many keys of each, and of how many characters."""


def compose(
    open_events: Callable[[], Callable[[], Event]], outline: Outline | None, *, whole: bool = False
) -> Composed:
    """Read the events into nodes, leaving out what the outline does not want.

    Nothing is left out where there are aliases, where no outline is given, or where the ``whole`` is asked for.

    ``open_events`` starts the events from the beginning; it may be called twice.

    Raises CompositionError, and whatever the events raise.
    """
    if outline is not None and not whole:
        with suppress(_NeedsAllError):
            return _Reader(open_events()).read_all(_look_up(outline))
    # Most documents are read without it.
    from regswap.document.parse.whole import compose_whole

    composed = compose_whole(open_events(), outline or {})
    return composed._replace(doubts=find_doubts(composed.roots, outline)) if outline else composed


class _NeedsAllError(Exception):
    """An alias may point at a part that was left out, or it goes too deep: compose again, without an outline."""


class _Wanted:
    """An outline, and what it says of the keys that were met: they are the same in all documents of a kind."""

    __slots__ = ("folded", "keys", "outline")

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        """Kept, so that no other outline gets its id."""
        self.keys: dict[str, _Wanted | None] = {}
        """What is wanted of their values; of one that is not wanted nothing."""
        self.folded = fold(outline)
        """The wanted keys without their case."""

    def judge_key(self, key: str) -> _Wanted | None:
        """Return what is wanted of the value of a key that was not met yet; raises _NeedsAllError for a merge key."""
        if key == "<<":
            raise _NeedsAllError
        found = self.outline.get(key)
        below = self.outline.get(ANY) if found is None else found
        wanted = None if below is None else _look_up(below)
        is_certain = wanted is not None or key.casefold() not in self.folded
        if is_certain and len(key) <= _LONGEST_KEPT and len(self.keys) < _MOST_KEPT:
            self.keys[key] = wanted
        return wanted

    def of_items(self) -> _Wanted | None:
        """Return what is wanted of the items of a sequence."""
        below = self.outline.get(None)
        return None if below is None else _look_up(below)


_kept: dict[int, _Wanted] = {}


def _look_up(outline: Outline) -> _Wanted:
    wanted = _kept.get(id(outline))
    if wanted is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        wanted = _kept[id(outline)] = _Wanted(outline)
    return wanted


# Records are not made by their names: that takes twice the time, and of nothing are more made than of scalars.
_new = tuple.__new__


class _Reader:
    """Reads what is wanted of the events."""

    def __init__(self, get_event: Callable[[], Event]) -> None:
        self.get_event = get_event
        self.repeated: list[Scalar] = []
        self.doubts: list[Doubt] = []

    def read_all(self, wanted: _Wanted) -> Composed:
        roots: list[Node] = []
        while True:
            event = self.get_event()
            kind = event[0]
            if kind in (SCALAR, ALIAS, MAPPING_START, SEQUENCE_START):
                roots.append(self.read_node(event, wanted, in_flow=False, depth=0))
            elif kind == STREAM_END:
                return Composed(tuple(roots), (), tuple(self.repeated), tuple(self.doubts))

    def read_node(self, event: Event, wanted: _Wanted | None, *, in_flow: bool, depth: int) -> Node:
        """Read the node that begins with an event, below as many collections."""
        kind, anchor = event[0], event[6]
        if kind == SCALAR:
            return _make_scalar(event, in_flow=in_flow)
        if kind == ALIAS or depth >= _DEEPEST_WANTED:
            raise _NeedsAllError
        if anchor:
            check_anchor(event)
        if kind == MAPPING_START:
            mapping = Mapping(event)
            if wanted is not None and wanted.outline:
                self.read_mapping(mapping, wanted, depth + 1)
            else:
                self.skip_to_end(depth)
            return mapping
        sequence = Sequence(event)
        if wanted is not None and wanted.outline:
            self.read_sequence(sequence, wanted.of_items(), depth + 1)
        else:
            self.skip_to_end(depth)
        return sequence

    def read_sequence(self, sequence: Sequence, wanted: _Wanted | None, depth: int) -> None:
        """Read the items of a sequence."""
        get_event, in_flow, items = self.get_event, sequence.is_flow, sequence.items
        while True:
            event = get_event()
            if event[0] == COLLECTION_END:
                return
            items.append(self.read_node(event, wanted, in_flow=in_flow, depth=depth))

    def read_mapping(self, mapping: Mapping, wanted: _Wanted, depth: int) -> None:
        """Read the entries of a mapping that are wanted, and pass over the others, as most are."""
        get_event, in_flow, entries, keys = self.get_event, mapping.is_flow, mapping.entries, wanted.keys
        met: set[str] = set()
        while True:
            event = get_event()
            kind, value, start, end, style, tag, anchor = event
            if kind != SCALAR:
                if kind == COLLECTION_END:
                    return
                self.skip_complex_entry(event, depth)
                continue
            if tag is not None or anchor:
                value = _read_key(event)
            below = keys[value] if value in keys else wanted.judge_key(value)
            if below is None:
                if value not in keys:
                    self.note_doubt(event, wanted, in_flow=in_flow)
                kind = get_event()[0]
                if kind != SCALAR:
                    self.skip_rest(kind, depth)
                continue
            key = _new(Scalar, (value, style, tag, start.index, end.index, start.line, start.column, anchor, in_flow))
            if value in met:
                self.repeated.append(key)
            met.add(value)
            event = get_event()
            kind, value, start, end, style, tag, anchor = event
            if kind == SCALAR and tag is None and not anchor:
                fields = (value, style, None, start.index, end.index, start.line, start.column, anchor, in_flow)
                entries.append((key, _new(Scalar, fields)))
            else:
                entries.append((key, self.read_node(event, below, in_flow=in_flow, depth=depth)))

    def note_doubt(self, event: Event, wanted: _Wanted, *, in_flow: bool) -> None:
        """Note a key that is not wanted, if it is another one to some readers."""
        doubt = make_doubt(_make_scalar(event, in_flow=in_flow), wanted.folded)
        self.doubts += [doubt] if doubt is not None else ()

    def skip_complex_entry(self, event: Event, depth: int) -> None:
        """Pass over a key that is no scalar, and its value."""
        kind, anchor = event[0], event[6]
        if anchor:
            check_anchor(event)
        self.skip_rest(kind, depth)
        kind = self.get_event()[0]
        if kind != SCALAR:
            self.skip_rest(kind, depth)

    def skip_rest(self, kind: int, depth: int) -> None:
        """Pass over the rest of a node that is no scalar."""
        if kind == ALIAS:
            raise _NeedsAllError
        self.skip_to_end(depth)

    def skip_to_end(self, depth: int) -> None:
        """Pass over the rest of a collection that has just begun at a depth."""
        get_event, bottom = self.get_event, depth
        depth += 1
        while depth > bottom:
            event = get_event()
            kind = event[0]
            if kind == SCALAR:
                continue
            if kind == COLLECTION_END:
                depth -= 1
            elif kind == ALIAS:
                raise _NeedsAllError
            else:
                depth += 1
                if depth > DEEPEST:
                    mark = event[2]
                    raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", mark.line, mark.column)


def _read_key(event: Event) -> str:
    """Return what a key with a tag or an anchor says."""
    check_key_tag(event)
    check_anchor(event)
    return event[1] if event[5] != BINARY_TAG else read_binary(event)


def _make_scalar(event: Event, *, in_flow: bool) -> Scalar:
    _, value, start, end, style, tag, anchor = event
    if anchor:
        check_anchor(event)
    if tag == BINARY_TAG:
        value = read_binary(event)
    return _new(Scalar, (value, style, tag, start.index, end.index, start.line, start.column, anchor, in_flow))
