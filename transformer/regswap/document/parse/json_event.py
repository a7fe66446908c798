"""The events of JSON, for what Kubernetes takes as JSON and YAML parsers do not.

A stream that begins with a brace is JSON to kubectl (``YAMLOrJSONDecoder``, k8s.io/apimachinery/pkg/util/yaml): one
value after the other, with escapes of surrogate pairs, keys of any length, and control characters that YAML forbids.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined] # what the decoder itself uses

from regswap.document.parse import event
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.document.parse.event import Event

_TOKEN = re.compile(
    r"[ \t\n\r]*(?:([{}\[\],:\"])"
    r"|((?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)\b)|\Z)"
)
_LONE_SURROGATE = "[\ud800-\udfff]"


class NotJSONError(Exception):
    """A text is not JSON."""


class _Mark:
    """A place in a text."""

    __slots__ = ("column", "index", "line")

    def __init__(self, index: int, line: int, column: int) -> None:
        self.index, self.line, self.column = index, line, column


def open_events(text: str) -> Callable[[], Event]:
    """Return a function that gives one event a call, of values that stand one after the other, each a document.

    The last is of kind STREAM_END. The function raises NotJSONError.
    """
    return _Reader(text).read().__next__


class _Reader:
    """Reads the values of a text; ``awaited`` is what may come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(found.end() for found in re.finditer(event.LINE_BREAK, text))]
        self.brackets: list[str] = []
        """Those that are open."""
        self.awaited = "value"
        """``value``, ``item or end``, ``key``, ``key or end``, ``colon``, or ``comma or end``."""

    def read(self) -> Iterator[Event]:
        position = 0
        while token := _TOKEN.match(self.text, position):
            position = token.end()
            sign, literal = token.group(1) or "", token.group(2) or ""
            if not sign and not literal:
                break
            start = token.start(token.lastindex or 0)
            if not self.brackets and self.awaited == "value":
                yield (event.DOCUMENT_START, "", self.mark(start), self.mark(start), None, None, None)
            if literal or sign == '"':
                value, position = (literal, position) if literal else self.read_string(position)
                self.step_over(is_string=not literal)
                yield (event.SCALAR, value, self.mark(start), self.mark(position), sign, None, None)
            elif sign in ",:":
                self.separate(sign)
            else:
                yield self.bracket(sign, self.mark(start), self.mark(position))
        if token is None or self.brackets:
            raise NotJSONError
        yield (event.STREAM_END, "", self.mark(position), self.mark(position), None, None, None)

    def mark(self, index: int) -> _Mark:
        line = bisect_right(self.lines, index) - 1
        return _Mark(index, line, index - self.lines[line])

    def read_string(self, start: int) -> tuple[str, int]:
        try:
            value, end = scanstring(self.text, start, True)  # noqa: FBT003 - the decoder's own, which takes no names
        except JSONDecodeError:
            raise NotJSONError from None
        # As encoding/json of Go does.
        return re.sub(_LONE_SURROGATE, "\ufffd", value), end

    def step_over(self, *, is_string: bool) -> None:
        """Go on after a scalar."""
        if is_string and self.awaited in ("key", "key or end"):
            self.awaited = "colon"
        else:
            self.begin_value()
            self.end_value()

    def begin_value(self) -> None:
        if self.awaited not in ("value", "item or end"):
            raise NotJSONError

    def end_value(self) -> None:
        self.awaited = "comma or end" if self.brackets else "value"

    def separate(self, sign: str) -> None:
        if self.awaited != {":": "colon", ",": "comma or end"}[sign]:
            raise NotJSONError
        self.awaited = "key" if sign == "," and self.brackets[-1] == "{" else "value"

    def bracket(self, sign: str, start: _Mark, end: _Mark) -> Event:
        if sign in "{[":
            self.begin_value()
            self.brackets.append(sign)
            self.awaited = "key or end" if sign == "{" else "item or end"
            kind = event.MAPPING_START if sign == "{" else event.SEQUENCE_START
            return (kind, "", start, end, True, None, None)
        own = "key or end" if sign == "}" else "item or end"
        if self.awaited not in (own, "comma or end") or self.brackets.pop() + sign not in ("{}", "[]"):
            raise NotJSONError
        self.end_value()
        return (event.COLLECTION_END, "", start, end, None, None, None)
