"""Edits of a part of a scalar: a token in its value, and nothing else of it.

What a style does to a text (escapes, folded lines, indentation) is undone segment by segment, so that each character of
the value is known in the source. The result is read again before it counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

from regswap.document.edit.segment import find_indentation, read_pieces
from regswap.document.parse import event
from regswap.document.parse.node import RAW
from regswap.document.parse.scalar import content_start, resolves_to_string, respell, spell
from regswap.document.splice import Edit, splice
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from regswap.document.edit.segment import Segment
    from regswap.document.parse.node import Scalar

_INDICATOR = r"[|>][-+]?([1-9])"
_NODES = frozenset({event.SCALAR, event.ALIAS, event.MAPPING_START, event.SEQUENCE_START})


def edit_parts(text: str, scalar: Scalar, parts: Iterable[Edit]) -> list[Edit] | None:
    """Return the edits of the source that replace parts of a scalar's value, in any style.

    ``parts`` are in the coordinates of ``scalar.value``; neither they nor what replaces them holds white space. Only
    their own characters change, save where a plain scalar has to be quoted. None where that cannot be done safely: the
    source does not show where a part stands, or the style cannot hold the new text.
    """
    parts = sorted(set(parts))
    if not parts:
        return []
    if scalar.style == RAW:
        return parts
    wanted = splice(scalar.value, parts)
    start = content_start(text, scalar)
    segments = read_pieces(text[start : scalar.end], scalar.style, scalar.value)
    edits = None if segments is None else _map_parts(segments, scalar, parts, start)
    if edits is None or _read_again(text, scalar, start, []) != scalar.value:
        return None
    if (scalar.style or scalar.tag or resolves_to_string(wanted)) and _read_again(text, scalar, start, edits) == wanted:
        return edits
    edit = None if scalar.style else respell(text, scalar, wanted)
    return [edit] if edit and _read_again(text, scalar, start, [edit]) == wanted else None


def locate_parts(text: str, scalar: Scalar, offsets: Iterable[int]) -> list[int]:
    """Return where in the source the characters at some offsets of a scalar's value are written.

    That of the scalar itself where the source does not show it.
    """
    if scalar.style == RAW:
        return list(offsets)
    start = content_start(text, scalar)
    segments = read_pieces(text[start : scalar.end], scalar.style, scalar.value) or []
    ends = [segment.end for segment in segments]
    places = []
    for offset in offsets:
        place = bisect_right(ends, offset)
        known = place < len(segments) and segments[place].start <= offset
        places.append(start + segments[place].source_of_start(offset) if known else start)
    return places


def _map_parts(segments: list[Segment], scalar: Scalar, parts: list[Edit], start: int) -> list[Edit] | None:
    """Find where in the source each part is written."""
    edits = []
    place = 0
    for part in parts:
        if part.start >= part.end:
            return None
        while place < len(segments) and segments[place].end <= part.start:
            place += 1
        last = place
        while last < len(segments) and segments[last].end < part.end:
            last += 1
        if last >= len(segments) or segments[place].start > part.start:
            return None
        span = start + segments[place].source_of_start(part.start), start + segments[last].source_of_end(part.end)
        edits.append(Edit(*span, _spell(part.replacement, scalar.style)))
    return edits


def _spell(replacement: str, style: str) -> str:
    return spell(replacement, style)[1:-1] if style in ("'", '"') and replacement.isprintable() else replacement


def _read_again(text: str, scalar: Scalar, start: int, edits: list[Edit]) -> str | None:
    """Read a scalar by itself, with some edits of its text; None where that is not a scalar any more."""
    source = splice(text[start : scalar.end], [Edit(e.start - start, e.end - start, e.replacement) for e in edits])
    if scalar.style in ("|", ">"):
        return _read_value(*_frame_block(source, scalar.value))
    if scalar.in_flow:
        return _read_value(f"[{source}\n]", [event.SEQUENCE_START])
    return _read_value(source, [])


def _frame_block(source: str, value: str) -> tuple[str, list[int]]:
    """Put a block scalar where its indentation means what it means in its document; return the events before it too."""
    indicator = re.match(_INDICATOR, source)
    if indicator is None:
        return f"--- {source}", []
    # The indicator counts from the collection around it.
    outer = find_indentation(source, value) - int(indicator[1])
    return f"{' ' * outer}? {source}", [event.MAPPING_START]


def _read_value(text: str, before: list[int]) -> str | None:
    """Return the value of the first scalar of a text that begins with some events and has no other scalar."""
    events = _read_in_any_way(text)
    if events is None:
        return None
    kinds = [kind for kind, _ in events]
    found = [value for kind, value in events if kind == event.SCALAR]
    if kinds[: len(before) + 1] != [*before, event.SCALAR] or any(found[1:]):
        return None
    return found[0]


def _read_in_any_way(text: str) -> list[tuple[int, str]] | None:
    """Return the events that are nodes, read as YAML, or as JSON if it is not YAML; None where it is neither."""
    try:
        return _read_events(event.open_events(text))
    except event.YAMLError as error:
        with suppress(event.YAMLError):
            if event.is_too_strict(error, text):
                return _read_events(event.open_pure_events(text))
    if '"' not in text:
        return None
    from regswap.document.parse import json_event

    with suppress(json_event.NotJSONError):
        return _read_events(json_event.open_events(text))
    return None


def _read_events(get_event: Callable[[], event.Event]) -> list[tuple[int, str]]:
    """Return the kinds and values of the events that are nodes, up to the end."""
    events: list[tuple[int, str]] = []
    while True:
        kind, value, *_ = get_event()
        if kind == event.STREAM_END:
            return events
        if kind in _NODES:
            events.append((kind, value))
