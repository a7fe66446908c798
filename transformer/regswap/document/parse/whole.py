"""Events made into nodes, all of them: what documents need whose aliases may point anywhere."""

from __future__ import annotations

from regswap.document.parse.composition import (
    DEEPEST,
    Composed,
    CompositionError,
    DisputedError,
    check_anchor,
    check_key_tag,
    read_binary,
)
from regswap.document.parse.event import (
    ALIAS,
    COLLECTION_END,
    DOCUMENT_START,
    MAPPING_START,
    SCALAR,
    SEQUENCE_START,
    STREAM_END,
)
from regswap.document.parse.node import ANY, BINARY_TAG, Alias, Mapping, Scalar, Sequence, is_merge_key
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.document.parse.event import Event
    from regswap.document.parse.node import Node, Outline

MOST_BROUGHT = 1_000_000
"""How many nodes the aliases of one document may bring, counted as often as they are brought; Go's parsers too refuse
what they call excessive aliasing."""


def compose_whole(get_event: Callable[[], Event], outline: Outline) -> Composed:
    """Read all that the events hold; the outline says of which keys to tell that they are repeated.

    Raises CompositionError, and whatever the events raise.
    """
    return _Composer(get_event, outline).compose()


def _below(outline: Outline, key: str) -> Outline | None:
    found = outline.get(key)
    return outline.get(ANY) if found is None else found


class _Frame:
    """A collection that is being read."""

    __slots__ = ("brought", "entries", "items", "key", "node", "outline", "size", "wanted")

    def __init__(self, node: Mapping | Sequence, outline: Outline) -> None:
        self.node = node
        self.entries = node.entries if isinstance(node, Mapping) else []
        self.items = node.items if isinstance(node, Sequence) else None
        self.outline = outline
        self.key: Node | None = None
        self.wanted: set[str] = set()
        """The wanted keys that it has."""
        self.size = 1
        """How many nodes it holds, with itself and with what its aliases bring."""
        self.brought = 0

    def place(self, node: Node) -> None:
        """Take a node as the next item, key or value."""
        self.size += 1
        key = self.key
        if self.items is not None:
            self.items.append(node)
        elif key is None:
            self.key = node
        else:
            self.entries.append((key, node))
            self.key = None


_new = tuple.__new__


class _Composer:
    def __init__(self, get_event: Callable[[], Event], outline: Outline) -> None:
        self.get_event = get_event
        self.outline = outline
        self.roots: list[Node] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node] = {}
        self.aliases: list[Alias] = []
        self.sizes: dict[int, int] = {}
        """How large each collection became that has ended, by its id."""
        self.repeated: list[Scalar] = []

    def compose(self) -> Composed:
        get_event, stack = self.get_event, self.stack
        while True:
            event = get_event()
            kind = event[0]
            if kind == SCALAR:
                if stack:
                    self.add_scalar(event, stack[-1])
                else:
                    self.roots.append(self.make_scalar(event, in_flow=False))
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
                return Composed(tuple(self.roots), tuple(self.aliases), tuple(self.repeated))

    def add_scalar(self, event: Event, frame: _Frame) -> None:
        is_key = frame.items is None and frame.key is None
        if is_key and event[5] is not None:
            check_key_tag(event)
        scalar = self.make_scalar(event, in_flow=frame.node.is_flow)
        frame.place(scalar)
        if is_key:
            self.note_key(frame, scalar)

    def make_scalar(self, event: Event, *, in_flow: bool) -> Scalar:
        _, value, start, end, style, tag, anchor = event
        if tag is not None and tag == BINARY_TAG:
            value = read_binary(event)
        fields = (value, style, tag, start.index, end.index, start.line, start.column, anchor, in_flow)
        # Not by its name: a record that is made so takes twice the time, and of nothing are more made.
        scalar = _new(Scalar, fields)
        if anchor:
            check_anchor(event)
            self.anchors[anchor] = scalar
        return scalar

    def open(self, event: Event, node: Mapping | Sequence) -> None:
        if len(self.stack) >= DEEPEST:
            raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", node.line, node.column)
        anchor = event[-1]
        if anchor:
            check_anchor(event)
            self.anchors[anchor] = node
        outline = self.outline_of_next() or {}
        self.place(node)
        self.stack.append(_Frame(node, outline))

    def close(self, event: Event) -> None:
        frame = self.stack.pop()
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
        _, name, mark, end, _, _, _ = event
        target = self.anchors.get(name)
        if target is None:
            message = f"the alias `*{name}` has no anchor before it"
            raise CompositionError(message, mark.line, mark.column)
        size = 1 if isinstance(target, Scalar) else self.sizes.get(id(target))
        if size is None:
            raise CompositionError(f"the anchor `&{name}` holds itself", mark.line, mark.column)
        self.note_indirection()
        in_flow = bool(self.stack) and self.stack[-1].node.is_flow
        alias = Alias(name, target, mark.index, end.index, mark.line, mark.column, in_flow)
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
        if isinstance(frame.node, Sequence):
            return frame.outline.get(None)
        return _below(frame.outline, frame.key.value) if isinstance(frame.key, Scalar) else None

    def place(self, node: Node) -> None:
        """Give the node to the collection that it stands in."""
        if self.stack:
            self.stack[-1].place(node)
        else:
            self.roots.append(node)

    def note_key(self, frame: _Frame, key: Scalar) -> None:
        if isinstance(frame.node, Mapping) and is_merge_key(key):
            if key.style and key.tag == "!":
                raise DisputedError(
                    "it is a merge key to kubectl only", "remove its quotes or its tag", key.line, key.column
                )
            frame.node.has_merge_key = True
            self.note_indirection()
        elif frame.outline and _below(frame.outline, key.value) is not None:
            if key.value in frame.wanted:
                self.repeated.append(key)
            frame.wanted.add(key.value)

    def note_indirection(self) -> None:
        """Note that there is an alias or a merge key in all that is being read."""
        for frame in reversed(self.stack):
            if frame.node.has_indirection:
                # So have all around it.
                return
            frame.node.has_indirection = True
