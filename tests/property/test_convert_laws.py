"""What a rule set decides in another format: the same, on references that are generated from it, or nothing at all."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.errors import Diagnostic, RulesError
from regswap.rules import Decider, RuleSet
from regswap.rules.convert import Converted, convert
from regswap.rules.formats import NAMES
from regswap.rules.load import load_text
from tests.property.strategies import (
    COMPONENTS,
    DIGESTS,
    HOSTS,
    TAGS,
    imageshift_specs,
    maps,
    mirror_lists,
    references,
    replacement_rules,
    rewrites,
)

FAR = settings(suppress_health_check=[HealthCheck.too_slow])

sources = st.one_of(
    maps.map(lambda text: ("imageswap", text)),
    imageshift_specs.map(
        lambda spec: ("imageshift", json.dumps({"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": spec}))
    ),
    replacement_rules.map(lambda rules: ("registry-connect", json.dumps({"imageReplacementRules": rules}))),
    mirror_lists.map(lambda text: ("mirror-registries", text)),
    rewrites.map(lambda content: ("regswap", json.dumps(content))),
)
"""A format and a text in it."""


def generate(rules: RuleSet | Decider, seed: int) -> Iterator[str]:
    """A thousand references, most of them about the rules: under what they name, beside it, and the same elsewhere."""
    chance = random.Random(seed)  # noqa: S311 - nothing to keep secret
    words = [word for rule in rules.rules for word in (rule.match, rule.target) if word]
    hosts = [*HOSTS, "", "", "", "quay.io:8443", "QUAY.io", "docker.io", "index.docker.io"]
    hosts += [re.split(r"[/@]", word)[0] for word in words]
    paths = [*COMPONENTS, "library/nginx", "team/nginx", "bitnami/redis"]
    paths += [re.split(r"[:@]", word.partition("/")[2] or word)[0] for word in words]
    for _ in range(1000):
        head = chance.choice(hosts)
        path = "/".join(filter(None, chance.choices(paths, k=chance.choice((1, 1, 2, 3)))))
        sibling = chance.choice(("", "", "", "", "x", "-fips", ".x"))
        tag = chance.choice(("", "", *TAGS, ""))
        digest = chance.choice(("", "", *DIGESTS))
        text = f"{path}{sibling}" + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        yield f"{head}/{text}" if head else text
        if words and chance.random() < 0.2:
            yield chance.choice(words) + chance.choice(("", ":1", "/x", "/x:1", "x/y", "-x", f"@{DIGESTS[0]}"))


def try_to_convert(rules: RuleSet | Decider, to: str) -> Converted | tuple[Diagnostic, ...]:
    try:
        return convert(rules, to)
    except RulesError as error:
        return error.diagnostics


def assert_same(one: RuleSet | Decider, other: RuleSet | Decider, images: list[str]) -> None:
    for image in dict.fromkeys((*generate(one, 1), *images)):
        assert one.decide(image).rewritten == other.decide(image).rewritten, image


@FAR
@given(sources, st.sampled_from(NAMES), st.lists(references, max_size=8))
def test_another_format_decides_the_same_or_is_refused(source: tuple[str, str], to: str, images: list[str]) -> None:
    rules = load_text(source[1], source[0], "rules")

    converted = try_to_convert(rules, to)

    if not isinstance(converted, Converted):
        assert all(finding.source == "rules" and finding.line for finding in converted)
        # What the last check finds, the analysis should have known.
        assert not any("otherwise" in finding.message for finding in converted)
        return
    assert not converted.losses
    assert_same(rules, load_text(converted.text, to), images)


@FAR
@given(sources, st.sampled_from(NAMES), st.lists(references, max_size=8))
def test_what_was_converted_and_back_decides_the_same_or_is_refused(
    source: tuple[str, str], to: str, images: list[str]
) -> None:
    rules = load_text(source[1], source[0], "rules")

    there = try_to_convert(rules, to)
    back = try_to_convert(there.rules, source[0]) if isinstance(there, Converted) else there

    if isinstance(back, Converted):
        assert_same(rules, load_text(back.text, source[0]), images)


@FAR
@given(sources, st.sampled_from(NAMES), st.lists(references, max_size=8))
def test_what_is_left_out_is_told_and_the_rest_decides_the_same(
    source: tuple[str, str], to: str, images: list[str]
) -> None:
    rules = load_text(source[1], source[0], "rules")

    converted = convert(rules, to, lossy=True)

    lost = {(finding.line, finding.column) for finding in converted.losses}
    kept = RuleSet(rule for rule in rules.rules if (rule.origin.line, rule.origin.column) not in lost)
    assert_same(kept, converted.rules, images)


@FAR
@given(sources)
def test_a_set_can_always_be_written_in_regswaps_format_and_says_the_same_rules(source: tuple[str, str]) -> None:
    rules = load_text(source[1], source[0])

    converted = convert(rules, "regswap")

    assert not converted.losses
    for kind in {rule.kind for rule in rules.rules}:
        written = [_strip(rule) for rule in converted.rules.rules if rule.kind == kind]
        assert written == [_strip(rule) for rule in rules.rules if rule.kind == kind]


def _strip(rule: Any) -> tuple[object, ...]:  # noqa: ANN401
    home = rule.home if rule.kind in ("prefix", "exact") and (rule.scope, rule.kind) != ("raw", "exact") else ""
    return (*rule[:5], rule.exact_port, rule.overrides, rule.name, home)


@FAR
@given(sources, st.sampled_from(NAMES))
def test_the_same_rules_are_written_the_same(source: tuple[str, str], to: str) -> None:
    texts = {convert(load_text(source[1], source[0]), to, lossy=True).text for _ in range(2)}

    assert len(texts) == 1


@pytest.mark.parametrize("to", NAMES)
def test_no_rules_are_no_rules_in_any_format(to: str) -> None:
    assert not [rule for rule in convert(RuleSet(()), to).rules.rules if rule.target]
