from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regswap.streams.leftover import make_name, remove_leftovers
from tests.support.command import names, write

DAY = 24 * 60 * 60
MAKE_NAME = "from regswap.streams.leftover import make_name; print(make_name(), flush=True); input()"


def make_name_elsewhere(*, ends: bool) -> tuple[str, subprocess.Popen[str]]:
    """Return the name that another process makes, which goes on or is over."""
    process = subprocess.Popen([sys.executable, "-c", MAKE_NAME], stdin=-1, stdout=-1, text=True)
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    if ends:
        process.kill()
        process.communicate()
    return name, process


def set_age(path: Path, seconds: float) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_a_name_is_of_one_file_only() -> None:
    assert re.fullmatch(r"\.regswap-[0-9a-f]{8}-\d+-\d+-[0-9a-f]{16}", make_name())
    assert make_name() != make_name()


@pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="what process a name is of is known on Linux only")
def test_what_a_run_that_is_over_left_is_removed_and_what_one_that_goes_on_made_stays(tmp_path: Path) -> None:
    dead, _ = make_name_elsewhere(ends=True)
    alive, process = make_name_elsewhere(ends=False)
    reused = re.sub(r"-\d+-\d+-", f"-{process.pid}-1-", alive)
    for name in (dead, alive, reused, make_name()):
        write(tmp_path / name, b"x")

    remove_leftovers(str(tmp_path))

    process.communicate("\n")
    left = names(tmp_path)
    assert len(left) == 2
    assert alive in left
    assert dead not in left
    assert reused not in left, "the process id is one of another process now"


@pytest.mark.parametrize(("age", "stays"), [(DAY - 600, True), (DAY + 600, False)])
def test_what_was_left_elsewhere_is_removed_after_a_day(tmp_path: Path, age: float, *, stays: bool) -> None:
    for place in ("0" * 8, "f" * 8):
        set_age(write(tmp_path / f".regswap-{place}-1-1-{'0' * 16}", b"x"), age)

    remove_leftovers(str(tmp_path))

    assert len(names(tmp_path)) == 2 * stays


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    name = f".regswap-{'0' * 8}-1-1-{'0' * 16}"
    (tmp_path / "folder" / name).mkdir(parents=True)
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / name).symlink_to(set_age(write(tmp_path / "a", b"x"), 2 * DAY))
    for other in (".regswap", ".regswap-", f".regswap-{'0' * 16}", f"{name}.yaml", f"x{name}", ".regswapignore"):
        set_age(write(tmp_path / "others" / other, b"x"), 2 * DAY)

    for folder in ("folder", "link", "others", "missing"):
        remove_leftovers(str(tmp_path / folder))

    assert names(tmp_path / "folder") == names(tmp_path / "link") == [name]
    assert len(names(tmp_path / "others")) == 6
