"""``docs/rules.md``: every file in it is written, every command in it is run, and prints what the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import regswap

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"(?ms)^`(\S+)`:\n\n```\w+\n(.*?)^```$", PAGE))
COMMANDS = re.findall(r"(?ms)^```console\n\$ regswap ([^\n]+)\n(.*?)^```$", PAGE)


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_of_the_page_prints_what_the_page_shows(tmp_path: Path, command: str, output: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    run = regswap(*shlex.split(command), cwd=tmp_path)

    assert (run.code, run.err + run.out.decode()) == (0, output)


def test_no_block_of_the_page_is_left_out() -> None:
    assert len(FILES) + len(COMMANDS) == PAGE.count("\n```") // 2
    assert len(COMMANDS) >= len(FILES)
