"""Lint on the rules of the vectors: none stops it, and what it says of the two modes is so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import load
from regswap.rules.lint import lint
from tests.conformance.vector import Vector, read_vectors

SOURCES: dict[str, tuple[str | None, Callable[[Vector], str]]] = {
    "imageswap.jsonl": ("imageswap", lambda vector: vector["rules"]),
    "imageswap-errors.jsonl": ("imageswap", lambda vector: vector["rules"]),
    "imageshift.jsonl": (None, lambda vector: json.dumps(vector["cr"])),
    "registry-connect.jsonl": (None, lambda vector: vector["rules"]),
    "mirror-registries.jsonl": (None, lambda vector: vector["mirror_registries"]),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_difference_that_is_found_in_the_rules_of_the_vectors_is_real(
    shared: Path, tmp_path: Path, name: str
) -> None:
    form, read_text = SOURCES[name]
    path = tmp_path / "rules"
    found = 0
    for text in dict.fromkeys(map(read_text, read_vectors(shared, name))):
        path.write_text(text, encoding="utf-8", newline="")
        findings = lint([str(path)], form)
        try:
            standard = load([str(path)], form)
        except RulesError:
            errors = {finding.code for finding in findings if finding.severity == "error"}
            assert errors in ({"cannot-load"}, {"idle-rules"})
            continue
        try:
            compat = load([str(path)], form, "compat")
        except RulesError as error:
            # What compat mode would write is no reference: only that is refused.
            assert "white space" in str(error)  # noqa: PT017 - the rest of the vectors is compared
            continue
        for finding in findings:
            if finding.code == "differs-from-original":
                found += 1
                details = dict(finding.details)
                results = [decider.decide(details["reference"]).rewritten for decider in (standard, compat)]
                assert results == [details["standard"], details["compat"]]
                assert results[0] != results[1]
    assert found


def test_every_prefix_of_the_vectors_is_linted(shared: Path) -> None:
    for prefix in {vector["image_prefix"] for vector in read_vectors(shared, "imageswap-legacy.jsonl")}:
        for finding in lint([], None, prefix):
            assert finding.diagnostic.source == "--image-prefix"
