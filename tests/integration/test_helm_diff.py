"""What the page about helm-diff says, with the real plugin and an API server that keeps releases."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, LocateClient
from tests.support.api_server import ApiServer
from tests.support.command import write
from tests.support.helm import Helm, write_chart

pytestmark = pytest.mark.client

UPGRADE, DRY_RUN = (
    shlex.split(text.replace("\\\n", ""))
    for text in re.findall(r"(?ms)^```sh\nhelm (.*?)^```", (ROOT / "docs" / "helm-diff.md").read_text("utf-8"))
)
PLUGIN = "name: diff\nversion: 3.9.14\nusage: diff\ndescription: diff\ncommand: $HELM_PLUGIN_DIR/bin/diff\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s%s}\nspec:\n  containers:\n  - name: a\n    image: %s\n"
HOOK = ', annotations: {"helm.sh/hook": pre-upgrade}'


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, client: LocateClient) -> Iterator[ApiServer]:
    with ApiServer(tmp_path_factory.mktemp("cluster"), client) as server:
        yield server


@pytest.fixture(params=["helm3-newest", "helm4-newest"])
def helm(client: LocateClient, tmp_path: Path, request: pytest.FixtureRequest) -> Helm:
    """A Helm with helm-diff, beside a chart and rules."""
    plugins = tmp_path / "plugins"
    write(plugins / "diff" / "plugin.yaml", PLUGIN.encode())
    (plugins / "diff" / "bin").mkdir()
    (plugins / "diff" / "bin" / "diff").symlink_to(client("helm-diff"))
    if request.param.startswith("helm4"):
        (plugins / "regswap").symlink_to(ROOT / "plugins" / "helm" / "regswap")
    made = Helm(client(request.param), tmp_path / "home", plugins)
    pods = {
        "templates/pod.yaml": POD % ("a", "", "nginx:1.27"),
        "templates/hook.yaml": POD % ("h", HOOK, "alpine:3.20"),
    }
    write_chart(made.folder / "chart", pods)
    write(made.folder / "rules.map", b"default::registry.example.com\n")
    return made


def is_3(helm: Helm) -> bool:
    return helm.run("version", "--short").stdout.startswith("v3")


def test_a_dry_run_shows_rewritten_references_without_a_cluster(helm: Helm) -> None:
    done = helm.run(*DRY_RUN)

    assert done.returncode == 0, done.stderr
    assert "+     image: registry.example.com/nginx:1.27" in done.stdout


def test_a_diff_shows_what_the_upgrade_would_install(helm: Helm, cluster: ApiServer) -> None:
    release = f"shop-{3 if is_3(helm) else 4}"
    access = cluster.access_of_helm
    command = [release if word == "shop" else word for word in UPGRADE]
    flags = command[command.index("--post-renderer") :]
    installed = helm.run("install", release, "./chart", "--create-namespace", "--namespace", release, **access)
    assert installed.returncode == 0, installed.stderr

    # As the page says: what 3.9.14 asks for validation with, Helm 4 refuses.
    unvalidated = [] if is_3(helm) else ["--disable-validation"]
    done = helm.run(*command, *unvalidated, "--namespace", release, "--detailed-exitcode", **access)

    changed = [line for line in done.stdout.splitlines() if re.match(r"[-+] .*image:", line)]
    assert done.returncode == 2, done.stderr
    assert changed[:2] == ["-     image: nginx:1.27", "+     image: registry.example.com/nginx:1.27"]
    assert ("registry.example.com/alpine:3.20" in done.stdout) == (not is_3(helm))

    upgraded = helm.run("upgrade", release, "./chart", *flags, "--namespace", release, "--no-hooks", **access)
    assert upgraded.returncode == 0, upgraded.stderr
    revisions = helm.run("diff", "revision", release, "1", "2", "--namespace", release, **access)
    assert "+     image: registry.example.com/nginx:1.27" in revisions.stdout
    back = helm.run("diff", "rollback", release, "1", "--namespace", release, **access)
    assert "+     image: nginx:1.27" in back.stdout


def test_a_diff_fails_where_regswap_does(helm: Helm) -> None:
    (helm.folder / "rules.map").unlink()

    done = helm.run(*DRY_RUN)

    assert done.returncode != 0
    assert ("rules.map: error: there is no such file" in done.stderr) == is_3(helm)
    assert "image:" not in done.stdout
