"""The rules of the vectors in every other format: they decide the same about the vectors' images, or are refused."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import Decider, load
from regswap.rules.convert import Converted, convert
from regswap.rules.formats import NAMES
from regswap.rules.load import load_text
from tests.conformance.vector import Vector, read_vectors
from tests.property.test_convert_laws import generate, try_to_convert

SOURCES: dict[str, Callable[[Vector], str]] = {
    "imageswap": lambda vector: vector["rules"],
    "imageshift": lambda vector: json.dumps(vector["cr"]),
    "registry-connect": lambda vector: vector["rules"],
    "mirror-registries": lambda vector: vector["mirror_registries"],
}


def load_sets(shared: Path, name: str) -> list[tuple[Decider, list[str]]]:
    """Return the rules of the vectors that standard mode takes, with the images that each is asked about."""
    images = defaultdict(list)
    for vector in read_vectors(shared, f"{name}.jsonl"):
        images[SOURCES[name](vector)].append(vector.get("image", "nginx"))
    sets: list[tuple[Decider, list[str]]] = []
    for text, asked in images.items():
        try:
            sets.append((load_text(text, name, name), asked))
        except RulesError:  # noqa: PERF203 - standard mode refuses some, which is tested elsewhere
            continue
    return sets


@pytest.mark.parametrize("to", NAMES)
@pytest.mark.parametrize("name", SOURCES)
def test_the_rules_of_the_vectors_decide_the_same_in_another_format_or_are_refused(
    shared: Path, name: str, to: str
) -> None:
    done = 0
    for rules, images in load_sets(shared, name):
        converted = try_to_convert(rules, to)
        if not isinstance(converted, Converted):
            assert not any("otherwise" in finding.message for finding in converted)
            continue
        done += 1
        for image in (*images, *generate(rules, 1)):
            assert rules.decide(image).rewritten == converted.rules.decide(image).rewritten, image

    assert done
    assert done == len(load_sets(shared, name)) or to not in (name, "regswap")


def test_imageswaps_legacy_prefixes_decide_the_same_in_regswaps_format(shared: Path) -> None:
    vectors = read_vectors(shared, "imageswap-legacy.jsonl")
    sets = {vector["image_prefix"]: load([], image_prefix=vector["image_prefix"]) for vector in vectors}
    written = {prefix: convert(rules, "regswap").rules for prefix, rules in sets.items()}

    for vector in vectors:
        prefix, image = vector["image_prefix"], vector["image"]
        assert written[prefix].decide(image).rewritten == sets[prefix].decide(image).rewritten
