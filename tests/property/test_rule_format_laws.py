"""The laws of standard mode, on rules of all formats in one set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.reference import ImageReference
from regswap.rules import Decider, load
from tests.property.strategies import references, rewrites, texts

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def load_object(folder: Path, content: dict[str, Any]) -> Decider:
    path = folder / "rewrite.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return load([str(path)])


@in_one_folder
@given(rewrites, st.lists(references, min_size=1, max_size=8))
def test_what_was_rewritten_is_not_rewritten_again(tmp_path: Path, content: dict[str, Any], images: list[str]) -> None:
    rules = load_object(tmp_path, content)

    for image in images:
        once = rules.decide(image).rewritten
        assert rules.decide(once).rewritten == once


@in_one_folder
@given(rewrites, texts)
def test_a_reference_becomes_a_reference_and_anything_else_stays(
    tmp_path: Path, content: dict[str, Any], image: str
) -> None:
    decision = load_object(tmp_path, content).decide(image)

    if decision.parsed:
        ImageReference.parse(decision.rewritten)
    else:
        assert (decision.rewritten, decision.rule) == (image, None)
    assert decision.reason


@in_one_folder
@given(rewrites)
def test_every_rule_knows_its_format_and_the_line_that_it_is_written_on(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    rules = load_object(tmp_path, content)
    lines = (tmp_path / "rewrite.json").read_text(encoding="utf-8").split("\n")

    for rule in rules.rules:
        assert rule.format
        assert 0 < rule.origin.line <= len(lines)
        assert 0 < rule.origin.column <= len(lines[rule.origin.line - 1])
    assert [rule for reading in rules.readings for rule in reading.rules] == list(rules.rules)
