"""Hidden places in other people's manifests: what is found there, by class, and that all of it can be edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from regswap.document.edit.fragment import edit_parts
from regswap.document.parse.node import Mapping, Node, Scalar, Sequence
from regswap.document.parse.stream import documents
from regswap.document.read.reading import read
from regswap.document.splice import Edit, splice
from regswap.errors import ManifestError
from regswap.places.hidden.argument import find_in_arguments
from regswap.places.hidden.environment import find_in_variable
from regswap.places.hidden.text import find_in_text
from regswap.places.hidden.token import Token
from regswap.reference import ImageReference

FOLDERS = ("crs", "manifests", "rendered")
NO_HOSTS: frozenset[str] = frozenset()
MIRROR = "mirror.example:5000/"

# Checked by hand, all that is certain or hidden. A change here wants the same again.
EXPECTED = {
    "ConfigMap: certain": 16,
    "ConfigMap: hidden": 95,
    "ConfigMap: possible": 52,
    "annotation: hidden": 25,
    "annotation: possible": 10,
    "argument: certain": 38,
    "argument: possible": 1,
    "variable: certain": 115,
    "variable: hidden": 6,
    "variable: possible": 30,
}
TEMPLATED = 7


class Place(NamedTuple):
    kind: str
    scalar: Scalar
    tokens: list[Token]


@pytest.fixture(scope="module")
def found(shared: Path) -> list[tuple[str, list[Place]]]:
    """The text of each document that has tokens, and where they are."""
    texts = []
    for folder in FOLDERS:
        for path in sorted((shared / "corpus" / folder).rglob("*.yaml")):
            for document in documents([path.read_bytes()], path.name):
                try:
                    reading = read(document, None)
                except ManifestError:
                    continue
                places = [place for root in reading.composed.roots for place in _walk(root, "") if place.tokens]
                if places:
                    texts.append((reading.parsed, places))
    return texts


def _walk(node: Node, kind: str) -> Iterator[Place]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _walk(item, kind)
    if not isinstance(node, Mapping):
        return
    entries = [(key.value, value) for key, value in node.entries if isinstance(key, Scalar)]
    named = dict(entries)
    if "apiVersion" in named and isinstance(own := named.get("kind"), Scalar):
        kind = own.value
    if kind == "CustomResourceDefinition":
        return
    for key, value in entries:
        yield from _walk_entry(key, value, kind)


def _walk_entry(key: str, value: Node, kind: str) -> Iterator[Place]:
    if key in {"args", "command"} and isinstance(value, Sequence):
        yield from _arguments(value)
    elif key == "annotations" and isinstance(value, Mapping):
        yield from _texts("annotation", value)
    elif key == "data" and kind == "ConfigMap" and isinstance(value, Mapping):
        yield from _texts("ConfigMap", value)
    else:
        yield from _walk(value, kind)
        if key == "env" and isinstance(value, Sequence):
            yield from _variables(value)


def _arguments(node: Sequence) -> Iterator[Place]:
    items = [item.value if isinstance(item, Scalar) else None for item in node.items]
    tokens = find_in_arguments(items, NO_HOSTS)
    for index, item in enumerate(node.items):
        if isinstance(item, Scalar):
            yield Place("argument", item, [token for place, token in tokens if place == index])


def _variables(node: Sequence) -> Iterator[Place]:
    listed = [
        {key.value: value for key, value in item.entries if isinstance(key, Scalar)}
        for item in node.items
        if isinstance(item, Mapping)
    ]
    beside = frozenset(name.value for named in listed if isinstance(name := named.get("name"), Scalar))
    for named in listed:
        name, value = named.get("name"), named.get("value")
        if isinstance(name, Scalar) and isinstance(value, Scalar):
            yield Place("variable", value, find_in_variable(name.value, value.value, NO_HOSTS, beside))


def _texts(kind: str, node: Mapping) -> Iterator[Place]:
    beside = frozenset(key.value for key, _ in node.entries if isinstance(key, Scalar))
    for key, value in node.entries:
        if isinstance(key, Scalar) and isinstance(value, Scalar):
            yield Place(kind, value, find_in_text(value.value, key.value, NO_HOSTS, beside))


def _scalars(text: str) -> dict[int, str]:
    """Return the values that another parser reads, by where they begin."""
    scalars = [event for event in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(event, yaml.ScalarEvent)]
    return {event.start_mark.index: event.value for event in scalars if event.start_mark}


def test_what_is_found_is_what_was_checked_by_hand(found: list[tuple[str, list[Place]]]) -> None:
    places = [place for _, inside in found for place in inside]
    counts = Counter(f"{place.kind}: {token.certainty}" for place in places for token in place.tokens)

    assert dict(sorted(counts.items())) == EXPECTED
    assert sum(token.is_templated for place in places for token in place.tokens) == TEMPLATED


def test_all_that_is_certain_or_hidden_parses(found: list[tuple[str, list[Place]]]) -> None:
    for _, places in found:
        for token in (token for place in places for token in place.tokens if token.certainty != "possible"):
            assert str(ImageReference.parse(token.text)) == token.text


def test_every_token_can_be_edited_where_it_stands(found: list[tuple[str, list[Place]]]) -> None:
    for text, places in found:
        edits, wanted = [], _scalars(text)
        for place in places:
            value = place.scalar.value
            parts = [Edit(token.start, token.end, MIRROR + token.text) for token in place.tokens]
            assert wanted[place.scalar.start] == value
            wanted[place.scalar.start] = splice(value, parts)
            made = edit_parts(text, place.scalar, parts)
            assert made is not None
            edits += made

        assert list(_scalars(splice(text, edits)).values()) == list(wanted.values())
