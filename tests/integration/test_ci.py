"""What is offered for continuous integration works: the hooks of pre-commit, and the jobs that docs/ci.md shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.command import POD, REWRITTEN, RULES, environment, regswap, write
from tests.support.helm import Helm, images, write_chart

MIRROR = "mirror.example"
"""Where RULES lead; the documentation says registry.example.com."""

needs_check = pytest.mark.skipif(regswap("check", "--help").code != 0, reason="there is no `regswap check` yet")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "ci.md").read_text(encoding="utf-8").replace("registry.example.com", MIRROR)


def read_example(page: str, heading: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return what the YAML under a heading says."""
    found = re.search(rf"(?ms)^## {heading}\n.*?^```yaml\n(.*?)^```$", page)
    assert found is not None
    return yaml.safe_load(found[1])


# pre-commit


@pytest.fixture
def repository(tmp_path: Path, page: str, root: Path) -> Path:
    """A repository with manifests and the hooks of the documentation, as local ones: installing takes a network."""
    pytest.importorskip("pre_commit", reason="needs the extra `dev`")
    hooks = {hook["id"]: hook for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (shown,) = read_example(page, "pre-commit")["repos"]
    local = [{**hooks[hook["id"]], **hook, "language": "system"} for hook in shown["hooks"]]
    config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})
    folder = tmp_path / "repository"
    write(folder / ".pre-commit-config.yaml", config.encode())
    write(folder / "rules.map", RULES)
    write(folder / "manifests" / "rewritten.yaml", REWRITTEN)
    write(folder / "chart" / "templates" / "pod.yaml", POD.replace(b"nginx", b"{{ .Values.image }"))
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def run_hook(repository: Path, hook: str) -> tuple[int, str]:
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never", hook],
        cwd=repository,
        env=environment({"PATH": path, "PRE_COMMIT_HOME": str(repository.parent / "cache")}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("command", "file"), [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", "config.yaml")]
)
def test_pre_commit_finds_nothing_wrong(command: str, file: str, root: Path, tmp_path: Path, page: str) -> None:
    pytest.importorskip("pre_commit", reason="needs the extra `dev`")
    shutil.copy(root / ".pre-commit-hooks.yaml", tmp_path)
    write(tmp_path / "config.yaml", yaml.safe_dump(read_example(page, "pre-commit")).encode())

    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", command, file], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_hook_passes_what_is_rewritten(repository: Path) -> None:
    code, out = run_hook(repository, "regswap-rewrite-check")

    assert code == 0, out
    assert out.startswith("regswap rewrite --check")
    assert out.endswith("Passed\n")


def test_the_hook_names_what_is_not_rewritten(repository: Path) -> None:
    write(repository / "manifests" / "pod.yaml", POD)

    code, out = run_hook(repository, "regswap-rewrite-check")

    assert code == 1
    assert "manifests/pod.yaml:8:14: nginx:1.27 -> mirror.example/hub/nginx:1.27" in out
    assert (repository / "manifests" / "pod.yaml").read_bytes() == POD


@needs_check
def test_the_hook_of_check_passes_what_may_be_pulled_and_names_what_may_not(repository: Path) -> None:
    code, out = run_hook(repository, "regswap-check")
    assert code == 0, out
    write(repository / "manifests" / "pod.yaml", POD)

    code, out = run_hook(repository, "regswap-check")

    assert code == 1
    assert "exit code: 4" in out
    assert "manifests/pod.yaml:8:14" in out


# Jobs


@pytest.fixture
def checkout(helm3: Helm) -> Helm:
    """A helm in a folder as the documentation describes it."""
    write(helm3.folder / "rules.map", RULES)
    write(helm3.folder / "manifests" / "pod.yaml", REWRITTEN)
    hook = POD.replace(b"  name: web\n", b"  name: web\n  annotations: {helm.sh/hook: test}\n", 1)
    write_chart(helm3.folder / "chart", {"templates/pod.yaml": POD.decode(), "templates/hook.yaml": hook.decode()})
    return helm3


def run_steps(helm: Helm, steps: list[str]) -> list[int]:
    """Run the commands of a job and return their exit codes, up to the first failure; installing is done already."""
    codes: list[int] = []
    has_check = regswap("check", "--help").code == 0
    for step in steps:
        if "install " in step or ("regswap check" in step and not has_check):
            continue
        codes.append(helm.run_command("bash", "-ec", step).returncode)
        if codes[-1]:
            break
    return codes


def read_steps(page: str, name: str) -> list[str]:
    """Return the commands of an example."""
    example = read_example(page, name)
    if name == "GitHub":
        job = example["jobs"]["images"]
        return [step["run"] for step in job["steps"] if "run" in step]
    return [*example["render"]["script"], *example["images"]["script"]]


both = pytest.mark.parametrize("name", ["GitHub", "GitLab"])


@both
@pytest.mark.client
def test_the_job_passes_where_everything_is_as_it_should_be(checkout: Helm, page: str, name: str) -> None:
    codes = run_steps(checkout, read_steps(page, name))

    assert set(codes) == {0}
    assert len(codes) >= 2
    rendered = (checkout.folder / "rendered.yaml").read_text(encoding="utf-8")
    assert images(rendered) == ["mirror.example/hub/nginx:1.27"] * 2
    assert (checkout.folder / "images.json").is_file()


@both
@pytest.mark.client
def test_the_job_fails_where_a_manifest_is_not_rewritten(checkout: Helm, page: str, name: str) -> None:
    write(checkout.folder / "manifests" / "other.yaml", POD)

    assert run_steps(checkout, read_steps(page, name))[-1] == 1


@both
@pytest.mark.client
def test_the_job_fails_where_the_chart_does_not_render(checkout: Helm, page: str, name: str) -> None:
    write(checkout.folder / "chart" / "templates" / "broken.yaml", b"{{ fail `no` }}\n")

    assert run_steps(checkout, read_steps(page, name))[-1] == 1


@both
@needs_check
@pytest.mark.client
def test_the_job_fails_where_something_is_pulled_from_elsewhere(checkout: Helm, page: str, name: str) -> None:
    write(checkout.folder / "chart" / "templates" / "other.yaml", POD.replace(b"nginx", b"ghcr.io/shop/web"))

    assert run_steps(checkout, read_steps(page, name))[-1] == 4
