"""What lint says about `fixtures/lint`, in each of its formats."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from tests.conftest import ROOT
from tests.support.command import regswap
from tests.support.sarif import check_log

FILES = sorted(path.name for path in (ROOT / "fixtures" / "lint").iterdir())
_VERSION = re.compile(rb'(?<="version": )"(?!2\.1\.0")[^"]*"')


class Findings(SingleFileSnapshotExtension):
    file_extension = "txt"


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("name", FILES)
def test_findings_come_out_as_they_were_reviewed(root: Path, snapshot: SnapshotAssertion, name: str, form: str) -> None:
    code, out, err = regswap("rules", "lint", "--format", form, name, cwd=root / "fixtures" / "lint")

    assert code == (2 if name == "broken.map" else 0)
    assert _VERSION.sub(b'""', out) == snapshot.use_extension(Findings)
    assert re.fullmatch(r"\d+ (error|warning|note)s?(, \d+ notes?)?\n", err)
    assert b"never-shown" not in out
    if form == "sarif":
        check_log(json.loads(out))
