"""Command lines as host programs write them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from regswap.cli.quick import part_words
from tests.support.command import COMMAND, POD, REWRITTEN, RULES, environment, regswap, write

NO_RULES = "error: no rules; name a rule file with -r or in REGSWAP_RULES, or write `spec.rules` in the configuration\n"

LIST = (
    b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n"
)
LIST += b"  data: {maps: 'default::a.io'}\nitems:\n- " + POD.replace(b"\n", b"\n  ").rstrip() + b"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", POD)
    write(tmp_path / "regswap.yaml", b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {unmatched: fail}\n")
    return tmp_path


def test_no_command_and_no_rules_but_manifests_are_a_mistake_of_one_line(folder: Path) -> None:
    assert regswap(stdin=POD, cwd=folder) == (2, b"", NO_RULES)
    with (folder / "pod.yaml").open("rb") as file:
        run = subprocess.run(COMMAND, stdin=file, env=environment(), capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr.decode()) == (2, b"", NO_RULES)


def test_no_command_without_manifests_shows_the_help(folder: Path) -> None:
    run = subprocess.run(
        COMMAND, stdin=subprocess.DEVNULL, env=environment(), cwd=folder, capture_output=True, check=False
    )

    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"Usage: regswap [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        (["-r=a.map"], ["-r", "a.map"]),
        (["-r a.map"], ["-r", "a.map"]),
        (["--rules a.map"], ["--rules", "a.map"]),
        (["--rules= a.map"], ["--rules", "a.map"]),
        (["-r", " a.map"], ["-r", "a.map"]),
        (["rewrite", "-q", "-c= a.yaml", "-r", "b"], ["rewrite", "-q", "-c", "a.yaml", "-r", "b"]),
        # What is right already, or somebody else's to refuse, stays.
        (["--rules=a b.map"], ["--rules=a b.map"]),
        (["-ra=b.map"], ["-ra=b.map"]),
        (["-r", "a b.map"], ["-r", "a b.map"]),
        (["-r="], ["-r="]),
        (["-r", " "], ["-r", " "]),
        (["-q=a"], ["-q=a"]),
        (["-r", "-c=x", "-c=y"], ["-r", "-c=x", "-c", "y"]),
        (["--", "-r=a.map"], ["--", "-r=a.map"]),
        (["--include", "kind=Job"], ["--include", "kind=Job"]),
    ],
)
def test_a_value_in_one_word_with_its_option_is_set_apart(words: list[str], parted: list[str]) -> None:
    assert part_words(words) == parted
    assert part_words(parted) == parted


@pytest.mark.parametrize(
    "arguments", [("-r=m.map",), ("-r m.map",), ("--rules m.map",), ("-r", " m.map"), ("rewrite", "-r= m.map")]
)
def test_rules_are_found_however_a_host_program_passes_them(folder: Path, arguments: tuple[str, ...]) -> None:
    assert regswap(*arguments, stdin=POD, cwd=folder) == (0, REWRITTEN, "")


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_a_post_renderer_that_writes_no_manifests_is_refused(folder: Path, flag: str) -> None:
    code, out, err = regswap("-r", "m.map", flag, "--report", "r.json", stdin=POD, cwd=folder)

    message = f"{flag} writes no manifests, and a command line without a command is one of a post-renderer"
    assert (code, out, err) == (2, b"", f"error: {message}; leave it out, or write `regswap rewrite {flag}`\n")
    assert message in (folder / "r.json").read_text(encoding="utf-8")
    assert regswap("rewrite", "-r", "m.map", flag, stdin=POD, cwd=folder).code == 1
    assert regswap("helm", "post-render", "-r", "m.map", flag, stdin=POD, cwd=folder)[:2] == (2, b"")


SORTED = LIST.replace(b"kind: ResourceList\n", b"", 1) + b"kind: ResourceList\n"
JSON = b'{ "apiVersion":"config.kubernetes.io/v1", "items":[], "kind":"ResourceList" }'


@pytest.mark.parametrize(
    "stdin", [LIST, SORTED, b"# one\n---\n" + LIST, b"\xef\xbb\xbf" + LIST, JSON, b"{\n  " + JSON[2:]]
)
@pytest.mark.parametrize("arguments", [(), ("rewrite",), ("rewrite", "-"), ("rewrite", "-o", "-"), ("rewrite", "-q")])
def test_a_resource_list_is_rewritten_as_the_function_does(arguments: tuple[str, ...], stdin: bytes) -> None:
    quiet = ("-q",) if "-q" in arguments else ()

    code, out, err = regswap(*arguments, stdin=stdin)

    assert (code, out, err) == regswap("krm", *quiet, stdin=stdin)
    assert code == 2 if stdin.lstrip().startswith(b"{") else b"a.io/nginx:1.27" in out


def test_a_resource_list_that_goes_elsewhere_is_a_stream_like_any_other(folder: Path) -> None:
    assert regswap("rewrite", "-r", "m.map", "-o", "out.yaml", stdin=LIST, cwd=folder).code == 0
    assert b"mirror.example/hub/nginx" in (folder / "out.yaml").read_bytes()
    pod = POD.replace(b"metadata:\n", b"metadata:\n  annotations: {config.kubernetes.io/local-config: 'false'}\n")
    assert b"results" not in regswap("rewrite", "-r", "m.map", stdin=pod, cwd=folder).out
