"""The stand-in for helm and kustomize: every call reaches the real program, and what it renders comes out rewritten."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LocateClient
from tests.support.command import LONG_ENOUGH, POD, REWRITTEN, limit_memory, regswap, write
from tests.support.stand_in import StandIns

CHART = {
    "Chart.yaml": b"apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": b"tag: '1.27'\n",
    "templates/pod.yaml": POD.replace(b"1.27", b"{{ .Values.tag }}"),
}


@pytest.fixture
def stand_ins(tmp_path: Path) -> StandIns:
    """Stand-ins for a helm that prints a Pod, and a kustomize that shows what it was called with."""
    found = StandIns(tmp_path / "made")
    write(found.folder / "pod.yaml", POD)
    found.write("helm", f"cat {found.folder}/pod.yaml")
    found.write("kustomize", 'printf "%s|" "$0" "$@"; env; cat; echo to-stderr >&2; exit 7')
    assert found.install().code == 0
    return found


@pytest.fixture(params=["helm3", "helm3-newest", "helm4", "helm4-newest"])
def helm(request: pytest.FixtureRequest, tmp_path: Path, client: LocateClient) -> StandIns:
    """Stand-ins for a real helm and kustomize, and a chart beside them."""
    return install_real(tmp_path, client, request.param)


@pytest.fixture
def real(tmp_path: Path, client: LocateClient) -> StandIns:
    """The same, with the newest helm only."""
    return install_real(tmp_path, client, "helm4-newest")


def install_real(tmp_path: Path, client: LocateClient, name: str) -> StandIns:
    found = StandIns(tmp_path / "real clients")
    found.link("helm", client(name))
    found.link("kustomize", client("kustomize"))
    for path, data in CHART.items():
        write(found.folder / "chart" / path, data)
    write(found.folder / "app" / "pod.yaml", POD)
    write(found.folder / "app" / "kustomization.yaml", b"resources: [pod.yaml]\nnamePrefix: a-\n")
    assert found.install().code == 0
    return found


# What is passed on as it is.


def test_a_call_that_does_not_render_is_the_real_programs(stand_ins: StandIns) -> None:
    arguments = ("edit", "set", "image", "a b", "", "*", "--x=\\n", "ü", "--")

    through = stand_ins.call(
        "kustomize", *arguments, stdin=b"in: put\n", env={"REGSWAP_RULES": "/nowhere", "LANG": "C"}
    )
    direct = stand_ins.call(
        stand_ins.real / "kustomize", *arguments, stdin=b"in: put\n", env={"REGSWAP_RULES": "/nowhere", "LANG": "C"}
    )

    assert through == direct
    assert through.code == 7
    assert b"LC_CTYPE" not in through.out


def test_a_call_that_renders_has_the_same_arguments_environment_and_input(stand_ins: StandIns) -> None:
    stand_ins.write("kustomize", f'{{ printf "%s|" "$@"; env | sort; cat; }} > {stand_ins.folder}/seen; echo "a: b"')

    for program in (stand_ins.bin / "kustomize", stand_ins.real / "kustomize"):
        done = stand_ins.call(program, "build", "a b", "", stdin=b"in: put\n", env={"LANG": "C"})
        assert (done.code, done.out) == (0, b"a: b\n")
        (stand_ins.folder / "seen").rename(stand_ins.folder / f"seen-{program.parent.name}")

    assert (stand_ins.folder / "seen-bin").read_bytes() == (stand_ins.folder / "seen-real").read_bytes()


def test_a_file_that_the_caller_has_opened_can_be_named(stand_ins: StandIns) -> None:
    stand_ins.write("helm", 'cat "$2"')

    done = stand_ins.call("sh", "-c", "exec 7< pod.yaml; exec helm template /dev/fd/7")

    assert (done.code, done.out) == (0, REWRITTEN)


@pytest.mark.client
def test_the_version_is_the_real_ones(helm: StandIns) -> None:
    for command in (("helm", "version", "--client", "--short"), ("helm", "version"), ("kustomize", "version")):
        through = helm.call(*command)
        assert through == helm.call(helm.real / command[0], *command[1:])
        # Helm 4 knows no --client.
        assert (through.code == 0) is ("--client" not in command or b"v3." in through.out)


@pytest.mark.client
def test_the_real_program_that_fails_is_heard_as_it_is(helm: StandIns) -> None:
    write(helm.folder / "chart" / "templates" / "fail.yaml", b'{{ fail "no color" }}\n')
    write(helm.folder / "app" / "kustomization.yaml", b"resources: [missing.yaml]\n")

    for command in (("helm", "template", "chart"), ("kustomize", "build", "app"), ("helm", "template", "--nonsense")):
        through = helm.call(*command)
        direct = helm.call(helm.real / command[0], *command[1:])
        assert (through.code, through.err) == (direct.code, direct.err)
        assert through.code != 0
        assert through.out == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1])
@pytest.mark.parametrize("arguments", [("template",), ("version",)])
def test_a_signal_reaches_the_real_program_and_its_end_is_told(
    stand_ins: StandIns, number: signal.Signals, arguments: tuple[str, ...]
) -> None:
    ready = stand_ins.folder / "ready"
    stand_ins.write(
        "helm",
        f"trap 'echo heard > {stand_ins.folder}/heard; trap - {number.value}; kill -{number.value} $$' {number.value}\n"
        f'echo "a: b"; : > {ready}; while :; do sleep 0.05; done',
    )
    process = start(stand_ins, "helm", *arguments)
    wait_for(ready)

    process.send_signal(number)

    # A shell that is asked to end by a signal ends as one that was.
    assert process.wait(LONG_ENOUGH) == -number.value
    assert (stand_ins.folder / "heard").exists()


def test_the_real_program_ends_with_a_stand_in_that_is_killed(stand_ins: StandIns) -> None:
    pid = stand_ins.folder / "pid"
    stand_ins.write("helm", f"echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 300")
    process = start(stand_ins, "helm", "template")
    wait_for(pid)

    process.kill()
    process.wait(LONG_ENOUGH)

    wait_until(lambda: not Path(f"/proc/{pid.read_text().strip()}").exists() or is_zombie(pid.read_text().strip()))


def test_a_reader_that_goes_away_ends_the_call(stand_ins: StandIns) -> None:
    done = stand_ins.call("sh", "-c", "{ helm template; echo $? >&2; } | true")

    assert done.err.splitlines()[-1] == "141"


# What is rewritten.


@pytest.mark.client
def test_a_chart_comes_out_rewritten_however_it_is_asked_for(helm: StandIns) -> None:
    direct = helm.call(helm.real / "helm", "template", "shop", "chart").out
    wanted = direct.replace(b"image: nginx", b"image: mirror.example/hub/nginx")

    assert wanted != direct
    for command in (
        ("template", "shop", "chart"),
        ("--namespace", "prod", "template", "shop", "chart"),
        ("-n=prod", "--debug", "template", "shop", "chart"),
        ("template", "chart", "--name-template", "shop", "--kube-version", "1.34.0", "--include-crds"),
        ("template", "chart", "--name-template", "shop", "--set", "tag=1.27", "--api-versions", "v1"),
    ):
        done = helm.call("helm", *command)
        assert (done.code, done.out) == (0, wanted), (command, done.err)


@pytest.mark.client
def test_help_is_the_real_ones(helm: StandIns) -> None:
    for command in (("helm", "template", "--help"), ("helm", "-h"), ("kustomize", "build", "-h"), ("helm",)):
        through = helm.call(*command)
        assert through == helm.call(helm.real / command[0], *command[1:])
        assert through.code == 0


@pytest.mark.client
def test_what_the_grammar_calls_a_flag_with_a_value_is_one_to_the_real_helm(helm: StandIns) -> None:
    # Were `template` here the command, the chart would be printed.
    for flag in ("--namespace", "-n", "--kube-context", "--qps", "--registry-config", "--burst-limit"):
        assert b"nginx" not in helm.call(helm.real / "helm", flag, "template", "chart").out
        assert b"nginx" not in helm.call("helm", flag, "template", "chart").out


@pytest.mark.client
def test_a_kustomization_comes_out_rewritten(helm: StandIns) -> None:
    direct = helm.call(helm.real / "kustomize", "build", "app").out

    for command in (("build", "app"), ("--stack-trace", "build", "app"), ("build", helm.folder / "app")):
        done = helm.call("kustomize", *command)
        assert (done.code, done.out) == (0, direct.replace(b"image: nginx", b"image: mirror.example/hub/nginx"))


@pytest.mark.client
def test_a_chart_that_kustomize_inflates_reaches_it_as_it_is(real: StandIns) -> None:
    """`images` names the original; and the whole is rewritten once."""
    shutil.copytree(real.folder / "chart", real.folder / "app" / "charts" / "web")
    write(
        real.folder / "app" / "kustomization.yaml",
        b"helmCharts: [{name: web, releaseName: shop}]\nimages: [{name: nginx, newTag: '9'}]\n",
    )
    # As argo-cd 3.5.7 does: a helm of its own first on PATH, which calls the one that it found when it started.
    wrapper = real.folder / "wrapper" / "helm"
    write(wrapper, f'#!/bin/sh\nexec "{real.bin}/helm" "$@"\n'.encode()).chmod(0o755)
    path = os.pathsep.join((str(wrapper.parent), real.environment["PATH"]))

    for env in ({}, {"PATH": path}):
        done = real.call("kustomize", "build", "app", "--enable-helm", env=env)
        assert done.code == 0, done.err
        assert b"image: mirror.example/hub/nginx:9\n" in done.out


@pytest.mark.client
def test_a_plugin_of_helm_that_renders_gets_it_rewritten(helm: StandIns) -> None:
    about = b"name: render\nversion: 0.1.0\nusage: render\ndescription: renders\ncommand: $HELM_PLUGIN_DIR/run\n"
    write(helm.folder / "plugins" / "render" / "plugin.yaml", about)
    run = write(helm.folder / "plugins" / "render" / "run", b'#!/bin/sh\nexec "$HELM_BIN" template shop chart\n')
    run.chmod(0o755)

    done = helm.call("helm", "render", env={"HELM_PLUGINS": str(helm.folder / "plugins")})

    assert done == helm.call("helm", "template", "shop", "chart")
    assert b"mirror.example" in done.out


@pytest.mark.client
def test_manifests_in_files_are_refused_and_not_written(helm: StandIns) -> None:
    for command in (("helm", "template", "chart", "--output-dir", "out"), ("kustomize", "build", "app", "-o", "out")):
        done = helm.call(*command)
        assert (done.code, done.out) == (2, b"")
        assert done.err.startswith("regswap: error: ")
        assert "writes manifests to files" in done.err
        assert not (helm.folder / "out").exists()


@pytest.mark.client
def test_an_empty_chart_is_empty(helm: StandIns) -> None:
    (helm.folder / "chart" / "templates" / "pod.yaml").unlink()

    direct = helm.call(helm.real / "helm", "template", "chart")
    assert helm.call("helm", "template", "chart") == direct


# What goes wrong.


def test_a_manifest_that_cannot_be_rewritten_ends_the_render_with_nothing(stand_ins: StandIns) -> None:
    write(stand_ins.folder / "pod.yaml", POD + b"---\nkind: Pod\nspec: {containers: [{image: [}]}\n")

    done = stand_ins.call("helm", "template")

    assert (done.code, done.out) == (3, b"")
    assert "regswap: <helm template>:" in done.err


@pytest.mark.parametrize(
    ("rules", "said"),
    [(b"default::\nnonsense\n", "rules.map:2"), (b"# none\n", "holds no rule"), (None, "no such file")],
)
def test_rules_that_are_wrong_end_the_render(stand_ins: StandIns, rules: bytes | None, said: str) -> None:
    stand_ins.rules.unlink()
    if rules is not None:
        stand_ins.rules.write_bytes(rules)

    done = stand_ins.call("helm", "template")

    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith("regswap: ")
    assert said in done.err
    # What does not render needs no rules.
    assert stand_ins.call("helm", "version").code == 0


@pytest.mark.parametrize("rules", [b"default::\nnonsense\n", b"# none\n"])
def test_rules_that_are_wrong_are_not_installed(stand_ins: StandIns, rules: bytes) -> None:
    (stand_ins.bin / "helm").unlink()
    stand_ins.rules.write_bytes(rules)

    done = stand_ins.install()

    assert (done.code, done.out) == (2, b"")
    assert not (stand_ins.bin / "helm").exists()


def test_a_stand_in_does_not_call_itself(stand_ins: StandIns) -> None:
    (stand_ins.real / "helm").unlink()
    shutil.copy(stand_ins.bin / "helm", stand_ins.real / "helm")

    for command in ("template", "version"):
        done = stand_ins.call("helm", command)
        assert (done.code, done.out) == (2, b"")
        assert done.err.startswith(f"regswap: {stand_ins.real}/helm: error: is a stand-in itself")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("helm", "/real/helm"), "no such command"),
        (("helm", "--"), "no such command"),
        (("make", "/real/make", "--", "all"), "no such command"),
        (("helm", "{real}/helm", "--rules", "--", "template"), "the stand-in is damaged"),
        (("helm", "{real}/helm", "--nonsense", "--", "template"), "the stand-in is damaged"),
    ],
)
def test_a_stand_in_that_was_changed_by_hand_calls_nothing(
    stand_ins: StandIns, words: tuple[str, ...], said: str
) -> None:
    done = regswap("stand-in", "run", *(word.format(real=stand_ins.real) for word in words))

    assert (done.code, done.out) == (2, b"")
    assert said in done.err


def test_a_real_program_that_is_gone_is_told(stand_ins: StandIns) -> None:
    (stand_ins.real / "helm").unlink()

    done = stand_ins.call("helm", "template")

    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(f"regswap: {stand_ins.real}/helm: error: the real program is not there")


# What nobody but the administrator decides.


def test_nothing_around_a_call_changes_the_rules(stand_ins: StandIns) -> None:
    hostile = stand_ins.folder / "repository"
    write(hostile / "rules.map", b"docker.io::evil.example\n")
    config = b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {rules: [{skip: '*'}]}\n"
    for name in ("regswap.yaml", ".regswap.yaml"):
        write(hostile / name, config)
    write(hostile / ".regswapignore", b"*\n")
    for package in ("regswap", "click", "re", "os"):
        write(hostile / f"{package}.py", b"raise SystemExit(99)\n")
    write(hostile / "sitecustomize.py", b"raise SystemExit(99)\n")
    variables = {
        "REGSWAP_RULES": str(hostile / "rules.map"),
        "REGSWAP_CONFIG": str(hostile / "regswap.yaml"),
        "REGSWAP_HIDDEN": "off",
        "REGSWAP_LOCK": "/nowhere",
        "REGSWAP_REPORT": str(hostile / "report.json"),
        "REGSWAP_DEBUG": "1",
        "_REGSWAP_COMPLETE": "bash_source",
        "ARGOCD_ENV_REGSWAP_RULES": str(hostile / "rules.map"),
        "ARGOCD_APP_PARAMETERS": '[{"name": "rules"}]',
        "PYTHONPATH": str(hostile),
        "PYTHONHOME": str(hostile),
        "PYTHONSTARTUP": str(hostile / "regswap.py"),
        "PYTHONUSERBASE": str(hostile),
        "HOME": str(hostile),
        "ENV": str(hostile / "rules.map"),
        "PATH": str(hostile),
    }

    done = stand_ins.call(stand_ins.bin / "helm", "template", cwd=hostile, env={**variables, "PATH": "/usr/bin:/bin"})

    assert (done.code, done.out) == (0, REWRITTEN), done.err
    assert not (hostile / "report.json").exists()


def test_what_the_administrator_says_is_kept_in_the_stand_in(stand_ins: StandIns) -> None:
    config = b"apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec: {optOut: {}, unmatched: fail}\n"
    write(stand_ins.folder / "a b's" / "regswap.yaml", config)
    installed = stand_ins.install("--config", stand_ins.folder / "a b's" / "regswap.yaml", "--rules", stand_ins.rules)
    assert installed.code == 0, installed.err
    write(stand_ins.folder / "pod.yaml", POD.replace(b"nginx", b"ghcr.io/a/b"))

    done = stand_ins.call("helm", "template", cwd=Path("/"))

    assert (done.code, done.out) == (4, b"")
    assert "ghcr.io/a/b" in done.err


def test_an_option_from_the_environment_of_the_installation_is_kept(stand_ins: StandIns) -> None:
    other = write(stand_ins.folder / "other.map", b"docker.io::other.example\n")
    (stand_ins.bin / "helm").unlink()

    done = stand_ins.install("--rules", other, REGSWAP_HIDDEN="off")

    assert done.code == 0
    assert "--hidden off" in (stand_ins.bin / "helm").read_text()
    assert b"other.example" in stand_ins.call("helm", "template").out


# Installing.


def test_it_finds_the_real_programs_on_path_and_not_itself(stand_ins: StandIns) -> None:
    first = stand_ins.install()
    again = stand_ins.install()

    assert first == again
    assert first.out.decode().split() == [str(stand_ins.bin / "helm"), str(stand_ins.bin / "kustomize")]
    assert f" {stand_ins.real}/helm " in (stand_ins.bin / "helm").read_text()


def test_other_versions_are_stood_in_for_under_their_own_names(stand_ins: StandIns) -> None:
    stand_ins.write("kustomize_3_5_1", f"cat {stand_ins.folder}/pod.yaml")

    done = stand_ins.install("--kustomize", stand_ins.real / "kustomize_3_5_1", "--helm", stand_ins.real / "helm")

    assert done.code == 0
    assert stand_ins.call("kustomize_3_5_1", "build").out == REWRITTEN


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--helm", "helm"), "is not the absolute path"),
        (("--helm", "/a/helm", "--kustomize", "/b/helm"), "another program called `helm`"),
        (("--helm", "{bin}/helm"), "is a stand-in itself"),
        (("--to", "{real}/..", "--helm", "/usr/bin/helm"), ""),
        (("--report", "-"), "standard output is where the manifests go"),
        (("--rules", "/nowhere"), "/nowhere"),
        (("--exclude=-kind=Job",), "selector"),
    ],
)
def test_what_cannot_work_is_not_installed(stand_ins: StandIns, arguments: tuple[str, ...], said: str) -> None:
    places = {"bin": stand_ins.bin, "real": stand_ins.real}
    before = (stand_ins.bin / "helm").read_bytes()

    done = stand_ins.install(*(argument.format(**places) for argument in arguments))

    assert (done.code != 0 and said in done.err) or not said
    assert (stand_ins.bin / "helm").read_bytes() == before


def test_a_real_program_is_not_overwritten(stand_ins: StandIns) -> None:
    (stand_ins.folder / "usr" / "bin").mkdir(parents=True)
    shutil.copy(stand_ins.real / "helm", stand_ins.folder / "usr" / "bin" / "helm")

    done = stand_ins.install("--to", stand_ins.folder / "usr")

    assert (done.code, done.out) == (2, b"")
    assert "is there, and is not a stand-in" in done.err
    assert (stand_ins.folder / "usr" / "bin" / "helm").read_bytes() == (stand_ins.real / "helm").read_bytes()


# How much it takes.


def test_a_large_render_takes_little_memory(stand_ins: StandIns) -> None:
    filler = b"# " + b"x" * 1_000_000 + b"\n---\n"
    stand_ins.write("helm", f"n=0; while [ $n -lt 300 ]; do cat {stand_ins.folder}/pod.yaml; n=$((n+1)); done")
    write(stand_ins.folder / "pod.yaml", POD + filler)
    command = (str(stand_ins.bin / "helm"), "template")
    with (stand_ins.folder / "out").open("wb") as out:
        done = subprocess.run(
            command,
            stdout=out,
            env=stand_ins.environment,
            preexec_fn=limit_memory(160),
            timeout=LONG_ENOUGH,
            check=False,
        )

    assert done.returncode == 0
    assert (stand_ins.folder / "out").stat().st_size == 300 * len(REWRITTEN + filler)


def start(stand_ins: StandIns, *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        executable=stand_ins.bin / command[0],
        env=stand_ins.environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(path: Path) -> None:
    wait_until(path.exists)


def wait_until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_zombie(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
