"""Every fixture of ``fixtures/convert`` in every format, with what is lost on the way."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension

from regswap.rules.formats import NAMES
from tests.conftest import ROOT
from tests.support.command import regswap

FOLDER = ROOT / "fixtures" / "convert"
SOURCES = sorted(path.name for path in FOLDER.iterdir())


class Conversion(SingleFileSnapshotExtension):
    file_extension = "txt"


@pytest.mark.parametrize("to", NAMES)
@pytest.mark.parametrize("source", SOURCES)
def test_rules_in_another_format_are_as_they_were_reviewed(source: str, to: str, snapshot: SnapshotAssertion) -> None:
    code, out, err = regswap("rules", "convert", "--lossy", "--to", to, source, cwd=FOLDER)

    assert code == 0
    assert out + b"\n--- stderr ---\n" + err.encode() == snapshot.use_extension(Conversion)


@pytest.mark.parametrize("source", SOURCES)
def test_rules_are_shown_as_they_were_reviewed(source: str, snapshot: SnapshotAssertion) -> None:
    code, out, err = regswap("rules", "show", source, cwd=FOLDER)

    assert code == 0
    assert out + b"\n--- stderr ---\n" + err.encode() == snapshot.use_extension(Conversion)
