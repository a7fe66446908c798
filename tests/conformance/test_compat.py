"""Compat mode gives every result of the original programs, and panics are references that stay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from regswap.rules import Decider, load
from tests.conformance.vector import Vector, read_original, read_vectors

Load = Callable[[str], Decider]


@pytest.fixture
def load_text(tmp_path: Path) -> Load:
    """Load a rule file in compat mode, each text once."""
    loaded: dict[str, Decider] = {}

    def load_once(text: str) -> Decider:
        if text not in loaded:
            path = tmp_path / f"rules-{len(loaded)}"
            path.write_text(text, encoding="utf-8", newline="")
            loaded[text] = load([str(path)], mode="compat")
        return loaded[text]

    return load_once


def find_differences(vectors: list[Vector], load_rules: Callable[[Vector], Decider]) -> list[tuple[Vector, str]]:
    results = [(vector, load_rules(vector).decide(vector["image"]).rewritten) for vector in vectors]
    return [(vector, result) for vector, result in results if result != read_original(vector)]


def test_every_imageswap_vector(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "map"
    loaded: dict[str, Decider] = {}

    def load_map(vector: Vector) -> Decider:
        # A map of the vectors may have no line that tells what it is.
        if vector["rules"] not in loaded:
            path.write_text(vector["rules"], encoding="utf-8", newline="")
            loaded[vector["rules"]] = load([str(path)], "imageswap", "compat")
        return loaded[vector["rules"]]

    # A target with white space or a quote is never written, unlike by the program.
    refused = re.compile(r"(?m)^[^#\r\n]*::[^\S\r\n]*\t[^\s#]")
    vectors = [vector for vector in read_vectors(shared, "imageswap.jsonl") if not refused.search(vector["rules"])]

    assert find_differences(vectors, load_map) == []


def test_where_imageswap_raises_the_reference_stays_and_the_decision_says_why(shared: Path, load_text: Load) -> None:
    for vector in read_vectors(shared, "imageswap-errors.jsonl"):
        decision = load_text(vector["rules"]).decide(vector["image"])

        assert not decision.changed
        assert "ImageSwap fails on it: " + vector["error"] in decision.reason


def test_every_legacy_vector(shared: Path) -> None:
    vectors = read_vectors(shared, "imageswap-legacy.jsonl")

    assert find_differences(vectors, lambda vector: load([], None, "compat", vector["image_prefix"])) == []


def test_every_imageshift_vector(shared: Path, load_text: Load) -> None:
    # ImageShift is built with go-containerregistry 0.20.7 today, to which an empty tag is an error: it panics.
    vectors = [
        {**vector, "expected": None} if vector["image"].endswith(":") else vector
        for vector in read_vectors(shared, "imageshift.jsonl")
    ]

    assert find_differences(vectors, lambda vector: load_text(json.dumps(vector["cr"]))) == []


def test_where_imageshift_panics_the_reference_stays_and_the_decision_says_why(shared: Path, load_text: Load) -> None:
    panics = [vector for vector in read_vectors(shared, "imageshift.jsonl") if vector.get("panic")]
    decisions = [load_text(json.dumps(vector["cr"])).decide(vector["image"]) for vector in panics]

    assert [decision for decision in decisions if decision.changed or "ImageShift panics" not in decision.reason] == []


def test_every_registry_connect_vector(shared: Path, load_text: Load) -> None:
    vectors = read_vectors(shared, "registry-connect.jsonl")

    assert find_differences(vectors, lambda vector: load_text(vector["rules"])) == []
    assert find_differences(vectors, lambda vector: load_text(json.dumps({vector["kind"]: vector["rules"]}))) == []


def test_every_mirror_registries_vector(shared: Path, load_text: Load) -> None:
    vectors = [vector for vector in read_vectors(shared, "mirror-registries.jsonl") if vector["op"] == "rewrite"]

    assert find_differences(vectors, lambda vector: load_text(vector["mirror_registries"])) == []
