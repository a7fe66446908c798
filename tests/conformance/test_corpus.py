"""The laws on every file of other people's manifests, under three map files, against an independent parser."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from regswap.pipeline.entry import Entry
from regswap.places.kind import CATALOGUED
from regswap.rules import RuleSet, load
from tests.support.expectation import differs_as_reported, expect_changes
from tests.support.independent import Found, Span, TooStrange, YAMLError, compare, locate_paths, read
from tests.support.independent_places import find
from tests.support.pipeline import EVERYTHING, Result, run, run_or_refuse

MAPS = ("one-default", "registries", "exact-and-globs")
FOLDERS = ("rendered", "manifests", "crs", "yaml")
GROUPS = 24

# Templates that nobody rendered. They may hold references, so the project refuses them, as PyYAML does.
REFUSED = {
    "crs/argoproj__argo-rollouts__examples__helm-blue-green__templates__rollout.yaml",
    "crs/kserve__kserve__docs__samples__bentoml__bentoml.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__autoscale.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__bert-sample__bert.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__canary.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__gpu.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__logger__torchserve-logger.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__metrics.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__torchserve-custom-pv.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__custom__torchserve__torchserve-custom.yaml",
    "crs/kserve__kserve__docs__samples__v1beta1__torchserve__model-archiver__model-archiver.yaml",
    "crs/kubeflow__spark-operator__examples__spark-pi-prometheus.yaml",
    "yaml/real__kubernetes__ingress-nginx__charts__ingress-nginx__templates__controller-deployment.yaml",
}


# A directive without the end of a document before it is an error of YAML that PyYAML does not see.
LENIENT = "yaml/yts__9HCY.yaml"
REFUSED.add(LENIENT)

# Registries that stand alone in a text, whose images a glob puts in several places: no registry says that.
SCATTERED = "testdata__common__sidecar-injector-"


class Input(NamedTuple):
    name: str
    data: bytes
    text: str
    """Without byte order marks; empty where it is no text."""
    parsed: list[Any] | None
    """None where PyYAML refuses the file: there the byte law is all that can be checked."""
    found: list[Found]
    spans: dict[tuple[int, str], list[Span]]
    """Where its scalars are written, by document and path; empty where there are aliases."""


@pytest.fixture(params=range(GROUPS), ids="group {}".format, scope="module")
def inputs(request: pytest.FixtureRequest, shared: Path) -> list[Input]:
    """A part of the corpus, read once by PyYAML."""
    corpus = shared / "corpus"
    files = sorted(path for folder in FOLDERS for path in (corpus / folder).rglob("*") if path.is_file())
    return [_read_input(path, str(path.relative_to(corpus))) for path in files[request.param :: GROUPS]]


@pytest.fixture(params=MAPS, scope="module")
def rules(request: pytest.FixtureRequest, root: Path) -> RuleSet:
    return _load(str(root / "fixtures" / "maps" / f"{request.param}.map"))


@lru_cache
def _load(path: str) -> RuleSet:
    rules = load([path])
    assert isinstance(rules, RuleSet)
    return rules


def _read_input(path: Path, name: str) -> Input:
    data = path.read_bytes()
    text = _decode(data)
    try:
        parsed = read(text or data)
    except (YAMLError, TooStrange):
        return Input(name, data, text, None, [], {})
    found = find(parsed)
    return Input(name, data, text, parsed, found, locate_paths(text) if text else {})


def _decode(data: bytes) -> str:
    encodings = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = next((encoding for mark, encoding in encodings.items() if data.startswith(mark)), "utf-8")
    try:
        # PyYAML takes a byte order mark at the start only.
        return re.sub("(?m)^\ufeff", "", data.decode(encoding))
    except UnicodeDecodeError:
        return ""


def _changes(result: Result) -> list[Entry]:
    return [entry for entry in result.entries if entry.changed]


def test_where_no_rule_changes_anything_the_bytes_stay(inputs: list[Input]) -> None:
    for one in inputs:
        result = run_or_refuse(one.data, RuleSet(()), places=EVERYTHING)

        assert result is None or result.data == one.data, one.name


def test_only_what_is_no_yaml_is_refused(inputs: list[Input]) -> None:
    for one in inputs:
        refused = run_or_refuse(one.data, RuleSet(()), places=EVERYTHING) is None

        assert refused == (one.name in REFUSED), one.name
        assert not refused or one.parsed is None or one.name == LENIENT, one.name


@pytest.fixture(scope="module")
def results(inputs: list[Input], rules: RuleSet) -> list[Result | None]:
    """What becomes of each input; None where it is refused."""
    return [run_or_refuse(one.data, rules, places=EVERYTHING) for one in inputs]


def test_only_the_characters_of_reported_scalars_change(
    inputs: list[Input], results: list[Result | None], rules: RuleSet
) -> None:
    has_globs = any(rule.kind == "glob" for rule in rules.rules)
    for one, result in zip(inputs, results, strict=True):
        assert (result is None) == (one.name in REFUSED or (has_globs and SCATTERED in one.name)), one.name
        if result is None or not _changes(result):
            assert result is None or result.data == one.data, one.name
        elif one.spans:
            assert differs_as_reported(one.text, _decode(result.data), one.spans, result.entries), one.name


def test_the_meaning_changes_at_the_reported_places_and_nowhere_else(
    inputs: list[Input], results: list[Result | None]
) -> None:
    for one, result in zip(inputs, results, strict=True):
        if one.parsed is not None and result is not None and result.data != one.data:
            expected = expect_changes(one.parsed, result.entries)
            assert sorted(compare(one.parsed, read(_decode(result.data)))) == sorted(expected), one.name


def test_what_an_independent_search_finds_is_what_is_reported(inputs: list[Input]) -> None:
    for one in inputs:
        result = run_or_refuse(one.data, RuleSet(()), places=EVERYTHING)

        if one.parsed is not None and result is not None:
            reported = [
                Found(entry.document, entry.path, entry.reference)
                for entry in result.entries
                if (entry.offset is None and not entry.is_unlisted) or entry.found == CATALOGUED
            ]
            assert sorted(reported) == sorted(one.found), one.name


def test_what_was_rewritten_is_not_rewritten_again(
    inputs: list[Input], results: list[Result | None], rules: RuleSet
) -> None:
    for one, result in zip(inputs, results, strict=True):
        if result is not None and result.data != one.data:
            again = run(result.data, rules, places=EVERYTHING)
            assert again.data == result.data, one.name
            assert not _changes(again), one.name


def test_the_same_bytes_come_out_the_same_however_they_arrive(
    inputs: list[Input], results: list[Result | None], rules: RuleSet
) -> None:
    size = 4099
    for one, first in zip(inputs, results, strict=True):
        if first is not None:
            blocks = [one.data[start : start + size] for start in range(0, len(one.data), size)]
            assert run(blocks, rules, places=EVERYTHING) == first, one.name


def test_what_the_yaml_suite_calls_an_error_ends_as_one_or_passes_through(shared: Path, rules: RuleSet) -> None:
    corpus = shared / "corpus"
    with (corpus / "YAML-CASES.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = [row["file"] for row in rows if row["expect"] == "error"]

    assert len(wrong) > 50
    for name in wrong:
        data = (corpus / name).read_bytes()
        result = run_or_refuse(data, rules, places=EVERYTHING)
        assert result is None or result.data == data, name


def test_the_corpus_holds_sites_in_every_folder(shared: Path, rules: RuleSet) -> None:
    for folder in ("rendered", "manifests", "yaml"):
        files = sorted((shared / "corpus" / folder).iterdir())[:40]
        results = [run_or_refuse(path.read_bytes(), rules, places=EVERYTHING) for path in files]

        assert sum(len(result.entries) for result in results if result) > 10, folder
