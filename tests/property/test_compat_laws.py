"""Compat mode against the originals written down a second time, on rules and images that no vector has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.errors import RulesError
from regswap.rules import load
from tests.conformance import imageshift_port, test_imageswap_standard
from tests.property.strategies import hosts, map_texts, paths, references, targets, texts

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

registries = hosts | st.builds("{}/{}".format, hosts, paths) | st.sampled_from(("", "myhost", "docker.io/", "a b.io"))
expressions = st.sampled_from(
    (r"^quay\.io/", "(io)", "(x*)", r":(v[0-9.]+)$", "^([^/]+)/(.*)$", "(a)|(b)", "(", r"^(\w+)(\.)(io)", "", "a(?=b)")
)
templates = st.sampled_from(("m.example/$1", "$1.$2/$3", "$10", "${1}", "", "m.example", ":p-$1", "$2$1"))
resources = st.fixed_dictionaries(
    {
        "mappings": st.fixed_dictionaries(
            {},
            optional={
                "swap": st.lists(st.fixed_dictionaries({"registry": registries, "target": targets}), max_size=4),
                "exactSwap": st.lists(
                    st.fixed_dictionaries({"reference": references, "target": st.just("") | references}), max_size=3
                ),
                "regexSwap": st.lists(
                    st.fixed_dictionaries({"expression": expressions, "target": templates}), max_size=2
                ),
            },
        )
    },
    optional={"default": st.sampled_from(("docker.io", "index.docker.io", "", "localhost", "corp")) | hosts},
)
odd_images = references | texts | st.text("ab./:@%[]?#-_ \n\u00e4", max_size=12)


@in_one_folder
@given(map_texts, odd_images)
def test_imageswap_is_what_it_is_when_written_a_second_time(tmp_path: Path, text: str, image: str) -> None:
    path = tmp_path / "map"
    path.write_bytes(text.encode())
    try:
        ours = load([str(path)], "imageswap", "compat").decide(image)
    except RulesError as error:
        # A target with white space or a quote is never written, unlike by the program.
        if "the target holds white space" not in str(error):
            raise
        return

    try:
        theirs = test_imageswap_standard.swap(test_imageswap_standard.read_map(text), image)[-1]
    except (KeyError, re.error):
        theirs = image
        assert "ImageSwap fails" in ours.reason

    assert ours.rewritten == theirs


@in_one_folder
@given(resources, odd_images)
def test_imageshift_is_what_it_is_when_written_a_second_time(tmp_path: Path, spec: dict[str, Any], image: str) -> None:
    path = tmp_path / "cr.json"
    resource = {"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": spec}
    path.write_text(json.dumps(resource), encoding="utf-8")
    ours = load([str(path)], mode="compat").decide(image)

    try:
        theirs = imageshift_port.swap(resource, image) or image
    except imageshift_port.Panic:
        theirs = image
        assert "ImageShift panics" in ours.reason

    assert ours.rewritten == theirs


@given(references, st.just("") | targets)
def test_legacy_is_what_it_is_when_written_a_second_time(image: str, prefix: str) -> None:
    if not prefix or prefix in image:
        expected = image
    elif prefix.endswith("-"):
        expected = prefix + image
    else:
        expected = f"{prefix}/{image.rsplit('/', maxsplit=1)[-1]}"

    assert load([], mode="compat", image_prefix=prefix).decide(image).rewritten == expected


def test_a_reference_that_is_none_says_so_in_compat_mode_too(tmp_path: Path) -> None:
    path = tmp_path / "map"
    path.write_text("default::\nquay.io::h.io\n")
    rules = load([str(path)], mode="compat")

    assert not rules.decide("$(IMG)").parsed
    assert rules.decide("quay.io/A").rewritten == "h.io/A"


@pytest.mark.parametrize("mode", ["standard", "compat"])
def test_the_same_rules_decide_the_same_whenever_they_are_asked(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "map"
    path.write_text("default::\nquay.io::h.io\n")

    assert load([str(path)], mode=mode).decide("quay.io/a") == load([str(path)], mode=mode).decide("quay.io/a")
