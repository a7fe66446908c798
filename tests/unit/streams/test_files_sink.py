from __future__ import annotations

import os
from pathlib import Path

import pytest

from regswap.streams.files_sink import RealPaths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").touch()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "link").symlink_to("real/file")
    (tmp_path / "folder" / "loop").symlink_to("loop")
    return tmp_path


@pytest.mark.parametrize(
    "path",
    [
        *("real/file", "folder/file", "link", "folder/loop", "real/none", "none/none", "folder/", "folder/..", "."),
        *("folder/../link", "real/./file", "", "file"),
    ],
)
def test_the_real_path_of_a_file_is_found_through_its_folder(
    folder: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    real = RealPaths()

    for name in (path, str(folder / path), path):
        assert real.find(name) == os.path.realpath(name)
