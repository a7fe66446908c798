"""What a post-renderer says on the terminal, where Helm 4 throws away what it says on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import termios
from pathlib import Path

import pytest

from tests.support.command import COMMAND, POD, REWRITTEN, RULES, environment, regswap, write
from tests.support.terminal import TERMINAL, Shown, run_on_terminal

UNDER_HELM_4 = {"HELM_PLUGIN_NAME": "regswap", "HELM_PLUGIN_DIR": "/plugins/regswap"}
BAD_RULES = b"docker.io::https://registry.example.com\n"
REASON = "regswap: bad.map:1:12: error: has a scheme; remove `https://`: a reference has none\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "bad.map", BAD_RULES)
    return tmp_path


def post_render(folder: Path, *arguments: str, stderr: int = subprocess.PIPE) -> Shown:
    command = [*COMMAND, "helm", "post-render", *arguments]
    return run_on_terminal(command, cwd=folder, env=environment(UNDER_HELM_4), stderr=stderr)


def test_a_failing_plugin_tells_the_terminal_why(folder: Path) -> None:
    done = post_render(folder, "-r", "bad.map")

    assert (done.code, done.out, done.screen) == (2, "", REASON)
    assert done.err.startswith("bad.map:1:12: error: has a scheme")


ARGUMENTS = b"      args: [--executor-image=quay.io/a:1, --some-image=quay.io/b:1]\n"
DONE = "regswap: 2 rewritten, 1 left (would change with --hidden rewrite); 1 warning, "


@pytest.mark.parametrize("named", [UNDER_HELM_4, {}], ids=["Helm 4", "Helm 3"])
def test_a_post_renderer_that_works_tells_the_terminal_what_it_did(folder: Path, named: dict[str, str]) -> None:
    write(folder / "pod.yaml", POD + ARGUMENTS)

    def said(*arguments: str, stderr: int = subprocess.PIPE) -> str:
        command = [*COMMAND, "helm", "post-render", "-r", "m.map", *arguments]
        with (folder / "pod.yaml").open() as stdin:
            done = run_on_terminal(command, cwd=folder, env=environment(named), stderr=stderr, stdin=stdin.fileno())
        assert done.code == 0
        return done.screen.replace("\r\n", "\n")

    assert said() == DONE + "name a --report file to read them\n"
    assert said("--report", "r.json") == DONE + "see r.json\n"
    assert said("-q") == ""
    assert said("--hidden", "rewrite") == "regswap: 3 rewritten\n"
    assert said("--hidden", "rewrite", stderr=TERMINAL) == ""


def test_a_post_renderer_that_gets_nothing_says_so(folder: Path) -> None:
    done = post_render(folder, "-r", "m.map")

    assert (done.code, done.out, done.screen) == (0, "# regswap: no manifests\n", "regswap: no references\n")


def test_what_standard_error_shows_is_not_shown_twice(folder: Path) -> None:
    done = post_render(folder, "-r", "bad.map", stderr=TERMINAL)

    assert done.code == 2
    assert done.screen.count("has a scheme") == 1


@pytest.mark.parametrize("named", [{}, {"HELM_PLUGIN_DIR": "/x"}], ids=["a shell", "no plugin"])
def test_outside_of_a_helm_plugin_the_terminal_is_left_alone(folder: Path, named: dict[str, str]) -> None:
    command = [*COMMAND, "helm", "post-render", "-r", "bad.map"]

    done = run_on_terminal(command, cwd=folder, env=environment(named))

    assert (done.code, done.screen) == (2, "")
    assert "has a scheme" in done.err


def test_without_a_terminal_nothing_else_changes(folder: Path) -> None:
    run = regswap("helm", "post-render", "-r", "bad.map", cwd=folder, env=UNDER_HELM_4, before=os.setsid)

    assert run == regswap("helm", "post-render", "-r", "bad.map", cwd=folder)


def test_a_mistake_in_the_arguments_is_told_too(folder: Path) -> None:
    done = post_render(folder, "--rule", "m.map", "--report", "r.json")

    (error,) = json.loads((folder / "r.json").read_bytes())["errors"]
    assert "--rule" in error["message"]
    assert (done.code, done.screen) == (2, f"regswap: error: {error['message']}; see `regswap --help`\n")


def test_a_bug_is_told_too(folder: Path) -> None:
    code = "import regswap.run as r, regswap.cli.main as m; r.look_for_sources = None; m.main()"
    command = [COMMAND[0], "-c", code, "helm", "post-render", "-r", "m.map"]

    done = run_on_terminal(command, cwd=folder, env=environment(UNDER_HELM_4))

    assert done.code == 70
    assert done.screen.startswith("regswap: error: this is a bug in regswap: TypeError: ")


def test_many_and_long_errors_are_told_in_short(folder: Path) -> None:
    lines = [f"{number}.example::https://{'x' * 2000}" for number in range(50)]
    write(folder / "bad.map", "\n".join(lines).encode() + b"\x1b[31m")

    done = post_render(folder, "-r", "bad.map")

    *told, rest = done.screen.splitlines()
    assert [line.split(": ")[:2] for line in told] == [["regswap", f"bad.map:{line}:12"] for line in (1, 2, 3)]
    assert rest == "regswap: and 47 more; name a --report file to read them all"
    assert len(done.screen) < 2500
    assert "\x1b" not in done.screen


def test_a_terminal_that_takes_nothing_does_not_stop_the_run(folder: Path) -> None:
    # As Ctrl-S does.
    stopped = run_on_terminal(
        [*COMMAND, "helm", "post-render", "-r", "bad.map"],
        cwd=folder,
        env=environment(UNDER_HELM_4),
        prepare=lambda terminal: termios.tcflow(terminal, termios.TCOOFF),
    )

    assert (stopped.code, stopped.screen) == (2, "")


def test_the_background_of_a_terminal_that_stops_writers_does_not_stop_the_run(folder: Path) -> None:
    def go_to_the_background(terminal: int) -> None:
        settings = termios.tcgetattr(terminal)
        settings[3] |= termios.TOSTOP
        termios.tcsetattr(terminal, termios.TCSANOW, settings)
        leader = os.getpid()
        if os.fork() == 0:
            os.setpgid(0, 0)
            return
        # The leader of the session, which stays in the foreground, waits for its child.
        _, status = os.waitpid(-1, os.WUNTRACED)
        assert os.getpid() == leader
        os._exit(99 if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status))

    done = run_on_terminal(
        [*COMMAND, "helm", "post-render", "-r", "bad.map"],
        cwd=folder,
        env=environment(UNDER_HELM_4),
        prepare=go_to_the_background,
    )

    assert (done.code, done.screen) == (2, REASON)


def test_on_a_terminal_no_command_is_still_a_question_for_help(folder: Path) -> None:
    env = environment({"REGSWAP_RULES": "m.map"})

    for arguments in ((), ("-r", "m.map")):
        done = run_on_terminal([*COMMAND, *arguments], cwd=folder, env=env, stdin=TERMINAL)

        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("Usage: regswap [OPTIONS] COMMAND [ARGS]...\n")


def test_in_a_pipe_on_a_terminal_no_command_is_rewrite(folder: Path) -> None:
    (folder / "pod.yaml").write_bytes(POD)
    line = f"cat pod.yaml | {' '.join(COMMAND)}"

    done = run_on_terminal(["sh", "-c", line], cwd=folder, env=environment({"REGSWAP_RULES": "m.map"}), stdin=TERMINAL)

    assert (done.code, done.out, done.err) == (0, REWRITTEN.decode(), "")
