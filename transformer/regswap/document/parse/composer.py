"""Events made into nodes: the wanted parts of a document, or all of it where there are aliases."""

from __future__ import annotations

from contextlib import suppress

from regswap.document.parse.doubt import Doubt, find_doubts, fold, make_doubt
from regswap.document.parse.event import (
    ALIAS,
    COLLECTION_END,
    DOCUMENT_START,
    MAPPING_START,
    SCALAR,
    SEQUENCE_START,
    STREAM_END,
)
from regswap.document.parse.node import ANY, BINARY_TAG, MERGE_TAG, Alias, Mapping, Scalar, Sequence, is_merge_key
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.document.parse.event import Event
    from regswap.document.parse.node import Node, Outline

DEEPEST = 1_000
"""Levels of nesting that are read, more than any manifest has: the parsers take time by the square of the depth."""

MOST_BROUGHT = 1_000_000
"""How many nodes the aliases of one document may bring, counted as often as they are brought; Go's parsers too refuse
what they call excessive aliasing."""


class Composed(NamedTuple):
    """What a text holds."""

    roots: tuple[Node, ...]
    aliases: tuple[Alias, ...]
    """In the order in which they are written."""
    repeated: tuple[Scalar, ...]
    """Wanted keys that their mapping holds already."""
    doubts: tuple[Doubt, ...] = ()
    """Keys that readers take for different ones."""


class CompositionError(Exception):
    """The events are YAML, but no document: an unknown alias, an anchor that holds itself, or too deep a nesting."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep what is wrong and its place, 0-based."""
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class DisputedError(CompositionError):
    """What Kubernetes' readers read differently, or as something else than YAML is."""

    def __init__(self, message: str, remedy: str, line: int = 0, column: int = 0) -> None:
        """Keep what to do about it, too."""
        super().__init__(message, line, column)
        self.remedy = remedy


class _AliasMetError(Exception):
    """An alias may point at a part that was left out: compose again, without an outline."""


def compose(
    open_events: Callable[[], Callable[[], Event]], outline: Outline | None, *, whole: bool = False
) -> Composed:
    """Read the events into nodes, leaving out what the outline does not want.

    Nothing is left out where there are aliases, where no outline is given, or where the ``whole`` is asked for.

    ``open_events`` starts the events from the beginning; it may be called twice.

    Raises CompositionError, and whatever the events raise.
    """
    if outline is not None and not whole:
        with suppress(_AliasMetError):
            return _Composer(open_events(), outline, whole=False).compose()
    composed = _Composer(open_events(), outline or {}, whole=True).compose()
    return composed._replace(doubts=find_doubts(composed.roots, outline)) if outline else composed


def _below(outline: Outline, key: str) -> Outline | None:
    found = outline.get(key)
    return outline.get(ANY) if found is None else found


class _Frame:
    """A collection that is being read."""

    __slots__ = ("brought", "folded", "is_mapping", "key", "node", "outline", "size", "wanted", "wants_all")

    def __init__(self, node: Mapping | Sequence, outline: Outline) -> None:
        self.node = node
        self.is_mapping = type(node) is Mapping
        self.outline = outline
        self.wants_all = ANY in outline
        self.key: Node | None = None
        self.wanted: set[str] = set()
        """The wanted keys that it has."""
        self.size = 1
        """How many nodes it holds, with itself and with what its aliases bring."""
        self.brought = 0
        self.folded: dict[str, str] | None = None
        """The wanted keys without their case, once a key was met that is not wanted."""


