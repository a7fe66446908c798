"""The laws on custom resources and hidden places, with all places on."""

from __future__ import annotations

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from regswap.document.parse import event
from regswap.document.parse.stream import Document
from regswap.places.kind import CATALOGUED
from regswap.rules import RuleSet
from tests.property.document_strategies import MAPS, full_documents
from tests.property.test_document_laws import describe, read_whole
from tests.support.expectation import differs_as_reported, expect_changes
from tests.support.independent import Found, compare, locate_paths, read
from tests.support.independent_places import find
from tests.support.pipeline import EVERYTHING, run, run_or_refuse

maps = st.sampled_from(MAPS)


@given(full_documents())
def test_where_no_rule_changes_anything_the_bytes_stay(text: str) -> None:
    result = run_or_refuse(text.encode(), RuleSet(()), places=EVERYTHING)

    assert result is None or result.data == text.encode()


@given(full_documents(shares=False), maps)
def test_only_the_characters_of_reported_scalars_change(text: str, rules: str) -> None:
    result = run_or_refuse(text.encode(), rules, places=EVERYTHING)

    assume(result is not None)
    assert result is not None
    assert differs_as_reported(text, result.data.decode(), locate_paths(text), result.entries)


@given(full_documents(), maps)
def test_the_meaning_changes_at_the_reported_places_and_nowhere_else(text: str, rules: str) -> None:
    result = run_or_refuse(text.encode(), rules, places=EVERYTHING)

    assume(result is not None)
    assert result is not None
    before = read(text)
    assert sorted(compare(before, read(result.data.decode()))) == sorted(expect_changes(before, result.entries))


@given(full_documents())
def test_what_an_independent_search_finds_is_what_is_reported(text: str) -> None:
    result = run_or_refuse(text.encode(), RuleSet(()), places=EVERYTHING)

    assume(result is not None)
    assert result is not None
    reported = [
        Found(entry.document, entry.path, entry.reference)
        for entry in result.entries
        if entry.offset is None or entry.found == CATALOGUED
    ]
    assert sorted(reported) == sorted(find(read(text)))


@given(full_documents(), maps)
def test_what_was_rewritten_is_not_rewritten_again(text: str, rules: str) -> None:
    result = run_or_refuse(text.encode(), rules, places=EVERYTHING)

    assume(result is not None)
    assert result is not None
    again = run(result.data, rules, places=EVERYTHING)
    assert again.data == result.data
    assert not [entry for entry in again.entries if entry.changed]


@given(full_documents())
def test_a_document_that_is_sorted_out_or_read_in_part_holds_no_other_site(text: str) -> None:
    try:
        whole = EVERYTHING.find(read_whole(text)).sites
    except event.YAMLError:
        # libyaml 0.1 refuses `{image: nginx:1.25}`, which is read again by another parser.
        reject()
    found = EVERYTHING.search(Document("s", 1, 1, text.encode()))

    assert describe(found.sites if found is not None else []) == describe(whole)
