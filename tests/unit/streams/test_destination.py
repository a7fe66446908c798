from __future__ import annotations

import os
import signal
import stat
import threading
from pathlib import Path

import pytest

from regswap.errors import OutputError
from regswap.streams.destination import Replacements, is_stream, printable, refuse_unwritable
from tests.support.command import names, write


def replace(path: Path | str, content: bytes = b"new", *, makes_folders: bool = False) -> None:
    replacements = Replacements()
    try:
        replacements.stage(str(path), [content[:1], content[1:]], makes_folders=makes_folders)
        replacements.commit()
    finally:
        replacements.discard()


def test_nothing_is_in_its_place_before_everything_is_staged(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", b"old"), tmp_path / "b"
    replacements = Replacements()

    replacements.stage(str(first), [b"new"])
    replacements.stage(str(second), [b"new"])

    assert (first.read_bytes(), second.exists()) == (b"old", False)
    replacements.commit()
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"new")
    assert names(tmp_path) == ["a", "b"]
    replacements.discard()
    assert names(tmp_path) == ["a", "b"]


def test_what_is_discarded_leaves_nothing_behind(tmp_path: Path) -> None:
    old = write(tmp_path / "a", b"old")
    replacements = Replacements()
    replacements.stage(str(old), [b"new"])
    replacements.stage(str(tmp_path / "x" / "y" / "b"), [b"new"], makes_folders=True)

    replacements.discard()

    assert names(tmp_path) == ["a"]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664, 0o4755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "a", b"old")
    path.chmod(mode)

    replace(path)

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"old")
    os.chown(path, 1234, 5678)

    replace(path)

    assert (path.read_bytes(), path.stat().st_uid, path.stat().st_gid) == (b"new", 1234, 5678)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_gets_the_mode_of_any_new_file(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        replace(tmp_path / "a")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real = write(tmp_path / "there" / "real", b"old")
    link = tmp_path / "link"
    link.symlink_to("there/real")
    dangling = tmp_path / "dangling"
    dangling.symlink_to("there/new")

    replace(link)
    replace(dangling)

    assert (link.is_symlink(), dangling.is_symlink()) == (True, True)
    assert (real.read_bytes(), (tmp_path / "there" / "new").read_bytes()) == (b"new", b"new")


def test_the_longest_name_that_a_file_can_have_is_no_obstacle(tmp_path: Path) -> None:
    replace(tmp_path / ("x" * 255))

    assert names(tmp_path) == ["x" * 255]


def test_a_folder_that_is_missing_is_made_only_on_request(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match="cannot be written: there is no such folder; make the folder, or choose another"
    ):
        replace(tmp_path / "x" / "a")
    assert names(tmp_path) == []

    replace(tmp_path / "x" / "y" / "a", makes_folders=True)

    assert (tmp_path / "x" / "y" / "a").read_bytes() == b"new"


def test_what_cannot_be_replaced_is_refused_before_and_after(tmp_path: Path) -> None:
    read_only = write(tmp_path / "read-only", b"old")
    read_only.chmod(0o444)
    (tmp_path / "folder").mkdir()
    cases = {
        "read-only": "it is read-only",
        "folder": "it is a folder",
        "read-only/x": "Not a directory",
        "missing/x": "there is no such folder",
    }

    for name, fault in cases.items():
        for refuse in (replace, refuse_unwritable):
            with pytest.raises(OutputError) as caught:
                refuse(str(tmp_path / name))
            assert [found.message for found in caught.value.diagnostics] == [f"cannot be written: {fault}"]
            assert [found.source for found in caught.value.diagnostics] == [str(tmp_path / name)]
    assert (read_only.read_bytes(), names(tmp_path)) == (b"old", ["folder", "read-only"])
    refuse_unwritable(str(tmp_path / "new"))


def test_a_full_disk_is_an_error_and_leaves_nothing() -> None:
    with pytest.raises(OutputError, match="/dev/full: cannot be written: No space left on device"):
        replace("/dev/full", b"x" * 100_000)


def test_a_device_and_a_pipe_are_written_to(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader, writer = os.pipe()
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append(fifo.read_bytes()))
    thread.start()

    replace(fifo)
    replace(f"/dev/fd/{writer}")
    replace("/dev/null")

    thread.join()
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == b"new"
    assert (read, names(tmp_path), stat.S_ISFIFO(fifo.stat().st_mode)) == ([b"new"], ["fifo"], True)


def test_streams_are_told_from_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"")
    with path.open("rb") as file:
        streams = ["/dev/null", "/dev/full", f"/dev/fd/{file.fileno()}", f"/proc/self/fd/{file.fileno()}"]

        assert [is_stream(name) for name in streams] == [True] * 4
    assert [is_stream(str(name)) for name in (path, tmp_path / "missing")] == [False, False]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_ends_by_an_exception_while_files_wait(tmp_path: Path, number: signal.Signals) -> None:
    replacements = Replacements()
    before = signal.getsignal(number)
    try:
        with pytest.raises(SystemExit) as caught:  # noqa: PT012 - the signal comes while something is staged
            replacements.stage(str(tmp_path / "a"), [b"new"])
            os.kill(os.getpid(), number)
            signal.sigtimedwait([], 5)
    finally:
        replacements.discard()

    assert caught.value.code == 128 + number
    assert names(tmp_path) == []
    signal.signal(number, before)


def test_signals_are_as_they_were_afterwards(tmp_path: Path) -> None:
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        replace(tmp_path / "a")

        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, ignored)


def test_files_are_replaced_in_a_thread_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=replace, args=(tmp_path / "a",))
    thread.start()
    thread.join()

    assert (tmp_path / "a").read_bytes() == b"new"


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
