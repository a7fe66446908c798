"""What is shown of manifests gives no commands to whatever shows it: a terminal, the log of a CI server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import COMMAND, POD, RULES, environment, regswap, write
from tests.support.terminal import TERMINAL, run_on_terminal

HOSTILE = "::error::x\u202e\u009b##[error]y"
MANIFEST = f"""\
apiVersion: v1
kind: Pod
metadata:
  name: "\u202eweb"
  annotations:
    note: |
      \u202e and ##[error]pwned
      ::error file=a::pwned
spec: {{containers: [
    {{image: "nginx:1.27"}},
    {{image: {json.dumps(HOSTILE)}}}]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", MANIFEST.encode())
    write(tmp_path / "::error::x.yaml", POD)
    write(tmp_path / "broken.yaml", b"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n::error::x: image: y\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("rewrite", "-r", "m.map", "-o", "out.yaml", "pod.yaml"),
        ("rewrite", "-r", "m.map", "--check", "pod.yaml", "::error::x.yaml"),
        ("rewrite", "-r", "m.map", "broken.yaml"),
        ("rewrite", "-r", "::error::m.map", "pod.yaml"),
        ("images", "pod.yaml", "::error::x.yaml"),
        ("images", "-r", "m.map", "--format", "json", "pod.yaml"),
        ("check", "--allow", "quay.io", "pod.yaml", "::error::x.yaml"),
        ("check", "--allow", "quay.io", "--format", "json", "pod.yaml"),
        ("check", "--allow", "quay.io", "--format", "sarif", "pod.yaml"),
        ("check", "--allow", "quay.io", "--format", "junit", "pod.yaml"),
        ("explain", "-r", "m.map", HOSTILE),
        ("explain", "-r", "m.map", "--format", "json", HOSTILE),
        ("rewrite", "-r", "m.map", "::error::no-such-file"),
        ("rewrite", "--mode", HOSTILE),
    ],
)
def test_nothing_that_is_shown_gives_commands(folder: Path, command: tuple[str, ...]) -> None:
    _, out, err = regswap(*command, cwd=folder)
    shown = out.decode() + err

    assert shown
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    for command_text in ("\u202e", "\u009b", "##["):
        assert command_text not in shown


def test_json_means_the_same_with_its_escapes(folder: Path) -> None:
    _, second = json.loads(regswap("images", "--format", "json", "pod.yaml", cwd=folder).out)

    assert (second["reference"], second["name"]) == (HOSTILE, "\u202eweb")


def test_a_table_in_blocks_gives_a_build_log_no_commands(folder: Path) -> None:
    shown = run_on_terminal([*COMMAND, "images", "pod.yaml"], cwd=folder, env=environment(), stdout=TERMINAL).screen

    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]


DIFF = ("rewrite", "-r", "m.map", "--diff", "pod.yaml")


def test_the_diff_on_a_terminal_gives_it_no_commands(folder: Path) -> None:
    shown = run_on_terminal([*COMMAND, *DIFF, "--color", "never"], cwd=folder, env=environment(), stdout=TERMINAL)

    assert "\\u202e and" in shown.screen
    assert "\u202e" not in shown.screen
    assert "\u202e and" in regswap(*DIFF, cwd=folder).out.decode()
    assert "\u202e" not in regswap(*DIFF, "--color", "always", cwd=folder).out.decode()


def test_the_diff_in_the_log_of_a_github_workflow_gives_it_no_commands(folder: Path) -> None:
    plain = regswap(*DIFF, cwd=folder).out
    logged = regswap(*DIFF, cwd=folder, env={"GITHUB_ACTIONS": "true"}).out

    first, _, rest = logged.partition(b"\n")
    assert first.startswith(b"::stop-commands::")
    assert rest == plain + first.replace(b"stop-commands::", b"") + b"::\n"
    assert logged == regswap(*DIFF, cwd=folder, env={"GITHUB_ACTIONS": "true"}).out


def test_the_diff_has_colors_where_they_are_forced_and_not_where_nobody_wants_them(folder: Path) -> None:
    def colors(*arguments: str, **env: str) -> bool:
        return b"\x1b[32m" in regswap(*DIFF, *arguments, cwd=folder, env=env).out

    assert colors(FORCE_COLOR="1")
    assert not colors(FORCE_COLOR="")
    assert not colors(FORCE_COLOR="1", NO_COLOR="1")
    assert not colors("--color", "never", FORCE_COLOR="1")
    assert colors("--color", "always", NO_COLOR="1")
