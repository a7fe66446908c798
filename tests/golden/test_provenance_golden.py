"""What is recorded of `fixtures/provenance`, and that it goes back to the byte."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from regswap.pipeline.provenance import KINDS
from tests.conftest import ROOT
from tests.support.command import regswap

FOLDER = ROOT / "fixtures" / "provenance"
REWRITE = ("rewrite", "-r", "rules.map", "--hidden", "rewrite", "-q")


class Output(SingleFileSnapshotExtension):
    file_extension = "yaml"


@pytest.mark.parametrize("kind", KINDS)
def test_originals_are_recorded_as_was_reviewed(kind: str, snapshot: SnapshotAssertion) -> None:
    code, out, _ = regswap(*REWRITE, "--annotate", kind, "input.yaml", cwd=FOLDER)

    assert code == 0
    assert out == snapshot.use_extension(Output)
    assert regswap(*REWRITE, "--annotate", kind, cwd=FOLDER, stdin=out).out == out


def test_what_was_recorded_goes_back_to_the_byte() -> None:
    recorded = regswap(*REWRITE, "--annotate", "regswap", "input.yaml", cwd=FOLDER).out

    assert regswap("rewrite", "--restore", stdin=recorded) == (0, (FOLDER / "input.yaml").read_bytes(), "")
