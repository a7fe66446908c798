from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from regswap.errors import OutputError
from regswap.streams.spool import IN_MEMORY, Spool
from tests.support.command import environment

BLOCK = b"0123456789abcdef" * (1 << 16)


@pytest.mark.parametrize("count", [0, 1, IN_MEMORY // len(BLOCK), IN_MEMORY // len(BLOCK) + 1, 30])
def test_what_was_written_is_read_in_order(count: int) -> None:
    spool = Spool()
    pieces = [b"%d" % number + BLOCK for number in range(count)]

    for piece in pieces:
        spool.write(piece)

    assert spool.size == sum(map(len, pieces))
    assert b"".join(spool.read()) == b"".join(pieces)


def test_few_bytes_never_touch_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    spool = Spool()

    spool.write(b"x" * (IN_MEMORY - 100))

    assert sum(map(len, spool.read())) == IN_MEMORY - 100


def test_nothing_is_left_after_reading_or_closing() -> None:
    for let_go in (lambda spool: list(spool.read()), Spool.close):
        spool = Spool()
        for _ in range(20):
            spool.write(BLOCK)

        let_go(spool)

        assert list(spool.read()) == []


def test_a_temporary_file_that_takes_no_more_is_an_output_error() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    spool = Spool()
    try:
        with pytest.raises(OutputError, match="cannot be kept until the run is over: File too large; make room"):
            spool.write(BLOCK * 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        spool.close()


def test_where_no_temporary_file_can_be_made_it_is_an_output_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    with pytest.raises(OutputError, match="No such file or directory; make room in the folder for temporary files"):
        Spool().write(b"x" * (IN_MEMORY + 1))


def test_an_interpreter_that_warns_of_open_files_has_nothing_to_say() -> None:
    code = "from regswap.streams.spool import Spool; s = Spool(); s.write(bytes(20 << 20)); s.close()"

    run = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, check=False, env=environment())

    assert (run.returncode, run.stderr) == (0, b"")