def _read_binary(event: Event) -> str:
    """Return the text that a value tagged as binary is, as Go reads it."""
    from base64 import b64decode

    _, value, mark, _, _, _, _ = event
    try:
        return b64decode(value.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8", "replace")
    except ValueError:
        raise CompositionError("what is tagged as binary is not base64", mark.line, mark.column) from None


def _check_anchor(event: Event) -> None:
    """Refuse ``&a:b``: one anchor to YAML 1.2, and to others the anchor ``a`` and text that begins with the colon."""
    _, value, start, _, style, _, anchor = event
    if anchor and (":" in anchor or (not style and value.startswith(":"))):
        written = anchor if ":" in anchor else f"{anchor}{value.split()[0]}"
        message = f"`&{written}` is one anchor to YAML 1.2, and an anchor and a text to others"
        raise DisputedError(message, "give the anchor a name without a colon", start.line, start.column)


def _check_key_tag(event: Event) -> None:
    """Refuse a key that is tagged as a merge key and is not ``<<``: kyaml goes by the tag alone, others by the text."""
    _, value, start, _, _, tag, _ = event
    if tag == MERGE_TAG and value != "<<":
        raise DisputedError("it is a merge key to kustomize only", "remove its tag", start.line, start.column)


_new = tuple.__new__


class _Composer:
    def __init__(self, get_event: Callable[[], Event], outline: Outline, *, whole: bool) -> None:
        self.get_event = get_event
        self.outline = outline
        self.whole = whole
        self.roots: list[Node] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node] = {}
        self.aliases: list[Alias] = []
        self.sizes: dict[int, int] = {}
        """How large each collection became that has ended, by its id; where everything is read."""
        self.repeated: list[Scalar] = []
        self.doubts: list[Doubt] = []
        self.folded: dict[int, dict[str, str]] = {}
        """The wanted keys of the outlines that were met without their case, by the ids of those."""

    def compose(self) -> Composed:
        get_event = self.get_event
        while True:
            event = get_event()
            kind = event[0]
            if kind == SCALAR:
                self.add_scalar(event)
            elif kind == MAPPING_START:
                self.open(event, Mapping(event))
            elif kind == SEQUENCE_START:
                self.open(event, Sequence(event))
            elif kind == COLLECTION_END:
                self.close(event)
            elif kind == ALIAS:
                self.add_alias(event)
            elif kind == DOCUMENT_START:
                self.anchors.clear()
            elif kind == STREAM_END:
                return Composed(tuple(self.roots), tuple(self.aliases), tuple(self.repeated), tuple(self.doubts))

    def in_flow(self) -> bool:
        return bool(self.stack) and self.stack[-1].node.is_flow

    def add_scalar(self, event: Event) -> None:
        if not self.stack:
            self.roots.append(self.make_scalar(event, in_flow=False))
            return
        frame = self.stack[-1]
        key, node = frame.key, frame.node
        if key is None and isinstance(node, Mapping):
            self.add_key(event, frame)
            return
        scalar = self.make_scalar(event, in_flow=node.is_flow)
        frame.size += 1
        if isinstance(node, Sequence):
            node.items.append(scalar)
        elif key is not None:
            node.entries.append((key, scalar))
            frame.key = None

    def make_scalar(self, event: Event, *, in_flow: bool) -> Scalar:
        _, value, start, end, style, tag, anchor = event
        if tag is not None and tag == BINARY_TAG:
            value = _read_binary(event)
        fields = (value, style, tag, start.index, end.index, start.line, start.column, anchor, in_flow)
        # Not by its name: a record that is made so takes twice the time, and of nothing are more made.
        scalar = _new(Scalar, fields)
        if anchor:
            _check_anchor(event)
            self.anchors[anchor] = scalar
        return scalar

    def add_key(self, event: Event, frame: _Frame) -> None:
        """Read a scalar that is a key; pass over the entry where it is not wanted, as most are not."""
        if event[5] is not None:
            _check_key_tag(event)
        if self.whole:
            key = self.make_scalar(event, in_flow=frame.node.is_flow)
            self.place(key)
            self.note_key(frame, key)
            return
        value = event[1] if event[5] != BINARY_TAG else _read_binary(event)
        if value == "<<":
            raise _AliasMetError
        if value in frame.outline or frame.wants_all:
            key = self.make_scalar(event, in_flow=frame.node.is_flow)
            frame.key = key
            if value in frame.wanted:
                self.repeated.append(key)
            frame.wanted.add(value)
            return
        if frame.folded is None:
            frame.folded = self.fold(frame.outline)
        if value.casefold() in frame.folded or event[6]:
            doubt = make_doubt(self.make_scalar(event, in_flow=frame.node.is_flow), frame.folded)
            self.doubts += [doubt] if doubt is not None else ()
        self.skip_node()

    def fold(self, outline: Outline) -> dict[str, str]:
        folded = self.folded.get(id(outline))
        if folded is None:
            folded = self.folded[id(outline)] = fold(outline)
        return folded

    def open(self, event: Event, node: Mapping | Sequence) -> None:
        if len(self.stack) >= DEEPEST:
            raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", node.line, node.column)
        anchor = event[-1]
        if anchor:
            _check_anchor(event)
            self.anchors[anchor] = node
        frame = self.stack[-1] if self.stack else None
        if frame is not None and not self.whole and frame.key is None and frame.is_mapping:
            self.skip_to_end(len(self.stack))
            self.skip_node()
            return
        outline = self.outline_of_next()
        self.place(node)
        if outline or self.whole:
            self.stack.append(_Frame(node, outline or {}))
        else:
            self.skip_to_end(len(self.stack))

    def close(self, event: Event) -> None:
        frame = self.stack.pop()
        if not self.whole:
            return
        self.sizes[id(frame.node)] = frame.size
        if self.stack:
            # The collection itself was counted when it was placed.
            self.grow(event, frame.size - 1, frame.brought)

    def grow(self, event: Event, size: int, brought: int) -> None:
        """Count what was added to the collection that is being read."""
        frame = self.stack[-1]
        frame.size += size
        frame.brought += brought
        if frame.brought > MOST_BROUGHT:
            mark = event[2]
            message = f"its aliases bring more than {MOST_BROUGHT:,} values"
            raise CompositionError(message, mark.line, mark.column)

    def add_alias(self, event: Event) -> None:
        if not self.whole:
            raise _AliasMetError
        _, name, mark, end, _, _, _ = event
        target = self.anchors.get(name)
        if target is None:
            message = f"the alias `*{name}` has no anchor before it"
            raise CompositionError(message, mark.line, mark.column)
        size = 1 if isinstance(target, Scalar) else self.sizes.get(id(target))
        if size is None:
            raise CompositionError(f"the anchor `&{name}` holds itself", mark.line, mark.column)
        alias = Alias(name, target, mark.index, end.index, mark.line, mark.column, self.in_flow())
        self.aliases.append(alias)
        self.place(alias)
        if self.stack:
            self.grow(event, size - 1, size)

    def outline_of_next(self) -> Outline | None:
        """Tell what is wanted of the node that comes next."""
        if not self.stack:
            return self.outline
        frame = self.stack[-1]
        if not frame.outline:
            return None
        if not frame.is_mapping:
            return frame.outline.get(None)
        return _below(frame.outline, frame.key.value) if isinstance(frame.key, Scalar) else None

    def place(self, node: Node) -> None:
        """Give the node to the collection that it stands in."""
        if not self.stack:
            self.roots.append(node)
            return
        frame = self.stack[-1]
        frame.size += 1
        parent, key = frame.node, frame.key
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            frame.key = node
        else:
            parent.entries.append((key, node))
            frame.key = None

    def note_key(self, frame: _Frame, key: Scalar) -> None:
        if isinstance(frame.node, Mapping) and is_merge_key(key):
            if key.style and key.tag == "!":
                raise DisputedError(
                    "it is a merge key to kubectl only", "remove its quotes or its tag", key.line, key.column
                )
            frame.node.has_merge_key = True
        elif frame.outline and _below(frame.outline, key.value) is not None:
            if key.value in frame.wanted:
                self.repeated.append(key)
            frame.wanted.add(key.value)

    def skip_node(self) -> None:
        """Pass over one node."""
        kind = self.get_event()[0]
        if kind == ALIAS:
            raise _AliasMetError
        if kind != SCALAR:
            self.skip_to_end(len(self.stack))

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
                raise _AliasMetError
            else:
                depth += 1
                if depth > DEEPEST:
                    mark = event[2]
                    raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", mark.line, mark.column)
