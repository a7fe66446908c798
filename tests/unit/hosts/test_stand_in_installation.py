"""What a stand-in is when it is installed: one script, with everything that it is told in it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from regswap.cli.quick import read_options
from regswap.errors import RulesError, UsageError
from regswap.hosts.stand_in.ancestor import is_called_by_rendering
from regswap.hosts.stand_in.installation import Wanted, find_programs, install, spell
from regswap.hosts.stand_in.real_program import MARK, RealProgram, read_environment
from regswap.settings.options import Options
from tests.support.command import RULES, write


@pytest.fixture(autouse=True)
def in_a_folder_with_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "rules.map", RULES)
    monkeypatch.chdir(tmp_path)


def put_program(path: Path, text: bytes = b"#!/bin/sh\n") -> str:
    write(path, text).chmod(0o755)
    return str(path)


def test_a_stand_in_names_the_real_program_and_its_rules_from_the_root(tmp_path: Path) -> None:
    helm = put_program(tmp_path / "real" / "helm")

    (path,) = install(str(tmp_path / "to"), [Wanted("helm", helm)], Options(rules=("rules.map",)), with_python=False)

    first, second, command = Path(path).read_text().splitlines()
    assert (first, second.startswith(MARK.decode())) == ("#!/bin/sh", True)
    words = shlex.split(command)
    assert (words[0], words[-1]) == ("exec", "$@")
    assert words[words.index("stand-in") :] == [
        *("stand-in", "run", "helm", helm),
        *("--rules", str(tmp_path / "rules.map"), "--", "$@"),
    ]
    assert {"-I", "-B"} < set(words)
    assert Path(path).stat().st_mode & 0o777 == 0o755


def test_programs_are_found_on_path_but_not_stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_program(tmp_path / "first" / "helm", b"#!/bin/sh\n" + MARK)
    real = put_program(tmp_path / "second" / "helm")
    put_program(tmp_path / "third" / "helm")
    monkeypatch.setenv(
        "PATH", ":".join(["", "relative", *(str(tmp_path / name) for name in ("first", "second", "third"))])
    )

    assert find_programs([]) == [Wanted("helm", real)]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ([("helm", "helm")], "absolute path"),
        ([("helm", "/")], "absolute path"),
        ([("helm", "/a/helm"), ("kustomize", "/b/helm")], "another program called"),
        ([], "neither helm nor kustomize"),
    ],
)
def test_programs_that_cannot_be_stood_in_for_are_refused(
    named: list[tuple[str, str]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(UsageError, match=said):
        find_programs(named)


def test_nothing_is_written_where_something_is_wrong(tmp_path: Path) -> None:
    helm = Wanted("helm", put_program(tmp_path / "to" / "bin" / "helm"))
    other = Wanted("helm", "/usr/local/bin/helm-4")
    (tmp_path / "empty.map").write_text("# nothing\n")
    rules = Options(rules=("rules.map",))

    for wanted, options in (
        (helm, rules),
        (other, Options(rules=("empty.map",))),
        (other, Options(rules=("missing.map",))),
        (other, Options()),
        (other, rules._replace(report="-")),
        (other, rules._replace(exclude=("-kind=Job",))),
    ):
        with pytest.raises((UsageError, RulesError)):
            install(str(tmp_path / "to"), [wanted], options, with_python=False)
    assert [path.name for path in (tmp_path / "to" / "bin").iterdir()] == ["helm"]


def test_an_option_that_reads_as_another_is_refused() -> None:
    with pytest.raises(UsageError, match="would be read as an option"):
        spell(Options(exclude=("-x",)))
    with pytest.raises(UsageError, match="would be read as an option"):
        spell(Options(rules=("",)))

    every = Options(rules=("/a", "/b"), exclude=("kind=Job",), shapes=False, hidden="off", quiet=True, lock="/l")
    assert read_options("stand-in install", spell(every)) == every


def test_a_real_program_is_checked_before_it_is_called(tmp_path: Path) -> None:
    RealProgram(put_program(tmp_path / "helm"), ()).check()

    with pytest.raises(UsageError, match="the real program is not there"):
        RealProgram(str(tmp_path / "gone"), ()).check()
    with pytest.raises(UsageError, match="is a stand-in itself"):
        RealProgram(put_program(tmp_path / "shim", b"#!/bin/sh\n" + MARK), ()).check()


def test_the_environment_is_the_one_of_the_start_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SET_SINCE", "then")

    assert read_environment()
    assert b"SET_SINCE" not in read_environment()


def test_a_process_that_no_stand_in_has_called_knows_it() -> None:
    assert not is_called_by_rendering()
