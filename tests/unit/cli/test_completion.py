"""What shells complete, asked of the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import COMMAND, POD, RULES, environment, regswap, write

LONG_ENOUGH = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "pod.yaml", POD)
    name = write(tmp_path / "bin" / "regswap", f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n'.encode())
    name.chmod(0o755)
    return tmp_path


def ask(folder: Path, *command: str) -> str:
    """Return what a shell prints, where `regswap` is a command."""
    env = environment(
        {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "TERM": "dumb"}
    )
    run = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, input="", timeout=LONG_ENOUGH, check=False
    )
    return run.stdout


def complete_in_bash(folder: Path, line: str) -> list[str]:
    """Return what bash offers; where the script leaves it to bash's default, the names of files."""
    words = line.split(" ")
    script = f"""
        compopt() {{ [[ $2 == default ]] && compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}"; }}
        eval "$(regswap completion bash)"
        COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words) - 1}
        $(complete -p regswap | sed 's/.*-F \\([^ ]*\\).*/\\1/') regswap
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return ask(folder, "bash", "-c", script).split()


def complete_in_fish(folder: Path, line: str) -> list[str]:
    script = "regswap completion fish | source; complete -C $argv[1]"
    return [offered.split("\t")[0] for offered in ask(folder, "fish", "--no-config", "-c", script, line).splitlines()]


ZSH = r"""
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell 'PROMPT=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D
eval "$(regswap completion zsh)"; show() { print -r -- "BUFFER<$BUFFER>" }; zle -N show; bindkey "^X" show
bindkey "^I" complete-word; print LOAD""ED'
zpty -r -m shell out '*LOADED*'
zpty -w -n shell "$1"$'\t\x18'
zpty -r -m shell out '*BUFFER<*>*'
print -r -- "${${out##*BUFFER<}%%>*}"
zpty -d shell
"""
"""Types a line and a tab into an interactive shell, and prints the line that there is then."""


def complete_in_zsh(folder: Path, line: str) -> list[str]:
    return ask(folder, "zsh", "-f", "-c", ZSH, "zsh", line).split()[-1:]


SHELLS = {"bash": complete_in_bash, "zsh": complete_in_zsh, "fish": complete_in_fish}


@pytest.fixture(params=list(SHELLS))
def complete(request: pytest.FixtureRequest, folder: Path) -> Callable[[str], list[str]]:
    if shutil.which(request.param) is None:
        pytest.skip(f"needs {request.param}")
    return lambda line: SHELLS[request.param](folder, line)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("regswap rew", "rewrite"),
        ("regswap rules li", "lint"),
        ("regswap rewrite --unm", "--unmatched"),
        ("regswap rewrite --unmatched f", "fail"),
    ],
)
def test_a_shell_completes_commands_options_and_choices(
    complete: Callable[[str], list[str]], line: str, word: str
) -> None:
    assert complete(line) == [word]


@pytest.mark.parametrize(("line", "word"), [("regswap check po", "pod.yaml"), ("regswap rewrite -r m", "m.map")])
def test_a_shell_completes_file_names(complete: Callable[[str], list[str]], line: str, word: str) -> None:
    assert complete(line) == [word]


@pytest.mark.parametrize(
    "words", ["rewrite -r ", "rewrite -c ", "rewrite ", "check pod", "rules lint ", "images --report ", "rewrite -o "]
)
def test_file_names_are_completed_where_they_belong(folder: Path, words: str) -> None:
    env = {
        "_REGSWAP_COMPLETE": "bash_complete",
        "COMP_WORDS": f"regswap {words}",
        "COMP_CWORD": str(words.count(" ") + 1),
    }

    code, out, err = regswap(stdin=POD, cwd=folder, env=env)

    assert (code, err) == (0, "")
    assert out.startswith(b"file,")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_s_script_is_printed(shell: str) -> None:
    code, out, err = regswap("completion", shell)

    assert (code, err) == (0, "")
    assert f"_REGSWAP_COMPLETE={shell}_complete".encode() in out
    assert regswap("completion", "tcsh").code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_read_its_script(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    script = regswap("completion", shell).out

    subprocess.run([shell, "-n"], input=script, check=True)
