"""A document's text as nodes that know where they are written.

Nodes are a graph, not a tree: an alias points at the node that its anchor names. Offsets, lines and columns are 0-based
and count characters of the text that was parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from transformer.document import event as ev

if TYPE_CHECKING:
    from collections.abc import Callable

Outline = dict[str | None, "Outline"]
"""Which parts of a document matter: the wanted keys of a mapping with the outline of their values, and under ``None``
the outline of the items of a sequence. An empty outline wants the value itself and nothing inside it."""

DEEPEST = 10_000
"""Levels of nesting that are read; the limit of Go's YAML parsers."""


class Scalar(NamedTuple):
    """A scalar node."""

    value: str
    style: str
    """``""`` plain, ``"'"``, ``'"'``, ``"|"`` or ``">"``."""
    tag: str | None
    start: int
    """Where its properties (tag, anchor) begin, or the scalar itself if it has none."""
    end: int
    line: int
    column: int
    anchor: str | None
    in_flow: bool
    """Whether it stands inside a flow collection."""


class Mapping:
    """A mapping node, its entries in the order in which they are written, keys written twice included."""

    __slots__ = ("column", "entries", "in_flow", "is_flow", "line", "start")

    def __init__(self, event: Any, *, in_flow: bool) -> None:  # noqa: ANN401 - an event of an untyped library
        """Begin the node of a MappingStartEvent; its entries follow."""
        self.entries: list[tuple[Node, Node]] = []
        self.is_flow: bool = bool(event.flow_style)
        self.in_flow = in_flow
        mark = event.start_mark
        self.start: int = mark.index
        self.line: int = mark.line
        self.column: int = mark.column


class Sequence:
    """A sequence node."""

    __slots__ = ("column", "in_flow", "is_flow", "items", "line", "start")

    def __init__(self, event: Any, *, in_flow: bool) -> None:  # noqa: ANN401 - an event of an untyped library
        """Begin the node of a SequenceStartEvent; its items follow."""
        self.items: list[Node] = []
        self.is_flow: bool = bool(event.flow_style)
        self.in_flow = in_flow
        mark = event.start_mark
        self.start: int = mark.index
        self.line: int = mark.line
        self.column: int = mark.column


class Alias(NamedTuple):
    """``*name``: another place where an anchored node is used."""

    name: str
    target: Node
    start: int
    end: int
    line: int
    column: int
    in_flow: bool


Node = Scalar | Mapping | Sequence | Alias


class Composed(NamedTuple):
    """What a text holds."""

    roots: tuple[Node, ...]
    has_aliases: bool
    repeated: tuple[Scalar, ...]
    """Wanted keys that their mapping holds already."""


class CompositionError(Exception):
    """The events are YAML, but no document: an unknown alias, an anchor that holds itself, or too deep a nesting."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep what is wrong and its place, 0-based."""
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class _AliasMetError(Exception):
    """An alias may point at a part that was left out: compose again, without an outline."""


def compose(open_events: Callable[[], Callable[[], Any]], outline: Outline | None) -> Composed:
    """Read the events into nodes, leaving out what the outline does not want.

    Nothing is left out where there are aliases, or where no outline is given.

    ``open_events`` starts the events from the beginning; it may be called twice.

    Raises CompositionError, and whatever the events raise.
    """
    if outline is None:
        return _Composer(open_events(), {}, whole=True).compose()
    try:
        return _Composer(open_events(), outline, whole=False).compose()
    except _AliasMetError:
        return _Composer(open_events(), outline, whole=True).compose()


class _Frame:
    """A collection that is being read."""

    __slots__ = ("key", "node", "outline")

    def __init__(self, node: Mapping | Sequence, outline: Outline | None) -> None:
        self.node = node
        self.outline = outline
        self.key: Node | None = None


