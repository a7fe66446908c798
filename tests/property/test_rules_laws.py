from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from regswap.errors import RulesError
from regswap.reference import ImageReference, InvalidReference
from regswap.rules import RuleSet
from regswap.rules.engine.target import canonicalise
from regswap.rules.formats.imageswap import reader as imageswap
from regswap.rules.source.source_text import SourceText
from tests.property.strategies import map_texts, maps, references, texts


def read(text: str) -> RuleSet:
    (settled,) = imageswap.settle([imageswap.read_text(SourceText("map", text))])
    return RuleSet(settled.rules, settled.warnings)


@given(maps, st.lists(references, min_size=1, max_size=8))
def test_what_was_rewritten_is_not_rewritten_again(text: str, images: list[str]) -> None:
    rules = read(text)

    for image in images:
        once = rules.decide(image).rewritten
        assert rules.decide(once).rewritten == once


@given(maps, texts)
def test_the_same_rules_decide_the_same_whenever_they_are_asked(text: str, image: str) -> None:
    rules = read(text)

    assert rules.decide(image) == rules.decide(image) == read(text).decide(image)


@given(maps, texts)
def test_a_reference_becomes_a_reference_and_anything_else_stays(text: str, image: str) -> None:
    decision = read(text).decide(image)

    if decision.parsed:
        ImageReference.parse(decision.rewritten)
    else:
        assert (decision.rewritten, decision.rule) == (image, None)
    assert decision.reason


@given(maps, references)
def test_only_an_exact_rule_touches_tag_and_digest(text: str, image: str) -> None:
    decision = read(text).decide(image)

    if decision.rule is None or decision.rule.kind != "exact":
        assert ImageReference.parse(decision.rewritten).suffix == ImageReference.parse(image).suffix


@given(maps, references)
def test_what_changes_begins_with_the_target_of_its_rule(text: str, image: str) -> None:
    decision = read(text).decide(image)

    if decision.changed:
        assert decision.rule
        assert decision.rule.target
        assert decision.rewritten.startswith(decision.rule.target)


@given(maps, references)
def test_every_decision_names_a_rule_and_the_rule_its_line(text: str, image: str) -> None:
    rule = read(text).decide(image).rule

    assert rule
    assert rule.text in text.split("\n")[rule.origin.line - 1] or rule.kind == "skip"


@given(map_texts)
def test_any_text_is_a_map_or_refused_with_places_in_it(text: str) -> None:
    try:
        findings = read(text).warnings
    except RulesError as error:
        findings = error.diagnostics
        assert findings

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings:
        assert finding.message
        assert finding.remedy
        assert not finding.line or finding.line <= len(lines)
        assert finding.column <= len(finding.excerpt) + 1
        assert str(finding)


@given(st.one_of(references, texts), st.sampled_from(["", "/x", "x"]))
def test_the_canonical_form_of_a_target_is_what_reading_it_gives(head: str, tail: str) -> None:
    try:
        reference = ImageReference.parse(head + tail)
    except InvalidReference:
        expected = head
    else:
        named = f"{reference.registry}/{reference.path}"
        expected = named[: -len(tail)] if tail else str(reference.canonical())

    assert canonicalise(head, tail) == expected
