"""What becomes of files: which are replaced, which never are, and what is said about it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.command import POD, REWRITTEN, RULES, SETTINGS, names, regswap, write

REWRITE = ("rewrite", "-r", "m.map")
CONFIG = b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {rules: [{file: m.map}]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "k8s" / "pod.yaml", POD)
    write(tmp_path / "k8s" / "settings.yaml", SETTINGS)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((*REWRITE, "-o", "x.yaml", "--report", "x.yaml", "k8s"), id="the result"),
        pytest.param((*REWRITE, "-o", "out/", "--report", "out/pod.yaml", "k8s"), id="one of the results"),
        pytest.param((*REWRITE, "k8s/pod.yaml", "--report", "k8s/pod.yaml"), id="the input"),
        pytest.param((*REWRITE, "k8s/pod.yaml", "--report", "./k8s/../k8s/pod.yaml"), id="the input by another name"),
        pytest.param((*REWRITE, "k8s", "--report", "k8s/pod.yaml"), id="a file of the input"),
        pytest.param((*REWRITE, "k8s", "missing", "--report", "k8s/pod.yaml"), id="a file, and another is missing"),
        pytest.param((*REWRITE, "links", "--report", "real.yaml"), id="what a link in the input leads to"),
        pytest.param((*REWRITE, "-i", "k8s", "--report", "hard.yaml"), id="another name of a file of the input"),
        pytest.param((*REWRITE, "k8s", "--report", "m.map"), id="the rules"),
        pytest.param(("rewrite", "-c", "c.yaml", "k8s", "--report", "c.yaml"), id="the configuration"),
        pytest.param(
            (*REWRITE, "--bogus", "k8s/pod.yaml", "--report", "k8s/pod.yaml"), id="the input, after a mistake"
        ),
        pytest.param(("images", "k8s/pod.yaml", "--report", "k8s/pod.yaml"), id="the input of another command"),
        pytest.param(("krm", "-r", "m.map", "--report", "m.map"), id="the rules of a function"),
        pytest.param((*REWRITE, "-o", "m.map", "k8s/pod.yaml"), id="the rules, by the result"),
        pytest.param((*REWRITE, "-o", "c/", "k8s/pod.yaml", "-c", "c/pod.yaml"), id="the configuration, by a result"),
    ],
)
def test_nothing_takes_the_place_of_what_is_read_or_of_another_result(folder: Path, arguments: tuple[str, ...]) -> None:
    write(folder / "c.yaml", CONFIG)
    write(folder / "c" / "pod.yaml", CONFIG)
    write(folder / "real.yaml", POD)
    for name in ("out", "links"):
        (folder / name).mkdir()
    (folder / "links" / "link.yaml").symlink_to("../real.yaml")
    (folder / "k8s" / "a.yaml").hardlink_to(write(folder / "hard.yaml", POD))
    before = contents(folder)

    code, out, err = regswap(*arguments, cwd=folder, stdin=POD)

    assert (code, out) == (2, b"")
    assert "error: " in err
    assert contents(folder) == before


def test_a_device_takes_the_result_and_the_report(folder: Path) -> None:
    assert regswap(*REWRITE, "-o", "/dev/null", "--report", "/dev/null", "k8s", cwd=folder) == (0, b"", "")


@pytest.mark.parametrize("output", [("-i",), ("-o", "out/"), ("-o", "all.yaml")])
def test_the_report_goes_to_standard_output_where_that_is_free(folder: Path, output: tuple[str, ...]) -> None:
    for asked in (("--report", "-"), ()):
        env = {} if asked else {"REGSWAP_REPORT": "-"}
        code, out, _ = regswap(*REWRITE, *output, *asked, "k8s", cwd=folder, env=env)

        assert code == 0
        assert json.loads(out)["counts"]["sources"] == 2


@pytest.mark.parametrize(
    "command", [REWRITE, (*REWRITE, "--diff"), (*REWRITE, "-o", "-"), ("images",), ("check", "--allow", "*"), ("krm",)]
)
def test_the_report_never_mixes_with_the_result(folder: Path, command: tuple[str, ...]) -> None:
    code, out, err = regswap(*command, "--report", "-", cwd=folder, stdin=POD)

    assert (code, out) == (2, b"")
    assert err == (
        "--report -: error: standard output has the result of this command; name a file, or write the result elsewhere "
        "with -o or --in-place\n"
    )
    assert names(folder) == ["k8s", "m.map"]


def test_in_place_says_how_many_files_it_rewrote(folder: Path) -> None:
    assert regswap(*REWRITE, "-i", "k8s", cwd=folder) == (0, b"", "1 rewritten in 1 of 2 files\n")
    assert regswap(*REWRITE, "-i", "k8s/pod.yaml", cwd=folder) == (0, b"", "0 rewritten in 0 of 1 file\n")
    assert regswap(*REWRITE, "-i", "k8s", "-q", cwd=folder) == (0, b"", "")


@pytest.fixture
def linked(folder: Path) -> Path:
    write(folder / "elsewhere" / "real.yaml", POD)
    (folder / "k8s" / "link.yaml").symlink_to("../elsewhere/real.yaml")
    return folder


def test_a_link_out_of_the_folder_is_not_followed_to_replace_a_file(linked: Path) -> None:
    before = contents(linked)

    code, out, err = regswap(*REWRITE, "-i", "k8s", cwd=linked)

    assert (code, out) == (3, b"")
    assert err == (
        f"k8s/link.yaml: error: is a link out of its folder, to {linked.resolve() / 'elsewhere' / 'real.yaml'}; name "
        "that file itself, or write what links lead to with --follow-links\n"
    )
    assert contents(linked) == before


@pytest.mark.parametrize(
    "arguments", [("--follow-links", "k8s"), ("k8s", "elsewhere"), ("k8s", "elsewhere/real.yaml"), ("k8s/link.yaml",)]
)
def test_a_link_is_followed_where_it_is_asked_for(linked: Path, arguments: tuple[str, ...]) -> None:
    assert regswap(*REWRITE, "-i", "-q", *arguments, cwd=linked) == (0, b"", "")
    assert (linked / "elsewhere" / "real.yaml").read_bytes() == REWRITTEN
    assert (linked / "k8s" / "link.yaml").is_symlink()


def test_a_link_out_of_the_folder_is_read_where_it_needs_no_change(linked: Path) -> None:
    write(linked / "elsewhere" / "real.yaml", REWRITTEN)

    assert regswap(*REWRITE, "-i", "k8s", cwd=linked) == (0, b"", "1 rewritten in 1 of 3 files\n")


def test_a_link_in_the_output_folder_leads_nowhere_else(folder: Path) -> None:
    precious = write(folder / "elsewhere" / "x", b"precious")
    (folder / "out").mkdir()
    (folder / "out" / "pod.yaml").symlink_to(precious)

    assert regswap(*REWRITE, "-o", "out", "k8s", cwd=folder).code == 3
    assert precious.read_bytes() == b"precious"
    assert regswap(*REWRITE, "-o", "out", "--follow-links", "k8s", cwd=folder).code == 0
    assert precious.read_bytes() == REWRITTEN


def test_what_a_run_that_was_killed_left_is_removed_by_the_next_over_that_folder(folder: Path) -> None:
    left = make_leftover(folder / "k8s")

    assert regswap(*REWRITE, "-i", "-q", "k8s/settings.yaml", cwd=folder).code == 0

    assert not left.exists()
    assert names(folder / "k8s") == ["pod.yaml", "settings.yaml"]


def make_leftover(folder: Path) -> Path:
    path = write(folder / f".regswap-{'0' * 8}-1-1-{'0' * 16}", b"half")
    os.utime(path, (0, 0))
    return path
