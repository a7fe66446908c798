"""Which files of a folder are read: charts, patterns, links."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from regswap.errors import UsageError
from regswap.streams.source import Found, find_sources, look_for_sources
from tests.support.command import write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str) -> None:
    for name in names:
        write(Path(name), b"")


def names(found: Found) -> list[str]:
    return [source.name for source in found.sources]


def test_a_chart_is_told_in_one_line_and_only_the_files_beside_its_name_are_read() -> None:
    make(
        "a/Chart.yaml",
        "a/values.yaml",
        "a/templates/x.yaml",
        "a/charts/sub/Chart.yaml",
        "a/charts/sub/templates/y.yaml",
    )
    make("b/pod.yaml", "b/templates/z.yaml")

    found = look_for_sources(["."])

    assert names(found) == ["./a/Chart.yaml", "./a/values.yaml", "./b/pod.yaml", "./b/templates/z.yaml"]
    assert list(map(str, found.charts)) == [
        "a: is a Helm chart, and its templates are not read; render it (`helm template NAME a | regswap rewrite`)"
    ]
    assert "./a/templates/x.yaml" in [source.name for source in find_sources(["."])]


@pytest.mark.parametrize(
    ("file", "globs", "read"),
    [
        ("", ("old/",), ["./new/a.yaml", "./new/b.yaml", "./x.yaml"]),
        ("", ("/new/a.yaml", "x.*"), ["./new/b.yaml", "./old/new/c.yaml"]),
        ("*\n!new/\n!b.yaml\n", (), ["./new/b.yaml"]),
        ("a.yaml\n# a comment\n", ("!a.yaml", "old"), ["./new/a.yaml", "./new/b.yaml", "./x.yaml"]),
        ("new/*\n", (), ["./old/new/c.yaml", "./x.yaml"]),
    ],
)
def test_patterns_leave_out_what_git_would(file: str, globs: tuple[str, ...], read: list[str]) -> None:
    make("new/a.yaml", "new/b.yaml", "old/new/c.yaml", "x.yaml")
    write(Path(".regswapignore"), file.encode())

    assert sorted(names(look_for_sources(["."], globs))) == sorted(read)


def test_a_deeper_file_of_patterns_takes_precedence_and_the_current_folder_s_holds_below_it() -> None:
    make("m/a.yaml", "m/b.yaml", "m/c.yaml")
    write(Path(".regswapignore"), b"a.yaml\nb.yaml\n")
    write(Path("m/.regswapignore"), b"!b.yaml\n")

    assert names(look_for_sources(["m"])) == ["m/b.yaml", "m/c.yaml"]


def test_what_is_named_is_read_whatever_the_patterns_say() -> None:
    make("m/a.yaml")
    write(Path(".regswapignore"), b"m/\n")

    assert names(look_for_sources(["m"])) == ["m/a.yaml"]
    assert names(look_for_sources(["m/a.yaml"])) == ["m/a.yaml"]


def test_a_pattern_of_the_command_line_that_matches_nothing_is_told() -> None:
    make("m/a.yaml", "m/b.yaml")

    (warning,) = look_for_sources(["m"], ("a.yaml", "m/b.yaml")).warnings

    assert (warning.source, warning.message) == ("--ignore", "`m/b.yaml` matches nothing")


def test_patterns_that_cannot_be_read_are_told() -> None:
    make("m/a.yaml")
    write(Path("m/.regswapignore"), b"\xff\n")

    with pytest.raises(UsageError, match=r"m/\.regswapignore: cannot be read: it is not UTF-8"):
        look_for_sources(["m"])


def test_a_linked_folder_is_read_once_and_never_one_that_holds_what_is_named(folder: Path) -> None:
    make("away/z.yaml", "m/real/a.yaml")
    for link, target in (("m/again", "real"), ("m/beyond", "../away"), ("m/twice", "../away"), ("m/real/up", "../..")):
        (folder / link).symlink_to(target)

    assert names(look_for_sources(["m"])) == ["m/real/a.yaml", "m/beyond/z.yaml"]


def test_no_library_for_patterns_is_imported_where_there_are_none() -> None:
    make("m/a.yaml")
    look = "from regswap.streams.source import look_for_sources as f; f(['m'])"
    code = f"import sys; {look}; print('pathspec' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
