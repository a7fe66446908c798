from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regswap.errors import OutputError
from regswap.streams.destination import refuse_unwritable
from regswap.streams.replacement import Replacements, identify
from tests.support.command import names, write
from tests.support.work import at_c_call, count_c_calls


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


@pytest.fixture
def _signals() -> Iterator[None]:
    """Handle signals as a program started by hand does: in the background some are ignored from the start."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGHUP)}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals")
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


def test_what_has_no_old_content_is_not_flushed_and_what_has_is(tmp_path: Path) -> None:
    write(tmp_path / "there" / "a", b"old")
    replacements = Replacements()
    for name in ("there/a", "there/b", "new/c", "new/d"):
        replacements.stage(str(tmp_path / name), [b"new"], makes_folders=True)

    flushed = count_c_calls(os.fsync, replacements.commit)

    replacements.discard()
    assert flushed == 2, "the file that is replaced, and its folder"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_bytes(b"other"), id="another size"),
        pytest.param(lambda path: os.utime(path, ns=(0, 0)), id="another time"),
        pytest.param(
            lambda path: (write(path.parent / "x", b"old"), (path.parent / "x").replace(path)), id="another file"
        ),
        pytest.param(Path.unlink, id="no file"),
    ],
)
def test_a_file_that_somebody_changed_since_it_was_read_is_not_replaced(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    first, second = write(tmp_path / "a", b"old"), write(tmp_path / "b", b"old")
    replacements = Replacements()
    for path in (first, second):
        replacements.stage(str(path), [b"new"], read=identify(str(path)))
    change(second)
    left = second.read_bytes() if second.exists() else None

    with pytest.raises(OutputError, match="b: was changed by somebody else since it was read; run it again"):
        replacements.commit()

    replacements.discard()
    assert first.read_bytes() == b"old"
    assert (second.read_bytes() if second.exists() else None) == left
    assert names(tmp_path) == ["a", "b"] if left is not None else ["a"]


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"old")
    try:
        os.setxattr(path, "user.note", b"mine")
    except OSError:
        pytest.skip("this file system has no extended attributes")

    replace(path)

    assert (path.read_bytes(), os.getxattr(path, "user.note")) == (b"new", b"mine")


def test_a_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"old")
    (tmp_path / "b").hardlink_to(path)

    replace(path)

    assert (path.read_bytes(), (tmp_path / "b").read_bytes()) == (b"new", b"old")


@pytest.mark.usefixtures("_signals")
def test_an_interrupt_in_mid_replace_says_how_many_files_are_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replacements = Replacements()
    for name in "abc":
        replacements.stage(str(write(tmp_path / name, b"old")), [b"new"])

    with pytest.raises(KeyboardInterrupt):
        at_c_call(os.replace, 2, lambda: os.kill(os.getpid(), signal.SIGINT), replacements.commit)

    replacements.discard()
    done = sum((tmp_path / name).read_bytes() == b"new" for name in "abc")
    assert 1 <= done <= 2
    assert capsys.readouterr().err == (
        f"error: {done} of 3 files are replaced, and the others are as they were; run it again for the others\n"
    )
    assert names(tmp_path) == ["a", "b", "c"]


@pytest.mark.usefixtures("_signals")
def test_an_interrupt_before_anything_is_replaced_has_nothing_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replacements = Replacements()
    replacements.stage(str(write(tmp_path / "a", b"old")), [b"new"])

    with pytest.raises(KeyboardInterrupt):
        at_c_call(os.fsync, 1, lambda: os.kill(os.getpid(), signal.SIGINT), replacements.commit)

    replacements.discard()
    assert ((tmp_path / "a").read_bytes(), capsys.readouterr().err) == (b"old", "")


def test_what_cannot_be_replaced_in_mid_replace_says_how_many_files_are(tmp_path: Path) -> None:
    replacements = Replacements()
    for name in "abc":
        replacements.stage(str(write(tmp_path / name, b"old")), [b"new"])

    def put_folder_in_place() -> None:
        (tmp_path / "b").unlink()
        write(tmp_path / "b" / "x", b"")

    with pytest.raises(OutputError) as caught:
        at_c_call(os.replace, 1, put_folder_in_place, replacements.commit)

    replacements.discard()
    assert [found.message for found in caught.value.diagnostics] == [
        "cannot be written: Is a directory",
        "1 of 3 files are replaced, and the others are as they were",
    ]
    assert [(tmp_path / name).read_bytes() for name in "ac"] == [b"new", b"old"]
