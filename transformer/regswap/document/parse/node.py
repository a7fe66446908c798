"""A document's text as nodes that know where they are written.

Nodes are a graph, not a tree: an alias points at the node that its anchor names. Offsets, lines and columns are 0-based
and count characters of the text that was parsed.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.event import Event

Outline = dict[str | None, "Outline"]
"""Which parts of a document matter: the wanted keys of a mapping with the outline of their values, under ``ANY`` that
of the values of all other keys, and under ``None`` that of the items of a sequence. An empty outline wants the value
itself and nothing inside it."""

ANY = "*"
"""Stands for every key in an outline."""
RAW = "raw"
"""The style of a text that is a whole file, and not written in YAML."""

YAML_TAG = "tag:yaml.org,2002:"
"""How the tags of YAML itself begin; that of ``!!str`` is ``tag:yaml.org,2002:str``."""

BINARY_TAG = YAML_TAG + "binary"
MERGE_TAG = YAML_TAG + "merge"


class Scalar(NamedTuple):
    """A scalar node."""

    value: str
    """What it says; of one tagged as binary the text that the base64 stands for."""
    style: str
    """``""`` plain, ``"'"``, ``'"'``, ``"|"``, ``">"`` or ``RAW``."""
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

    __slots__ = ("column", "entries", "has_indirection", "has_merge_key", "is_flow", "line", "start")

    def __init__(self, event: Event) -> None:
        """Begin the node of a MAPPING_START event; its entries follow."""
        self.entries: list[tuple[Node, Node]] = []
        self.has_merge_key = False
        self.has_indirection = False
        """Whether there is a merge key or an alias in it, at any depth."""
        _, _, mark, _, is_flow, _, _ = event
        self.is_flow = bool(is_flow)
        self.start: int = mark.index
        self.line: int = mark.line
        self.column: int = mark.column


class Sequence:
    """A sequence node."""

    __slots__ = ("column", "has_indirection", "is_flow", "items", "line", "start")

    def __init__(self, event: Event) -> None:
        """Begin the node of a SEQUENCE_START event; its items follow."""
        self.items: list[Node] = []
        self.has_indirection = False
        """As that of a mapping."""
        _, _, mark, _, is_flow, _, _ = event
        self.is_flow = bool(is_flow)
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


def is_merge_key(key: Scalar) -> bool:
    """Tell whether a key is ``<<``, written plain or tagged as a merge key.

    The tag ``!`` makes one of it too, even in quotes for some readers (``isMerge`` of go-yaml v2).
    """
    if key.value != "<<":
        return False
    return key.tag in (MERGE_TAG, "!") or (key.style == "" and key.tag is None)
