"""What plugins/argocd/plugin ships installs, and agrees with itself and with the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from regswap.hosts.argocd.plugin_parameter import PARAMETERS
from regswap.version import __version__
from tests.conftest import LocateClient
from tests.support.command import environment
from tests.support.overlay import SETTINGS, Overlay, load

FOLDER = Path("plugins") / "argocd" / "plugin"


@pytest.fixture
def shipped(root: Path) -> Path:
    return root / FOLDER


@pytest.fixture
def installed(tmp_path: Path, shipped: Path, client: LocateClient) -> dict[str, Any]:
    """What the overlay adds to Argo CD, and what it changes of Argo CD's own manifests."""
    return Overlay(shipped, tmp_path / "plugin", client).build()


@pytest.mark.client
@pytest.mark.parametrize("way", ["plugin", "stand-in"])
def test_changed_rules_start_the_repo_server_and_redis_and_nothing_else(
    tmp_path: Path, root: Path, client: LocateClient, way: str
) -> None:
    overlay = Overlay(root / "plugins" / "argocd" / way, tmp_path / way, client)
    before = overlay.build()
    (overlay.folder / "rules.map").write_text("docker.io :: other.example.com\n")
    after = overlay.build()

    changed = {name for name in before if before[name].get("spec") != after[name].get("spec")}
    assert changed == {"argocd-repo-server", "argocd-redis", "Deployment"}
    (volume,) = after["argocd-redis"]["spec"]["template"]["spec"]["volumes"]
    assert volume["configMap"]["name"] == after["ConfigMap"]["metadata"]["name"]


@pytest.mark.client
@pytest.mark.parametrize("way", ["plugin", "stand-in"])
def test_the_overlays_name_the_argo_cd_that_the_tests_run(root: Path, client: LocateClient, way: str) -> None:
    kustomization = root / "plugins" / "argocd" / way / "kustomization.yaml"
    (named,) = re.findall(r"argo-cd/(v[\d.]+)/manifests", kustomization.read_text(encoding="utf-8"))

    assert f"quay.io/argoproj/argocd:{named}" in client("argocd-install.yaml").read_text(encoding="utf-8")


