"""Whole outputs of the KRM function on ``fixtures/resource-lists``, with its exit code and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from tests.conftest import ROOT
from tests.support.command import regswap

CASES = sorted(path.parent for path in ROOT.glob("fixtures/resource-lists/*/input.yaml"))
STREAMS = sorted(path.parent for path in ROOT.glob("fixtures/cases/*/input.yaml"))


class Output(SingleFileSnapshotExtension):
    file_extension = "yaml"


WRONG_CONFIGURATION = 2


class Messages(SingleFileSnapshotExtension):
    file_extension = "txt"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_resource_list_comes_out_as_it_was_reviewed(case: Path, snapshot: SnapshotAssertion) -> None:
    code, out, err = regswap("krm", stdin=(case / "input.yaml").read_bytes())

    assert out == snapshot.use_extension(Output)
    assert f"{err}exit code {code}\n".encode() == snapshot.use_extension(Messages)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_results_are_all_that_is_added_and_nothing_changes_where_it_fails(case: Path) -> None:
    source = (case / "input.yaml").read_bytes()

    code, out, _ = regswap("krm", "-v", stdin=source)

    if code == WRONG_CONFIGURATION:
        assert not out
        return
    before, after = yaml.safe_load(source), yaml.safe_load(out)
    kept = before.pop("results", [])
    results = after.pop("results", [])
    assert results[len(results) - len(kept) :] == kept
    for result in results[: len(results) - len(kept)]:
        field = result.get("field", {})
        if code == 0 and "proposedValue" in field:
            assert field["proposedValue"] in str(after)
            assert field["proposedValue"] not in str(before["items"])
    if code:
        assert after == before
        assert any(result["severity"] == "error" for result in results)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_run_changes_nothing(case: Path) -> None:
    code, once, _ = regswap("krm", stdin=(case / "input.yaml").read_bytes())

    if code == WRONG_CONFIGURATION:
        return
    again = regswap("krm", stdin=once)

    assert again.code == code
    assert yaml.safe_load(again.out)["items"] == yaml.safe_load(once)["items"]


@pytest.mark.parametrize("case", STREAMS, ids=lambda case: case.name)
def test_a_list_is_rewritten_as_any_other_stream(case: Path) -> None:
    items = list(yaml.safe_load_all((case / "input.yaml").read_bytes().decode().replace("\ufeff", "")))
    source = yaml.safe_dump({"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": items}).encode()

    function = regswap("krm", "-r", case / "rules.map", stdin=source)
    # With --stream it is not taken for what a host sends.
    rewritten = regswap("rewrite", "--stream", "-r", case / "rules.map", stdin=source)

    lines = function.out.splitlines(keepends=True)
    assert function.code == rewritten.code == 0
    assert b"".join(line for line in lines if not line.startswith((b"results:", b'- {"message"'))) == rewritten.out


def test_there_are_cases() -> None:
    assert len(CASES) >= 9
