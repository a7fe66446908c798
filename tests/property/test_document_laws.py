from __future__ import annotations

import json
import re
from collections.abc import Callable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from regswap.document.parse import event
from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Node, Scalar, Sequence
from regswap.document.parse.stream import Document
from regswap.document.parse.stream import documents as cut
from regswap.document.parse.whole import compose_whole
from regswap.document.read.reading import Reading
from regswap.document.splice import Edit, splice
from regswap.errors import ManifestError
from regswap.pipeline.entry import Entry
from regswap.places.site import Site
from regswap.rules import RuleSet
from tests.property.document_strategies import MAPS, documents, odd_roots, spoiled_documents, streams
from tests.support.independent import Changed, Found, Text, YAMLError, compare, find, locate, read
from tests.support.pipeline import PLACES, run, run_or_refuse

STRING = "tag:yaml.org,2002:str"
maps = st.sampled_from(MAPS)


def without_marks(data: bytes) -> str:
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else "utf-32" if data[:2] == b"\0\0" else "utf-8"
    return re.sub("(?m)(?:^|(?<=\r))\ufeff", "", data.decode(encoding))


def changes(entries: tuple[Entry, ...]) -> list[Entry]:
    return [entry for entry in entries if entry.changed]


def read_whole(text: str) -> Reading:
    """Read a document without leaving anything out and without asking whether it is worth it."""
    composed = compose_whole(event.open_events(text), {})
    return Reading(Document("s", 1, 1, text.encode()), text, text, 0, 0, composed, [])


def describe(sites: list[Site]) -> list[tuple[object, ...]]:
    return sorted(((site.field.path, site.value, site.other_type, site.field.node.start) for site in sites), key=str)


@given(streams())
def test_where_no_rule_changes_anything_the_bytes_stay(data: bytes) -> None:
    result = run_or_refuse(data, RuleSet(()))

    assert result is None or result.data == data


@given(documents(shares=False), maps)
def test_only_the_characters_of_reported_scalars_change(text: str, rules: str) -> None:
    result = run(text.encode(), rules)

    spans = locate(text)
    edits = []
    rest, position = result.data.decode(), 0
    for entry in changes(result.entries):
        start, end = spans[entry.line, entry.column]
        edits.append((start, end))
        assert rest.startswith(text[position:start])
        rest, position = rest[start - position :], end
        written = next(
            piece
            for piece in spellings(text[start:end], entry.rewritten)
            if rest.startswith(piece + text[end : end + 1])
        )
        rest = rest[len(written) :]
    assert rest == text[position:]
    assert len(set(edits)) == len(edits)


def spellings(old: str, value: str) -> list[str]:
    """Return how a scalar that is written so may be written afterwards: in the same style, or with quotes."""
    properties = re.match(r"(?:[&!]\S*\s+)*", old)
    head = properties[0] if properties else ""
    body = old[len(head) :]
    block = re.match(r"[|>][^\r\n]*\s+", body)
    if block:
        tail = body[len(body.rstrip()) :]
        return [head + block[0] + value + tail]
    return [head + form for form in (f"'{value}'" if body[:1] == "'" else json.dumps(value), value)]


@given(streams(), maps)
def test_the_meaning_changes_at_the_reported_places_and_nowhere_else(data: bytes, rules: str) -> None:
    result = run_or_refuse(data, rules)

    assume(result is not None)
    assert result is not None
    before = read(without_marks(data))
    found = [Found(entry.document, entry.path, entry.reference) for entry in result.entries]
    assert sorted(found) == sorted(find(before))
    expected = [
        Changed(entry.document, entry.path, Text(entry.reference, STRING), Text(entry.rewritten, STRING))
        for entry in changes(result.entries)
    ]
    assert sorted(compare(before, read(without_marks(result.data)))) == sorted(expected)


@given(documents(shares=False), maps)
def test_a_document_without_aliases_is_never_refused(text: str, rules: str) -> None:
    assert run_or_refuse(text.encode(), rules) is not None


@given(streams(), maps)
def test_what_was_rewritten_is_not_rewritten_again(data: bytes, rules: str) -> None:
    result = run_or_refuse(data, rules)

    if result is not None:
        again = run(result.data, rules)
        assert again.data == result.data
        assert not changes(again.entries)


