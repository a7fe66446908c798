"""What a report promises: which fields become which, and that nothing else is written otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from regswap.pipeline.entry import Entry
from tests.support.independent import Changed, Span, Text, locate_paths, read_texts

STRING = "tag:yaml.org,2002:str"

Place = tuple[int, str]
"""A document and a path in it."""


def expect_changes(documents: list[Any], entries: Iterable[Entry]) -> list[Changed]:
    """Return what changes by a report: parts of split references by themselves, tokens of one text together."""
    tokens: dict[Place, dict[int, Entry]] = {}
    expected: set[tuple[Place, str, str]] = set()
    for entry in entries:
        if not entry.changed:
            continue
        if entry.offset is not None:
            tokens.setdefault((entry.document, entry.path), {})[entry.offset] = entry
        elif entry.parts:
            parts = [part for part in entry.parts if part.value != part.becomes]
            expected |= {((entry.document, part.path), part.value, part.becomes) for part in parts}
        else:
            expected.add(((entry.document, entry.path), entry.reference, entry.rewritten))
    texts = read_texts(documents)
    for place, found in tokens.items():
        old = texts[place][-1].value
        expected.add((place, old, _splice(old, found)))
    return [Changed(*place, _find(texts[place], old), Text(new, STRING)) for place, old, new in expected]


def _find(texts: list[Text], value: str) -> Text:
    """Return the text of a value, whatever type it has; of a key that is written twice there are two."""
    return next(text for text in texts if text.value == value)


def _splice(text: str, entries: dict[int, Entry]) -> str:
    for start, entry in sorted(entries.items(), reverse=True):
        end = start + len(entry.reference)
        assert text[start:end] == entry.reference, entry
        text = text[:start] + entry.rewritten + text[end:]
    return text


def differs_as_reported(old: str, new: str, spans: dict[Place, list[Span]], entries: Iterable[Entry]) -> bool:
    """Compare what is written outside of the scalars that are reported, and what in them is no reference.

    ``spans`` are those of the scalars of the old text.
    """
    new_spans = locate_paths(new)
    changed: dict[Place, list[Entry]] = {}
    for entry in entries:
        if entry.changed:
            for path in [part.path for part in entry.parts if part.value != part.becomes] or [entry.path]:
                changed.setdefault((entry.document, path), []).append(entry)
    before, after = ([span for place in changed for span in found[place]] for found in (spans, new_spans))
    if _outside(old, before) != _outside(new, after):
        return False
    lines = [0, *(match.end() for match in re.finditer("\r\n|[\r\n\x85\u2028\u2029]", old))]
    return all(
        _is_respelled(old, spans[place][0], new[slice(*new_spans[place][0])], place[1], lines, found)
        for place, found in changed.items()
        if len(spans[place]) == 1
    )


def _outside(text: str, spans: list[Span]) -> list[str]:
    """Return a text without some spans, in pieces."""
    places = [0, *(place for span in sorted(spans) for place in span), len(text)]
    return [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]


def _is_respelled(text: str, span: Span, new: str, path: str, lines: list[int], entries: list[Entry]) -> bool:
    """Tell whether a scalar is written as it was, or in quotes, but for what is reported."""
    start, end = span
    old = text[start:end]
    for entry in sorted(entries, key=lambda entry: entry.offset or 0, reverse=True):
        pairs = [(part.value, part.becomes) for part in entry.parts if part.path == path]
        value, becomes = pairs[0] if pairs else (entry.reference, entry.rewritten)
        place = old.rfind(value) if entry.offset is None else lines[entry.line - 1] + entry.column - 1 - start
        if old[max(place, 0) : place + len(value)] != value:
            # It was written with escapes or in several lines: only its meaning can be compared.
            return "\\" in old or "\n" in old
        old = old[:place] + becomes + old[place + len(value) :]
    return new in (old, json.dumps(old), re.sub(r"(\S+)$", r'"\1"', old))
