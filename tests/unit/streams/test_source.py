from __future__ import annotations

import os
from pathlib import Path

import pytest

from regswap.document.parse.stream import BLOCK
from regswap.errors import ManifestError, UsageError
from regswap.streams.source import Source, find_sources, read_blocks
from tests.support.command import write


def found(*paths: Path | str) -> list[str]:
    return [source.name for source in find_sources([str(path) for path in paths])]


def problems(*paths: Path | str) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        found(*paths)
    assert all(finding.remedy for finding in caught.value.diagnostics)
    return [(finding.source, finding.message) for finding in caught.value.diagnostics]


def test_a_folder_is_its_manifests_sorted_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.yaml", "a.yml", "c.JSON", "b/z.yaml", "a/y.json", "README.md", ".git/x.yaml", "a/.x/y.yaml"):
        write(tmp_path / name, b"")
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.chdir(tmp_path)

    assert found(".") == ["./a.yml", "./b.yaml", "./c.JSON", "./a/y.json", "./b/z.yaml"]
    assert found("a", "b.yaml", "a") == ["a/y.json", "b.yaml", "a/y.json"]
    assert [(source.relative, source.folder) for source in find_sources(["a/", "b/z.yaml"])] == [
        ("y.json", "a/"),
        ("z.yaml", ""),
    ]


def test_a_file_that_is_named_needs_no_ending(tmp_path: Path) -> None:
    path = write(tmp_path / "manifest.txt", b"")

    assert find_sources([str(path)]) == [Source(str(path), str(path), "manifest.txt")]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    assert found(write(tmp_path / ".rendered" / "a.yaml", b"").parent) == [str(tmp_path / ".rendered" / "a.yaml")]


def test_links_are_followed_to_files_as_a_mounted_config_map_has_them(tmp_path: Path) -> None:
    write(tmp_path / "..2026" / "a.yaml", b"")
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")

    assert found(tmp_path) == [str(tmp_path / "a.yaml")]


def test_every_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "gone.yaml").symlink_to("missing")
    (tmp_path / "empty").mkdir()

    assert problems(tmp_path / "x", tmp_path / "empty", tmp_path / "folder") == [
        (str(tmp_path / "empty"), "no manifest (.yaml, .yml, .json) in this folder"),
        (str(tmp_path / "x"), "no such file"),
        (str(tmp_path / "folder" / "gone.yaml"), "no such file"),
    ]


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("x/a.yaml", "name an existing file or folder: it was looked for as {}/x/a.yaml"),
        ("/x/a.yaml", "name an existing file or folder"),
        ("=there.yaml", "did you mean `there.yaml`?"),
        (" there.yaml", "did you mean `there.yaml`?"),
        ("=gone.yaml", "name an existing file or folder: it was looked for as {}/=gone.yaml"),
    ],
)
def test_a_path_that_is_not_there_is_told_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, remedy: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "there.yaml", b"")

    with pytest.raises(UsageError) as caught:
        find_sources([path])

    assert [found.remedy for found in caught.value.diagnostics] == [remedy.format(tmp_path)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root can look into every folder; test_bad_input drops privileges")
def test_a_folder_that_cannot_be_looked_into_is_told_and_not_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", b"")
    locked = write(tmp_path / "locked" / "b.yaml", b"").parent
    locked.chmod(0)
    try:
        assert problems(tmp_path) == [(str(locked), "cannot be read: Permission denied")]
    finally:
        locked.chmod(0o700)


def test_a_file_is_read_in_blocks(tmp_path: Path) -> None:
    data = os.urandom(BLOCK * 2 + 7)
    path = str(write(tmp_path / "a", data))

    blocks = list(read_blocks(Source(path, path)))

    assert b"".join(blocks) == data
    assert max(map(len, blocks)) <= BLOCK


def test_a_file_that_is_gone_when_it_is_read_is_an_error(tmp_path: Path) -> None:
    path = str(tmp_path / "gone.yaml")

    with pytest.raises(ManifestError) as caught:
        list(read_blocks(Source(path, path)))

    assert str(caught.value) == f"{path}: cannot be read: No such file or directory; make it readable, or leave it out"
