"""The commands that README.md shows for each integration do what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.command import POD, REWRITTEN, RULES, regswap, write
from tests.support.helm import BECOMES, HOOKS_BECOME, Helm, images

if TYPE_CHECKING:
    from tests.conftest import LocateClient

pytestmark = pytest.mark.client


@pytest.fixture
def page(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def place(program3: Path, root: Path, tmp_path: Path, chart: Path, rules: Path) -> Helm:
    """A folder with all that the commands name; its Helm is a Helm 3."""
    return prepare(Helm(program3, tmp_path / "place"), root, chart, rules)


def prepare(helm: Helm, root: Path, chart: Path, rules: Path) -> Helm:
    shutil.copytree(chart, helm.folder / "chart")
    shutil.copytree(root / "plugins", helm.folder / "plugins")
    shutil.copy(rules, helm.folder / "rules.map")
    return helm


def read_blocks(page: str, heading: str, language: str = "sh") -> list[str]:
    section = re.search(rf"(?ms)^## {heading}\n(.*?)(?=^## |\Z)", page)
    assert section is not None
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", section[1])


def test_helm_3_and_the_pipe(place: Helm, page: str) -> None:
    with_helm_3, _, with_pipe = read_blocks(page, "Helm")

    post_rendered = place.run_command("bash", "-euc", with_helm_3)
    piped = place.run_command("bash", "-euc", with_pipe)

    assert (post_rendered.returncode, post_rendered.stderr) == (0, "")
    assert piped.returncode == 0
    assert set(BECOMES.values()) < set(images(post_rendered.stdout))
    rendered = (place.folder / "rendered.yaml").read_text(encoding="utf-8")
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


def test_helm_4(program4: Path, root: Path, tmp_path: Path, chart: Path, rules: Path, page: str) -> None:
    place = prepare(Helm(program4, tmp_path / "place"), root, chart, rules)
    _, with_helm_4, _ = read_blocks(page, "Helm")

    done = place.run_command("bash", "-euc", with_helm_4)

    assert (done.returncode, done.stderr) == (0, "")
    # Helm says first that it has installed the plugin.
    rendered = done.stdout[done.stdout.index("---\n") :]
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


def test_kustomize(place: Helm, page: str, client: LocateClient) -> None:
    (place.home / "bin" / "kustomize").symlink_to(client("kustomize"))
    build, _, guard, _ = read_blocks(page, "Kustomize and kpt")

    built = place.run_command("bash", "-euc", build)
    guarded = place.run_command("bash", "-euc", guard)
    skipped = place.run_command("bash", "-euc", guard.replace(" --enable-exec", ""))

    assert (built.returncode, built.stderr) == (0, "")
    assert "registry.example.com/hub/busybox" in images(built.stdout)
    # The rules of the example are not those of the chart: it rewrites more.
    assert guarded.returncode == 0, guarded.stdout
    assert skipped.returncode == 1
    assert "busybox -> " in skipped.stdout


def test_kpt(place: Helm, page: str, client: LocateClient) -> None:
    (place.home / "bin" / "kpt").symlink_to(client("kpt"))
    _, evaluate, *_ = read_blocks(page, "Kustomize and kpt")
    write(place.folder / "package" / "pod.yaml", POD)

    done = place.run_command("bash", "-euc", evaluate)

    assert done.returncode == 0, done.stderr
    assert images((place.folder / "package" / "pod.yaml").read_text()) == ["registry.example.com/official/nginx:1.27"]


def test_the_stand_in(place: Helm, page: str) -> None:
    install_and_call, _ = read_blocks(page, "Argo CD")

    done = place.run_command("bash", "-euc", install_and_call)

    assert done.returncode == 0, done.stderr
    rendered = done.stdout[done.stdout.index("---\n") :]
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


def test_argo_cd(place: Helm, page: str, rules: Path) -> None:
    _, generate = read_blocks(page, "Argo CD")
    (example,) = read_blocks(page, "Argo CD", "yaml")
    (parameter,) = yaml.safe_load(example)["plugin"]["parameters"]
    write(place.folder / "chart" / "values-prod.yaml", b"web: {replicas: 3}\n")

    line = f"cd chart\n{generate.replace('/etc/regswap/rules.map', str(rules))}"
    done = place.run_command("bash", "-euc", line)

    assert done.returncode == 0, done.stderr
    assert "replicas: 3" in done.stdout
    assert f'"{parameter["name"]}"' in generate
    assert sorted(images(done.stdout)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


@pytest.mark.parametrize(("manifest", "code"), [(REWRITTEN, 0), (POD, 1)], ids=["rewritten", "not rewritten"])
def test_ci(place: Helm, page: str, manifest: bytes, code: int) -> None:
    (commands,) = read_blocks(page.replace("registry.example.com", "mirror.example"), "CI")
    if regswap("check", "--help").code:
        commands = commands.split("\n")[0]
    write(place.folder / "rules.map", RULES)
    write(place.folder / "manifests" / "pod.yaml", manifest)

    assert place.run_command("bash", "-euc", commands).returncode == code
    if code == 0 and "regswap check" in commands:
        write(place.folder / "manifests" / "other.yaml", POD.replace(b"nginx", b"ghcr.io/shop/web"))
        assert place.run_command("bash", "-euc", commands).returncode == 4


def test_the_hooks_are_those_of_the_documentation(page: str, root: Path) -> None:
    (shown,) = read_blocks(page, "CI", "yaml")

    documented = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    assert shown in documented
    known = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in yaml.safe_load(shown)["repos"][0]["hooks"]} <= {hook["id"] for hook in known}
