"""The ``functionConfig`` as a text in which places are named by field.

The host has read the user's file and printed it anew, sorted and without comments, so lines mean nothing to the user;
only those of a text that is a value of it, such as a map file, are still as they were written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from regswap.confidential import may_be_secret
from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import format_path
from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Origin
from regswap.rules.source.source_text import Place, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Offsets

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Path

NAME = "functionConfig"

_LONGEST_EXCERPT = 200


class FieldPassage(SourceText):
    """A text with an object in it."""

    __slots__ = ("_fields",)

    def __init__(self, text: str, root: Node) -> None:
        """Hold the text of a whole document, and know the fields of the functionConfig in it."""
        nodes = list(_walk((NAME,), root))
        scalars = [node for _, node, _ in nodes if isinstance(node, Scalar)]
        # What stands in the items is never shown, and may be long.
        written = text[root.start : max((scalar.end for scalar in scalars), default=root.start)]
        is_secret = any(map(may_be_secret, (written, *(scalar.value for scalar in scalars))))
        super().__init__(NAME, text, is_secret=is_secret)
        self._fields = sorted((start, format_path(path)) for start, _, path in nodes)

    def find_place(self, offset: int) -> Place:
        """Return the line of the character at an offset, and no numbers."""
        excerpt = super().find_place(offset).excerpt.strip()
        return Place(0, 0, excerpt if len(excerpt) <= _LONGEST_EXCERPT else "")

    def enter(self, text: str, offsets: Offsets[int]) -> SourceText:
        """Return a value in it as a text whose lines are counted."""
        return SourceText(self._name(offsets[0]), text, is_secret=self.is_secret or None)

    def locate(self, offset: int) -> Origin:
        """Return the field that is written at an offset; the whole of an item, and not the first of its keys."""
        start = self._fields[self._index(offset)][0]
        return Origin(self._fields[bisect_left(self._fields, (start, ""))][1], 0, 0)

    def diagnose(self, offset: int, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the field that is written at an offset."""
        return self.censor(Diagnostic(message, remedy, self._name(offset), excerpt=self.find_place(offset).excerpt))

    def _name(self, offset: int) -> str:
        return self._fields[self._index(offset)][1]

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._fields, (offset, "\U0010ffff")) - 1)


def _walk(path: Path, root: Node) -> Iterator[tuple[int, Node, Path]]:
    """Yield where each node begins; a key has the path of its value, and the target of an alias that of its anchor."""
    pending = [(path, root)]
    while pending:
        path, node = pending.pop()
        yield node.start, node, path
        if isinstance(node, Mapping):
            for key, value in node.entries:
                inner = (*path, key.value if isinstance(key, Scalar) else "")
                yield key.start, key, inner
                pending.append((inner, value))
        elif isinstance(node, Sequence):
            pending += [((*path, index), item) for index, item in enumerate(node.items)]