@pytest.mark.client
def test_kustomize_builds_the_overlay(installed: dict[str, Any], shipped: Path) -> None:
    pod = installed["Deployment"]["spec"]["template"]["spec"]
    settings = installed["ConfigMap"]
    sidecar = next(each for each in pod["containers"] if each["name"] == "regswap")
    mounts = {each["mountPath"]: each for each in sidecar["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["volumes"]}

    assert settings["data"]["plugin.yaml"] == (shipped / "plugin.yaml").read_text(encoding="utf-8")
    assert volumes["regswap-plugin"]["configMap"]["name"] == settings["metadata"]["name"]
    assert mounts["/home/argocd/cmp-server/config/plugin.yaml"]["subPath"] == "plugin.yaml"
    assert volumes[mounts["/tmp"]["name"]].keys() == {"name", "emptyDir"}  # noqa: S108 - in the sidecar
    assert {each["name"] for each in sidecar["volumeMounts"]} <= set(volumes)
    assert {each["name"] for each in pod["containers"]} == {"argocd-repo-server", "regswap"}


@pytest.mark.client
def test_the_sidecar_may_do_nothing_that_it_need_not(installed: dict[str, Any]) -> None:
    (sidecar,) = (
        each for each in installed["Deployment"]["spec"]["template"]["spec"]["containers"] if each["name"] == "regswap"
    )

    assert sidecar["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "runAsUser": 999,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert sidecar["image"] == f"registry.example.com/regswap-argocd:{__version__}"
    assert sidecar["command"] == ["regswap", "argocd", "init", "/var/run/argocd/argocd-cmp-server"]


@pytest.mark.client
def test_what_the_documentation_reckons_is_what_is_set(installed: dict[str, Any], root: Path) -> None:
    pod = installed["Deployment"]["spec"]["template"]["spec"]
    server, sidecar = sorted(pod["containers"], key=lambda each: str(each["name"]))
    text = (root / "docs" / "argocd-plugin.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| ", text, re.MULTILINE))
    (volume,) = (each["emptyDir"] for each in pod["volumes"] if each["name"] == "regswap-tmp")

    assert (server["name"], sidecar["name"]) == ("argocd-repo-server", "regswap")
    for name, value in installed[SETTINGS]["data"].items():
        assert listed[name] == value
    assert listed["resources.limits.memory"] == sidecar["resources"]["limits"]["memory"]
    assert listed["sizeLimit"] == volume["sizeLimit"]
    for container in (server, sidecar):
        for variable in container["env"]:
            assert listed.get(variable["name"], variable.get("value")) == variable.get("value")
    assert {"ARGOCD_EXEC_TIMEOUT", "ARGOCD_CMP_CHUNK_SIZE"} < set(listed)


@pytest.mark.client
def test_the_rules_are_mounted_where_the_plugins_look_for_them(installed: dict[str, Any], shipped: Path) -> None:
    sidecar = next(
        each for each in installed["Deployment"]["spec"]["template"]["spec"]["containers"] if each["name"] == "regswap"
    )
    folders = [each["mountPath"] for each in sidecar["volumeMounts"] if "subPath" not in each]

    for name in ("plugin.yaml", "plugin-enforce.yaml"):
        rules = Path(load(shipped / name)["spec"]["generate"]["args"][-1])
        assert str(rules.parent) in folders
        assert rules.name in installed["ConfigMap"]["data"]


def test_the_two_plugins_differ_in_name_and_discovery_only(shipped: Path) -> None:
    plugin, enforcing = (load(shipped / name) for name in ("plugin.yaml", "plugin-enforce.yaml"))

    assert enforcing["spec"].pop("discover") == {"fileName": "*"}
    assert (plugin["metadata"].pop("name"), enforcing["metadata"].pop("name")) == ("regswap", "regswap-enforce")
    assert plugin == enforcing
    assert plugin["kind"] == "ConfigManagementPlugin"


def test_the_example_sets_what_the_plugin_knows(shipped: Path) -> None:
    plugin = load(shipped / "application.yaml")["spec"]["source"]["plugin"]
    known = {parameter.name: parameter.collection for parameter in PARAMETERS}

    assert plugin["name"] == load(shipped / "plugin.yaml")["metadata"]["name"]
    for parameter in plugin["parameters"]:
        assert known[parameter["name"]] in parameter


def test_the_documentation_lists_every_parameter(root: Path) -> None:
    text = (root / "docs" / "argocd-plugin.md").read_text(encoding="utf-8")

    listed = re.findall(r"^\| `([a-z-]+)` \| (string|array|map) \| ", text, re.MULTILINE)
    assert listed == [(parameter.name, parameter.collection) for parameter in PARAMETERS]


@pytest.mark.client
def test_what_the_documentation_shows_to_try_works(tmp_path: Path, root: Path, client: LocateClient) -> None:
    text = (root / "docs" / "argocd-plugin.md").read_text(encoding="utf-8")
    shown = re.search(r"```sh\n(ARGOCD_APP_NAME=.*?)```", text, re.DOTALL)
    assert shown is not None
    shutil.copytree(root / "fixtures" / "charts" / "shop", tmp_path / "shop")
    (tmp_path / "shop" / "values-prod.yaml").write_text("web: {replicas: 3}\n")
    (tmp_path / "helm").symlink_to(client("helm3"))
    path = os.pathsep.join((str(tmp_path), sysconfig.get_path("scripts"), os.environ["PATH"]))

    done = subprocess.run(
        ["sh", "-c", shown[1].replace("/etc/regswap/rules.map", str(root / "fixtures" / "maps" / "demo.map"))],
        cwd=tmp_path / "shop",
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    # On success all of it is comments, the warnings about hidden places too.
    assert [line for line in done.stderr.splitlines() if not line.startswith("#")] == []
    assert "replicas: 3" in done.stdout
    assert "image: registry.example.com/mirror-ghcr.io/shop/web:2.4.1" in done.stdout.replace('"', "")
