"""Whole outputs on ``fixtures/cases``; ``pytest --snapshot-update`` writes what a reviewer compares with the input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from tests.conftest import ROOT
from tests.support.command import Result, regswap

CASES = sorted(path.parent for path in ROOT.glob("fixtures/cases/*/input.yaml"))
_VERSIONS = re.compile(rb'("versions": )\{[^}]*\}')


class Output(SingleFileSnapshotExtension):
    file_extension = "yaml"


class Report(SingleFileSnapshotExtension):
    file_extension = "json"


class Messages(SingleFileSnapshotExtension):
    file_extension = "txt"


def rewrite(case: Path, *arguments: str | Path, stdin: bytes = b"") -> Result:
    return regswap("rewrite", "-r", "rules.map", *arguments, cwd=case, stdin=stdin)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_out_as_it_was_reviewed(case: Path, snapshot: SnapshotAssertion, tmp_path: Path) -> None:
    code, out, err = rewrite(case, "--report", tmp_path / "report.json", "input.yaml")

    # What ran is not a part of what was done.
    report = _VERSIONS.sub(rb"\1{}", (tmp_path / "report.json").read_bytes())
    assert code == 0
    assert out == snapshot.use_extension(Output)
    assert report == snapshot.use_extension(Report)
    assert err.encode() == snapshot.use_extension(Messages)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_running_twice_is_running_once(case: Path) -> None:
    once = rewrite(case, "input.yaml").out

    assert rewrite(case, stdin=once).out == once


def test_there_are_cases() -> None:
    assert len(CASES) > 10


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("fixtures/definitions/*.yaml")))
def test_a_definition_is_drafted_as_it_was_reviewed(name: str, snapshot: SnapshotAssertion) -> None:
    code, out, err = regswap("paths", "discover", name, cwd=ROOT / "fixtures" / "definitions")

    assert (code, err) == (0, "")
    assert out == snapshot.use_extension(Output)


def test_definitions_are_drafted_for_programs_as_it_was_reviewed(snapshot: SnapshotAssertion) -> None:
    code, out, err = regswap("paths", "discover", ".", "--format", "json", cwd=ROOT / "fixtures" / "definitions")

    assert (code, err) == (0, "")
    assert out == snapshot.use_extension(Report)