@given(streams(), maps, st.integers(1, 40))
def test_the_same_bytes_come_out_the_same_however_they_arrive(data: bytes, rules: str, size: int) -> None:
    first = run_or_refuse(data, rules)

    if first is not None:
        assert run([data[start : start + size] for start in range(0, len(data), size)], rules) == first


@given(streams(), maps)
def test_cutting_a_stream_and_rewriting_it_may_change_places(data: bytes, rules: str) -> None:
    assume(data[:2] not in {b"\xff\xfe", b"\0\0"})
    # A byte order mark behind a marker is read by readers that cut there, and refused where the stream begins so.
    assume(b"\xef\xbb\xbf" not in data[3:])
    whole = run_or_refuse(data, rules)

    try:
        parts = [run_or_refuse(document.data, rules) for document in cut([data], "s")]
    except ManifestError:
        parts = [None]
    if whole is None:
        assert None in parts
    else:
        assert b"".join(part.data for part in parts if part) == whole.data
        found = [entry for part in parts if part for entry in part.entries]
        assert [(entry.path, entry.rewritten) for entry in found] == [
            (entry.path, entry.rewritten) for entry in whole.entries
        ]


@settings(max_examples=max(500, settings().max_examples))
@given(odd_roots())
def test_a_document_whose_kind_is_written_oddly_is_not_sorted_out(text: str) -> None:
    assert_not_sorted_out(text)


@given(documents() | spoiled_documents())
def test_a_document_that_is_sorted_out_holds_no_site(text: str) -> None:
    assert_not_sorted_out(text)


def assert_not_sorted_out(text: str) -> None:
    try:
        sites = PLACES.find(read_whole(text.removeprefix("\ufeff"))).sites
    except (event.YAMLError, CompositionError, ManifestError):
        return

    if sites:
        assert PLACES.search(Document("s", 1, 1, text.encode())) is not None


@given(odd_roots() | documents() | spoiled_documents())
def test_what_is_left_out_when_reading_holds_no_site(text: str) -> None:
    try:
        whole = PLACES.find(read_whole(text.removeprefix("\ufeff"))).sites
        found = PLACES.search(Document("s", 1, 1, text.encode()))
    except (event.YAMLError, CompositionError, ManifestError):
        return

    assert describe(found.sites if found is not None else []) == describe(whole)


@given(spoiled_documents(), maps)
def test_whatever_comes_is_rewritten_or_refused(text: str, rules: str) -> None:
    data = text.encode()
    result = run_or_refuse(data, rules)

    if result is not None and result.data != data:
        try:
            before = read(without_marks(data))
        except YAMLError:
            return
        differences = compare(before, read(without_marks(result.data)))
        assert {change.path for change in differences} == {entry.path for entry in changes(result.entries)}


@given(documents())
def test_the_pure_parser_gives_the_same_nodes(text: str) -> None:
    def nodes(events: Callable[[], event.Event]) -> list[object]:
        composed = compose_whole(events, {})
        return [flatten(root) for root in composed.roots]

    try:
        expected = nodes(event.open_events(text))
    except event.YAMLError:
        # A colon in a plain scalar in flow, which this parser is meant for.
        return

    assert nodes(event.open_pure_events(text)) == expected


def flatten(node: Node) -> object:
    if isinstance(node, Scalar):
        # Of a tag before an anchor the pure parser loses the start; only the column in a report comes from there.
        return node._replace(start=0, column=0) if node.tag and node.anchor else node
    if isinstance(node, Mapping):
        place = (node.start, node.line, node.column, node.is_flow)
        return (place, [(flatten(key), flatten(value)) for key, value in node.entries])
    if isinstance(node, Sequence):
        return (node.start, node.line, node.column, node.is_flow, [flatten(item) for item in node.items])
    return (node.name, node.start, node.end, node.line, node.column, node.in_flow, flatten(node.target))


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.text("xy", max_size=2)), max_size=4))
def test_no_edits_change_nothing_and_insertions_only_insert(text: str, insertions: list[tuple[int, str]]) -> None:
    edits = [Edit(min(at, len(text)), min(at, len(text)), replacement) for at, replacement in insertions]

    assert splice(text, ()) == text
    assert len(splice(text, edits)) == len(text) + sum(len(edit.replacement) for edit in set(edits))
