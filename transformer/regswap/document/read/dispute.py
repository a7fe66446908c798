"""Text that stops a run because Kubernetes' readers find something else in a document than YAML does, or than others.

Their parsers are go-yaml v2 and v3, which have bugs of their own, and kubectl looks for JSON and for lines before it
parses anything.
"""

from __future__ import annotations

import re

from regswap.document.parse import event
from regswap.document.parse.composer import DisputedError
from regswap.document.parse.node import Mapping
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.document.parse.composer import Composed
    from regswap.document.parse.event import Event

BYTE_ORDER_MARK = "\ufeff"

_SPACE = " \t\r\n\x85\u2028\u2029"
"""What YAML takes for white space and line breaks."""

RARE_LINE_BREAK = r"[\x85\u2028\u2029]"

_UNMARK = "remove the byte order mark"


def refuse_first_marks(skipped: str) -> None:
    """Refuse a byte order mark on the line after the marker that a stream begins with; raises DisputedError.

    kubectl and kustomize drop the markers between documents, so that a document begins behind them, but not that one.
    """
    if re.search(r"(?:\A|[\r\n])---", skipped.lstrip(BYTE_ORDER_MARK)):
        raise DisputedError("Kubernetes' readers take the byte order mark for a part of what follows it", _UNMARK)


def refuse_bytes(text: str) -> None:
    """Refuse what has another meaning to Go before a parser sees it; raises DisputedError."""
    if text.startswith(BYTE_ORDER_MARK):
        raise DisputedError("a second byte order mark makes Go's parsers skip the start of later lines", _UNMARK)
    if "\r" in text and "\r\r\n" in text:
        message = "kubectl takes CR CR LF for one line break, and YAML for two"
        raise DisputedError(message, "end lines with line feeds", *_place_of(text, text.index("\r\r\n")))


def refuse_marks(text: str, open_events: Callable[[], Callable[[], Event]]) -> None:
    """Refuse byte order marks outside of scalars: they make Go's parsers skip the start of later lines.

    (``is_bom`` of go-yaml looks at the first bytes of its buffer, not at those in hand.) Raises DisputedError.
    """
    mark = _find_outside(text, BYTE_ORDER_MARK, open_events, lambda _: True)
    if mark is not None:
        message = "a byte order mark here makes Go's parsers skip the start of later lines, or part of a key"
        raise DisputedError(message, _UNMARK, *_place_of(text, mark))


def refuse_line_breaks(text: str, open_events: Callable[[], Callable[[], Event]]) -> None:
    """Refuse NEL, LS and PS outside of quotes and blocks: they end a line in YAML 1.1, and are text in YAML 1.2.

    libyaml does the one or the other by what stands before them. Raises DisputedError.
    """
    place = _find_outside(text, RARE_LINE_BREAK, open_events, bool)
    if place is not None:
        message = "this character ends a line in YAML 1.1, and is a part of it in YAML 1.2"
        raise DisputedError(message, "end lines with line feeds", *_place_of(text, place))


def _find_outside(
    text: str, pattern: str, open_events: Callable[[], Callable[[], Event]], counts: Callable[[str], bool]
) -> int | None:
    """Return where the first match is that is not in a scalar of a style that counts; None where all are."""
    spans = _find_scalars(text, open_events(), counts)
    start = end = 0
    for found in re.finditer(pattern, text):
        mark = found.start()
        while end <= mark and (span := next(spans, None)) is not None:
            start, end = span
        if not start <= mark < end:
            return mark
    return None


def refuse_braces(text: str, composed: Composed) -> None:
    """Refuse what kubectl takes for JSON and YAML for something else; raises DisputedError."""
    if text[: text.index("{")].strip(_SPACE):
        message = "kubectl skips white space before a brace that is none to YAML"
        raise DisputedError(message, "remove what stands before the brace")
    root = composed.roots[0]
    if not isinstance(root, Mapping) or not root.is_flow:
        message = "to kubectl the object in braces is a document of its own, to YAML it is a key"
        raise DisputedError(message, "put `---` on a line between the two")


def begins_with_brace(text: str) -> bool:
    """Tell whether kubectl tries to read a document as JSON."""
    begin = text[:1]
    return (text.lstrip()[:1] if begin.isspace() else begin) == "{"


def _find_scalars(
    text: str, get_event: Callable[[], Event], counts: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Yield where the scalars begin and end; that of a block begins after its header."""
    while True:
        kind, _, start, end, style, _, _ = get_event()
        if kind == event.STREAM_END:
            return
        if kind == event.SCALAR and counts(style):
            header = re.compile(event.LINE_BREAK).search(text, start.index) if style in ("|", ">") else None
            yield header.end() if header else start.index, end.index


def _place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both 0-based."""
    lines = re.split(event.LINE_BREAK, text[:offset])
    return len(lines) - 1, len(lines[-1])
