from __future__ import annotations

from pathlib import Path

import pytest

from regswap.errors import RulesError
from regswap.rules import load
from regswap.rules.load import LONGEST_LINE
from tests.support.work import count_calls, peak_memory


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_no_source_makes_an_empty_rule_set() -> None:
    rules = load([])

    assert (rules.rules, rules.warnings) == ((), ())


@pytest.mark.parametrize("rules_format", [None, "imageswap"])
def test_a_file_is_loaded_and_its_rules_know_it_as_the_user_named_it(tmp_path: Path, rules_format: str | None) -> None:
    path = write(tmp_path, "map", "default::\nquay.io::h.io\n")

    rule = load([path], rules_format).decide("quay.io/a").rule

    assert rule
    assert str(rule.origin) == f"{path}:2"


@pytest.mark.parametrize(
    "content", [b"default::\nquay.io::h.io", b"\xef\xbb\xbfdefault::\nquay.io::h.io", b"default::\r\nquay.io::h.io\r\n"]
)
def test_utf8_is_read_with_and_without_a_mark_and_with_any_line_break(tmp_path: Path, content: bytes) -> None:
    assert load([write(tmp_path, "map", content)]).decide("quay.io/a").rewritten == "h.io/a"


def test_several_files_are_one_ordered_set(tmp_path: Path) -> None:
    first = write(tmp_path, "first", "quay.io::a.io\n")
    second = write(tmp_path, "second", "default::d.io\nquay.io::b.io\ngcr.io::c.io\n")

    rules = load([first, second])

    assert [rules.decide(f"{host}/x").rewritten for host in ("quay.io", "gcr.io", "ghcr.io")] == [
        "a.io/x",
        "c.io/x",
        "d.io/x",
    ]
    assert [warning.message for warning in rules.warnings] == [f"`quay.io` has a rule at {first}:1 already, which wins"]


def test_a_default_in_any_file_counts_for_all(tmp_path: Path) -> None:
    paths = [write(tmp_path, "keys", "quay.io::h.io\n"), write(tmp_path, "default", "default::\n")]

    assert load(paths).decide("quay.io/a").changed
    assert load(paths).warnings == ()
    assert load(paths[:1]).decide("quay.io/a").changed
    assert [(warning.source, warning.code) for warning in load(paths[:1]).warnings] == [(paths[0], "no-default")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("default::\nbitnami::h.example\n", "2:1: can never match: `bitnami` is not a registry"),
        ("*.gcr.io::h.example\n", "1:1: can never match: a plain key has no wildcards"),
        ("default::\n[EXACT]Nginx::h.example/n\nquay.io::\n", "2:1: can never match: `Nginx` has an upper-case letter"),
    ],
)
def test_rules_of_which_none_can_ever_act_are_an_error(tmp_path: Path, text: str, fault: str) -> None:
    path = write(tmp_path, "map", text)

    with pytest.raises(RulesError) as caught:
        load([path])

    told, found = caught.value.diagnostics
    assert (told.source, told.message) == (path, "not one of the rules can ever act")
    assert str(found).startswith(f"{path}:{fault}")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("default::\n", id="a map that leaves everything alone says so"),
        pytest.param("default::\nbitnami::h.example\nquay.io::h.example\n", id="one rule acts"),
        pytest.param("", id="there are no rules, which is a warning"),
    ],
)
def test_rules_that_do_what_they_say_are_not_an_error(tmp_path: Path, text: str) -> None:
    load([write(tmp_path, "map", text)])


def test_every_empty_file_is_a_warning(tmp_path: Path) -> None:
    paths = [write(tmp_path, "empty", ""), write(tmp_path, "default", "default::\n"), write(tmp_path, "note", "# x\n")]

    assert [warning.source for warning in load(paths).warnings] == [paths[0], paths[2]]


