from __future__ import annotations

from pathlib import Path

import pytest

from regswap.streams.destination import is_stream, printable
from tests.support.command import write


def test_streams_are_told_from_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"")
    with path.open("rb") as file:
        streams = ["/dev/null", "/dev/full", f"/dev/fd/{file.fileno()}", f"/proc/self/fd/{file.fileno()}"]

        assert [is_stream(name) for name in streams] == [True] * 4
    assert [is_stream(str(name)) for name in (path, tmp_path / "missing")] == [False, False]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a é", "a é".encode()),
        ("\udcff.yaml", b"\xff.yaml"),
        ("\ud800", b"\\ud800"),
        ("\udcff\ud800", rb"\udcff\ud800"),
    ],
)
def test_text_is_written_as_the_bytes_that_it_came_from(text: str, written: bytes) -> None:
    assert printable(text) == written