class _Composer:
    def __init__(self, get_event: Callable[[], Any], outline: Outline, *, whole: bool) -> None:
        self.get_event = get_event
        self.outline = outline
        self.whole = whole
        self.roots: list[Node] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node] = {}
        self.has_aliases = False
        self.repeated: list[Scalar] = []

    def compose(self) -> Composed:
        get_event = self.get_event
        while True:
            event = get_event()
            kind = event.__class__
            if kind is ev.ScalarEvent:
                self.add_scalar(event)
            elif kind is ev.MappingStartEvent:
                self.open(event, Mapping(event, in_flow=self.in_flow()))
            elif kind is ev.SequenceStartEvent:
                self.open(event, Sequence(event, in_flow=self.in_flow()))
            elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
                self.stack.pop()
            elif kind is ev.AliasEvent:
                self.add_alias(event)
            elif kind is ev.DocumentStartEvent:
                self.anchors.clear()
            elif kind is ev.StreamEndEvent:
                return Composed(tuple(self.roots), self.has_aliases, tuple(self.repeated))

    def in_flow(self) -> bool:
        return bool(self.stack) and self.stack[-1].node.is_flow

    def add_scalar(self, event: Any) -> None:  # noqa: ANN401
        start, end = event.start_mark, event.end_mark
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and not self.whole and isinstance(frame.node, Mapping):
            # The hot path: most keys of a manifest are not wanted, and neither is what they hold.
            value = event.value
            if value == "<<":
                raise _AliasMetError
            if frame.outline is None or value not in frame.outline:
                self.skip_node()
                return
        scalar = Scalar(
            event.value,
            event.style or "",
            event.tag,
            start.index,
            end.index,
            start.line,
            start.column,
            event.anchor,
            frame is not None and frame.node.is_flow,
        )
        if scalar.anchor:
            self.anchors[scalar.anchor] = scalar
        self.place(scalar)

    def open(self, event: Any, node: Mapping | Sequence) -> None:  # noqa: ANN401
        if len(self.stack) >= DEEPEST:
            raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", node.line, node.column)
        if event.anchor:
            self.anchors[event.anchor] = node
        frame = self.stack[-1] if self.stack else None
        if frame is not None and not self.whole and frame.key is None and isinstance(frame.node, Mapping):
            self.skip_to_end(len(self.stack))
            self.skip_node()
            return
        outline = self.outline_of_next()
        self.place(node)
        if outline or self.whole:
            self.stack.append(_Frame(node, outline))
        else:
            self.skip_to_end(len(self.stack))

    def add_alias(self, event: Any) -> None:  # noqa: ANN401
        if not self.whole:
            raise _AliasMetError
        mark, end = event.start_mark, event.end_mark
        target = self.anchors.get(event.anchor)
        if target is None:
            message = f"the alias *{event.anchor} has no anchor before it"
            raise CompositionError(message, mark.line, mark.column)
        if any(frame.node is target for frame in self.stack):
            raise CompositionError(f"the anchor &{event.anchor} holds itself", mark.line, mark.column)
        self.has_aliases = True
        self.place(Alias(event.anchor, target, mark.index, end.index, mark.line, mark.column, self.in_flow()))

    def outline_of_next(self) -> Outline | None:
        """Tell what is wanted of the node that comes next."""
        if not self.stack:
            return self.outline
        frame = self.stack[-1]
        if not frame.outline:
            return None
        if isinstance(frame.node, Sequence):
            return frame.outline.get(None)
        return frame.outline.get(frame.key.value) if isinstance(frame.key, Scalar) else None

    def place(self, node: Node) -> None:
        """Give the node to the collection that it stands in."""
        if not self.stack:
            self.roots.append(node)
            return
        frame = self.stack[-1]
        parent = frame.node
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif frame.key is None:
            self.note_repeated(frame, parent, node)
            frame.key = node
        else:
            parent.entries.append((frame.key, node))
            frame.key = None

    def note_repeated(self, frame: _Frame, parent: Mapping, key: Node) -> None:
        if frame.outline and isinstance(key, Scalar) and key.value in frame.outline:
            twin = any(isinstance(other, Scalar) and other.value == key.value for other, _ in parent.entries)
            if twin:
                self.repeated.append(key)

    def skip_node(self) -> None:
        """Pass over one node."""
        kind = self.get_event().__class__
        if kind is ev.AliasEvent:
            raise _AliasMetError
        if kind is not ev.ScalarEvent:
            self.skip_to_end(len(self.stack))

    def skip_to_end(self, depth: int) -> None:
        """Pass over the rest of a collection that has just begun at a depth."""
        get_event, bottom = self.get_event, depth
        starts = (ev.MappingStartEvent, ev.SequenceStartEvent)
        ends = (ev.MappingEndEvent, ev.SequenceEndEvent)
        depth += 1
        while depth > bottom:
            event = get_event()
            kind = event.__class__
            if kind is ev.ScalarEvent:
                continue
            if kind in ends:
                depth -= 1
            elif kind in starts:
                depth += 1
                if depth > DEEPEST:
                    mark = event.start_mark
                    raise CompositionError(f"it is nested more than {DEEPEST:,} levels deep", mark.line, mark.column)
            elif kind is ev.AliasEvent:
                raise _AliasMetError