def test_what_cannot_be_read_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")

    with pytest.raises(RulesError) as caught:
        load([missing, str(tmp_path), "nul\0"])

    assert [(finding.source, finding.message) for finding in caught.value.diagnostics] == [
        (missing, "there is no such file"),
        (str(tmp_path), "is a folder"),
        ("nul\0", "cannot be read: embedded null byte"),
    ]
    assert all(finding.remedy for finding in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        pytest.param(b"#\n" * (8 << 20) + b"#", 0, "has more than 16 MiB", id="a large file"),
        pytest.param(b"default::\r\n\r\n#" + b"x" * (1 << 20), 3, "has more than 1 MiB on one line", id="a long line"),
        pytest.param(b"a: [" + b"x," * (1 << 20) + b"]\n", 1, "has more than 1 MiB on one line", id="a long YAML line"),
    ],
)
def test_what_is_larger_than_rules_are_is_an_error(tmp_path: Path, content: bytes, place: int, message: str) -> None:
    path = tmp_path / "map"
    path.write_bytes(content)

    with pytest.raises(RulesError) as caught:
        load([str(path)])

    (finding,) = caught.value.diagnostics
    assert (finding.source, finding.line, finding.message) == (str(path), place, message)
    assert len(str(finding)) < 1000


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(RulesError, match="/dev/zero: has more than 16 MiB; split it into several files"):
        load(["/dev/zero"])


def test_the_longest_line_takes_bounded_memory_and_work_that_grows_with_it(tmp_path: Path) -> None:
    def read(characters: int) -> None:
        with pytest.raises(RulesError):
            load([write(tmp_path, "map", f"default::\n{'x' * characters}\n")])

    read(10)
    assert peak_memory(lambda: read(LONGEST_LINE // 4)) < 150 * LONGEST_LINE // 4
    assert count_calls(lambda: read(2_000)) <= 2.2 * count_calls(lambda: read(1_000))


def test_a_name_that_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read: File name too long"):
        load([str(tmp_path / ("x" * 5000))])


@pytest.mark.parametrize(
    ("content", "line", "column", "excerpt"),
    [
        (b"default::\nquay\xff.io::h.io\n", 2, 5, "quay\ufffd.io::h.io"),
        (b"\xef\xbb\xbfa\r\n\r\xe9x\rc", 3, 1, "\ufffdx"),
        ("default::".encode("utf-16"), 1, 1, "\ufffd\ufffdd\0e\0f\0a\0u\0l\0t\0:\0:\0"),
    ],
)
def test_what_is_not_utf8_is_an_error_at_its_place(
    tmp_path: Path, content: bytes, line: int, column: int, excerpt: str
) -> None:
    path = write(tmp_path, "map", content)

    with pytest.raises(RulesError) as caught:
        load([path])

    (finding,) = caught.value.diagnostics
    assert (finding.source, finding.line, finding.column, finding.excerpt) == (path, line, column, excerpt)
    assert finding.message.startswith("is not UTF-8: byte 0x")
    assert finding.remedy == "save the file as UTF-8"


def test_a_file_in_no_known_format_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "object.yaml", "apiVersion: v1\nkind: ConfigMap\n")

    with pytest.raises(RulesError) as caught:
        load([path])

    (finding,) = caught.value.diagnostics
    assert (finding.source, finding.message) == (path, "is not in a known rule format")
    assert finding.remedy.startswith("name it with `--rules-format`: `imageswap`, `imageshift`, ")


def test_an_unknown_format_is_an_error_that_says_which_one_is_meant(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        load([str(tmp_path / "missing")], "imageswop")

    assert str(caught.value) == "unknown rule format `imageswop`; did you mean `imageswap`?"


def test_the_errors_of_all_files_are_reported_together(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "one", "a;b\nc\n"),
        write(tmp_path, "two", "default::\n"),
        write(tmp_path, "three", "quay.io\n"),
    ]

    with pytest.raises(RulesError) as caught:
        load(paths)

    assert [(finding.source, finding.line) for finding in caught.value.diagnostics] == [
        (paths[0], 1),
        (paths[0], 2),
        (paths[2], 1),
    ]
