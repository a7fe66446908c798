"""`regswap rules lint` as it is run: what goes where, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import regswap, write


@pytest.mark.parametrize(
    ("rules", "arguments", "code", "summary"),
    [
        (b"default::\n", (), 0, "nothing found\n"),
        (b"default::\na.io:h.example\n", ("--strict",), 0, "3 notes\n"),
        (b"default::\ngrc.io::h.example\n", (), 0, "1 warning, 2 notes\n"),
        (b"default::\ngrc.io::h.example\n", ("--strict",), 2, "1 warning, 2 notes\n"),
        (b"default::\ngrc.io::h.example\n", ("-q",), 0, ""),
        (b"nothing\n", (), 2, "1 error\n"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_exit_code_is_2_for_bad_rules_and_for_warnings_that_are_not_wanted(
    tmp_path: Path, rules: bytes, arguments: tuple[str, ...], code: int, summary: str, form: str
) -> None:
    write(tmp_path / "rules.map", rules)

    result = regswap("rules", "lint", "--format", form, *arguments, "rules.map", cwd=tmp_path)

    assert (result.code, result.err) == (code, summary)


def test_rules_are_named_as_in_every_other_command(tmp_path: Path) -> None:
    path = write(tmp_path / "rules.map", b"default::\ngrc.io::h.example\n")
    expected = regswap("rules", "lint", path).out

    assert expected
    assert regswap("rules", "lint", "-r", path).out == expected
    assert regswap("rules", "lint", "--rules-format", "imageswap", env={"REGSWAP_RULES": str(path)}).out == expected


def test_without_rules_there_is_nothing_to_lint() -> None:
    code, out, err = regswap("rules", "lint")

    assert (code, out) == (2, b"")
    assert "error: no rules: name a rule file" in err


def test_a_file_that_is_not_there_is_told_in_the_format_that_was_asked_for(tmp_path: Path) -> None:
    code, out, _ = regswap("rules", "lint", "--format", "json", "nope.map", cwd=tmp_path)

    (found,) = json.loads(out)
    assert code == 2
    assert (found["id"], found["source"], found["message"]) == ("cannot-load", "nope.map", "there is no such file")
