"""A layout as an archive in volumes, and the layout again."""

from __future__ import annotations

import hashlib
import resource
import subprocess
from pathlib import Path
from random import Random

import pytest

from regswap.bundle.archive import pack, unpack
from regswap.bundle.volume import SMALLEST, read_size
from regswap.errors import OutputError, UsageError
from tests.support.registry_image import make_image, write_layout

LAYERS = tuple(Random(size).randbytes(size) for size in (100_000, 1, 70_000))  # noqa: S311 - bytes that do not shrink


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    return write_layout(tmp_path / "bundle", {"a": make_image(*LAYERS, platforms=("linux/amd64", "linux/arm64"))})


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("size", [None, SMALLEST, 100_001])
def test_what_is_unpacked_is_what_was_packed(layout: Path, tmp_path: Path, size: int | None) -> None:
    archive = tmp_path / "media" / "bundle.tar"
    archive.parent.mkdir()
    # What a killed copy left is nothing to carry.
    (layout / "blobs" / "sha256" / "tmp.123").write_bytes(b"half")

    names = pack(str(layout), str(archive), size)

    volumes = [Path(name) for name in names[:-1]]
    assert sorted(map(str, archive.parent.iterdir())) == sorted(names)
    assert all(path.stat().st_size == size for path in volumes[:-1])
    assert (len(volumes) > 1) == (size is not None)
    subprocess.run(["sha256sum", "--check", "--strict", names[-1]], cwd=archive.parent, check=True)
    joined = b"".join(path.read_bytes() for path in volumes)
    listed = subprocess.run(["tar", "--list"], input=joined, check=True, capture_output=True).stdout.split()
    assert (listed[0], listed[-1]) == (b"oci-layout", b"index.json")
    unpack(str(archive), str(tmp_path / "other"))
    (layout / "blobs" / "sha256" / "tmp.123").unlink()
    assert read_tree(tmp_path / "other") == read_tree(layout)


def test_the_same_layout_makes_the_same_archive(layout: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy"
    unpack_from = tmp_path / "a.tar"
    pack(str(layout), str(unpack_from))
    unpack(str(unpack_from), str(other))

    pack(str(other), str(tmp_path / "b.tar"))

    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()


def test_volumes_of_an_earlier_archive_do_not_stay(layout: Path, tmp_path: Path) -> None:
    archive = tmp_path / "bundle.tar"
    pack(str(layout), str(archive), SMALLEST)
    (tmp_path / "bundle.tar.txt").write_text("mine")

    pack(str(layout), str(archive))

    kept = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert kept == {"bundle.tar", "bundle.tar.sha256", "bundle.tar.txt"}


def test_a_volume_that_is_missing_or_not_as_it_was_is_named_before_anything_is_written(
    layout: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "bundle.tar"
    names = pack(str(layout), str(archive), SMALLEST)
    Path(names[0]).unlink()
    data = bytearray(Path(names[1]).read_bytes())
    data[1000] ^= 1
    Path(names[1]).write_bytes(data)

    with pytest.raises(UsageError) as error:
        unpack(str(archive), str(tmp_path / "other"))

    missing, wrong = error.value.diagnostics
    assert (missing.source, missing.message) == (names[0], "cannot be read: No such file or directory")
    assert (wrong.source, hashlib.sha256(data).hexdigest() in wrong.message) == (names[1], True)
    assert not (tmp_path / "other").exists()
    Path(names[-1]).unlink()
    with pytest.raises(UsageError, match="carry the checksums with the archive"):
        unpack(str(archive), str(tmp_path / "other"))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "blobs/sha256/../../evil", "link"])
def test_nothing_is_written_that_is_not_of_a_layout(tmp_path: Path, name: str) -> None:
    import tarfile

    archive = tmp_path / "bundle.tar"
    with tarfile.open(archive, "w") as tar:
        member = tarfile.TarInfo(name)
        if name == "link":
            member.name, member.type, member.linkname = "index.json", tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    (tmp_path / "bundle.tar.sha256").write_text(f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  bundle.tar\n")

    with pytest.raises(UsageError, match="is not a part of an OCI layout"):
        unpack(str(archive), str(tmp_path / "deep" / "layout"))

    assert {path.name for path in tmp_path.rglob("*")} == {"bundle.tar", "bundle.tar.sha256"}


def test_a_disk_that_takes_no_more_leaves_no_archive(layout: Path, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(OutputError, match=r"bundle\.tar: cannot be written: File too large; make room"):
            pack(str(layout), str(tmp_path / "bundle.tar"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]

    with pytest.raises(OutputError, match=r"nowhere/bundle\.tar"):
        pack(str(layout), str(tmp_path / "nowhere" / "bundle.tar"))


@pytest.mark.parametrize(("text", "size"), [("4G", 4 << 30), ("700M", 700 << 20), ("1GiB", 1 << 30), ("65536", 65536)])
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "4X", "-1G", "1.5G", "1K"])
def test_what_is_not_a_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--volume-size"):
        read_size(text)
