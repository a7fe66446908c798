"""What the composers of nodes share: what they return, what they refuse, and the checks of single events."""

from __future__ import annotations

from regswap.document.parse.node import MERGE_TAG
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.doubt import Doubt
    from regswap.document.parse.event import Event
    from regswap.document.parse.node import Alias, Node, Scalar

DEEPEST = 1_000
"""Levels of nesting that are read, more than any manifest has: the parsers take time by the square of the depth."""


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


def read_binary(event: Event) -> str:
    """Return the text that a value tagged as binary is, as Go reads it."""
    from base64 import b64decode

    _, value, mark, _, _, _, _ = event
    try:
        return b64decode(value.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8", "replace")
    except ValueError:
        raise CompositionError("what is tagged as binary is not base64", mark.line, mark.column) from None


def check_anchor(event: Event) -> None:
    """Refuse ``&a:b``: one anchor to YAML 1.2, and to others the anchor ``a`` and text that begins with the colon."""
    _, value, start, _, style, _, anchor = event
    if anchor and (":" in anchor or (not style and value.startswith(":"))):
        written = anchor if ":" in anchor else f"{anchor}{value.split()[0]}"
        message = f"`&{written}` is one anchor to YAML 1.2, and an anchor and a text to others"
        raise DisputedError(message, "give the anchor a name without a colon", start.line, start.column)


def check_key_tag(event: Event) -> None:
    """Refuse a key that is tagged as a merge key and is not ``<<``: kyaml goes by the tag alone, others by the text."""
    _, value, start, _, _, tag, _ = event
    if tag == MERGE_TAG and value != "<<":
        raise DisputedError("it is a merge key to kustomize only", "remove its tag", start.line, start.column)
