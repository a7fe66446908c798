"""Lint looks at any rules that load, and says what is so."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regswap.errors import RulesError
from regswap.output.finding_listing import LISTING
from regswap.rules import load
from regswap.rules.lint import CHECKS, Finding, lint
from tests.property.strategies import imageshift_specs, map_texts, references, rewrites
from tests.support.listing import show
from tests.support.sarif import check_log

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

objects = rewrites | imageshift_specs.map(
    lambda spec: {"apiVersion": "imageshift.dev/v1", "kind": "Imageshift", "spec": spec}
)
texts = map_texts | objects.map(lambda content: json.dumps(content, indent=1))


def write(folder: Path, text: str) -> str:
    path = folder / "rules"
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def find_places(findings: list[Finding], *codes: str) -> set[tuple[int, int]]:
    return {(place.line, place.column) for code, place, _ in findings if code in codes}


@in_one_folder
@given(texts)
def test_any_rules_are_linted_and_every_finding_is_complete(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)

    findings = lint([path])

    lines = text.count("\n") + text.count("\r") + 1
    for finding in findings:
        assert finding.code in CHECKS
        assert finding.diagnostic.message
        assert finding.diagnostic.source == path
        assert 0 <= finding.diagnostic.line <= lines
    assert len(json.loads(show("json", LISTING, findings))) == len(findings)
    assert show("text", LISTING, findings).count(" [") >= len(findings)
    check_log(json.loads(show("sarif", LISTING, findings)))


@in_one_folder
@given(texts)
def test_rules_have_an_error_exactly_if_they_do_not_load(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    try:
        load([path])
        loads = True
    except RulesError:
        loads = False

    assert loads == all(finding.severity != "error" for finding in lint([path]))


@in_one_folder
@given(texts, st.lists(references, min_size=1, max_size=10))
def test_a_rule_that_can_never_win_never_rewrites_anything(tmp_path: Path, text: str, images: list[str]) -> None:
    path = write(tmp_path, text)
    findings = [found for found in lint([path]) if "wins only for" not in found.diagnostic.message]
    dead = find_places(findings, "shadowed-rule")
    if not dead:
        return
    rules = load([path])

    for image in images:
        decision = rules.decide(image)
        if decision.changed and decision.rule:
            assert (decision.rule.origin.line, decision.rule.origin.column) not in dead


@in_one_folder
@given(texts)
def test_every_difference_and_every_chain_is_real(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)

    for finding in lint([path]):
        details = dict(finding.details)
        if finding.code == "differs-from-original":
            assert details["standard"] != details["compat"]
            assert load([path]).decide(details["reference"]).rewritten == details["standard"]
            assert load([path], mode="compat").decide(details["reference"]).rewritten == details["compat"]
        if finding.code == "colliding-target":
            both = {load([path]).decide(details[which]).rewritten for which in ("first", "second")}
            assert both == {details["rewritten"]}
