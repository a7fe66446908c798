"""What plugins/argocd/stand-in ships installs the stand-ins, the same in all three ways."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from regswap.version import __version__
from tests.conftest import LocateClient
from tests.support.command import LONG_ENOUGH, POD, REWRITTEN, RULES, environment, regswap, write
from tests.support.overlay import Overlay, load

FOLDER = Path("plugins") / "argocd" / "stand-in"


@pytest.fixture
def shipped(root: Path) -> Path:
    return root / FOLDER


@pytest.fixture
def installed(tmp_path: Path, shipped: Path, client: LocateClient) -> dict[str, Any]:
    """What the overlay adds to Argo CD, and what it changes of Argo CD's own manifests."""
    return Overlay(shipped, tmp_path / "stand-in", client).build()


def find_server(installed: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return the Pod, the init container that installs, and the repo-server."""
    pod = installed["argocd-repo-server"]["spec"]["template"]["spec"]
    init = next(each for each in pod["initContainers"] if each["name"] == "regswap-stand-in")
    (server,) = pod["containers"]
    return pod, init, server


@pytest.mark.client
def test_the_overlay_puts_the_stand_ins_first_on_the_path_of_the_repo_server(installed: dict[str, Any]) -> None:
    pod, init, server = find_server(installed)
    folder = next(word for word in init["args"] if word.startswith("--to=")).removeprefix("--to=")
    volumes = {each["name"]: each for each in pod["volumes"]}
    mounts = {each["mountPath"]: each for each in server["volumeMounts"]}

    (path,) = (each["value"] for each in server["env"] if each["name"] == "PATH")
    assert path.split(":")[0] == f"{folder}/bin"
    assert volumes[mounts[folder]["name"]].keys() == {"name", "emptyDir"}
    assert mounts[folder]["readOnly"]
    assert volumes[mounts["/etc/regswap"]["name"]]["configMap"]["name"] == installed["ConfigMap"]["metadata"]["name"]
    assert "--rules=/etc/regswap/rules.map" in init["args"]
    assert "rules.map" in installed["ConfigMap"]["data"]
    assert {each["mountPath"] for each in init["volumeMounts"]} == {folder, "/etc/regswap"}
    assert init["image"] == f"registry.example.com/regswap:{__version__}"


@pytest.mark.client
def test_what_the_init_container_runs_makes_helm_rewrite(
    installed: dict[str, Any], tmp_path: Path, client: LocateClient
) -> None:
    """With the folders of the Pod in another place, and what the volumes hold in them."""
    _, init, server = find_server(installed)
    write(tmp_path / "pod" / "etc" / "regswap" / "rules.map", RULES)
    for name, program in (("helm", "helm4-newest"), ("kustomize", "kustomize")):
        (tmp_path / "pod" / "usr" / "local" / "bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / "pod" / "usr" / "local" / "bin" / name).symlink_to(client(program))
    # The copy of Python is tested by itself.
    words = [word.replace("=/", f"={tmp_path}/pod/") for word in init["args"] if word != "--with-python"]

    done = regswap(*words)

    assert done.code == 0, done.err
    write(tmp_path / "app" / "pod.yaml", POD)
    write(tmp_path / "app" / "kustomization.yaml", b"resources: [pod.yaml]\n")
    path = next(each["value"] for each in server["env"] if each["name"] == "PATH")
    first = str(tmp_path / "pod") + path.split(":")[0]
    built = subprocess.run(
        ["/usr/bin/env", "kustomize", "build", tmp_path / "app"],
        env=environment({"PATH": f"{first}:{os.environ['PATH']}"}),
        capture_output=True,
        timeout=LONG_ENOUGH,
        check=True,
    )
    assert b"image: mirror.example/hub/nginx:1.27\n" in built.stdout


def test_the_three_ways_install_the_same(shipped: Path) -> None:
    pod = load(shipped / "repo-server.yaml")["spec"]["template"]["spec"]
    (init,) = pod["initContainers"]
    (server,) = pod["containers"]
    init["image"] += f":{__version__}"
    wanted = {
        "initContainers": [init],
        "env": server["env"],
        "volumeMounts": server["volumeMounts"],
        "volumes": pod["volumes"],
    }

    assert load(shipped / "argo-helm-values.yaml") == {"repoServer": wanted}
    assert load(shipped / "operator.yaml")["spec"] == {"repo": wanted}


def test_python_and_regswap_are_copied_with_all_that_they_are_linked_to(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules.map", RULES)
    # The program's parent is the stand-in that will rewrite.
    helm = write(tmp_path / "helm", f"#!/bin/sh\ncat /proc/$PPID/maps >&2\ncat {tmp_path}/pod.yaml\n".encode())
    helm.chmod(0o755)
    write(tmp_path / "pod.yaml", POD)
    to = tmp_path / "to"

    done = regswap("stand-in", "install", "--to", to, "--with-python", "--rules", rules, "--helm", helm)
    assert done.code == 0, done.err
    called = subprocess.run(
        [to / "bin" / "helm", "template"],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin"},
        timeout=LONG_ENOUGH,
        check=False,
    )

    assert (called.returncode, called.stdout) == (0, REWRITTEN), called.stderr
    mapped = {path for path in re.findall(r" (/\S+)$", called.stderr.decode(), re.MULTILINE) if ".so" in path}
    assert {Path(path).name.partition(".")[0] for path in mapped} >= {"libc"}
    assert [path for path in mapped if not path.startswith(f"{to}/")] == []


@pytest.mark.client
def test_what_the_documentation_shows_to_try_works(tmp_path: Path, root: Path, client: LocateClient) -> None:
    text = (root / "docs" / "argocd-stand-in.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^```sh\n(regswap stand-in install (?s:.*?))^```$", text)
    shutil.copytree(root / "fixtures" / "charts" / "shop", tmp_path / "charts" / "shop")
    (tmp_path / "chart").symlink_to("charts/shop")
    shutil.copy(root / "fixtures" / "maps" / "demo.map", tmp_path / "rules.map")
    (tmp_path / "helm").symlink_to(client("helm4-newest"))
    (tmp_path / "regswap").symlink_to(Path(sysconfig.get_path("scripts")) / "regswap")

    for commands in shown:
        done = subprocess.run(
            ["bash", "-euc", commands.replace("/tmp/stand-in", str(tmp_path / "made"))],  # noqa: S108 - in the page
            cwd=tmp_path,
            env=environment({"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}),
            capture_output=True,
            text=True,
            timeout=LONG_ENOUGH,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "image: registry.example.com/mirror-ghcr.io/shop/web:2.4.1" in done.stdout.replace('"', "")
    assert len(shown) == 2


@pytest.mark.client
def test_the_calls_of_argo_cd_come_out_rewritten(tmp_path: Path, client: LocateClient) -> None:
    """The command lines of its 3.5.1, util/helm/cmd.go and util/kustomize/kustomize.go, in the order of its calls."""
    rules = write(tmp_path / "rules.map", RULES)
    for name, program in (("helm", "helm4-newest"), ("kustomize", "kustomize")):
        (tmp_path / name).symlink_to(client(program))
    named = ("--helm", tmp_path / "helm", "--kustomize", tmp_path / "kustomize")
    assert regswap("stand-in", "install", "--to", tmp_path / "to", "--rules", rules, *named).code == 0
    chart, app = tmp_path / "repo" / "charts" / "web", tmp_path / "repo" / "app"
    write(chart / "Chart.yaml", b"apiVersion: v2\nname: web\nversion: 1.0.0\n")
    write(chart / "templates" / "pod.yaml", POD.replace(b"1.27", b"{{ .Values.tag }}"))
    write(tmp_path / "repo" / "envs" / "prod.yaml", b"tag: '1.28'\n")
    write(app / "pod.yaml", POD)
    write(app / "kustomization.yaml", b"resources: [pod.yaml]\n")

    def call(folder: Path, *command: str | Path) -> bytes:
        path = f"{tmp_path}/to/bin:/usr/bin:/bin"
        # exec.Command looks the program up in the PATH of the repo-server.
        line = ["/usr/bin/env", *command]
        return subprocess.run(line, cwd=folder, env={"PATH": path, "HOME": "/"}, capture_output=True, check=True).stdout

    assert call(chart, "helm", "version", "--short").startswith(b"v4.")
    assert call(chart, "helm", "show", "values", ".") == b""
    chosen = ("--namespace", "prod", "--kube-version", "1.34.0", "--set", "a=b", "--values", "../../envs/prod.yaml")
    rendered = call(chart, "helm", "template", ".", "--name-template", "shop", *chosen, "--api-versions", "v1")
    assert b"image: mirror.example/hub/nginx:1.28 #" in rendered

    assert b"v5." in call(app, "kustomize", "version", "--short")
    call(app, "kustomize", "edit", "set", "nameprefix", "--", "build-")
    call(app, "kustomize", "edit", "set", "image", "nginx=quay.io/shop/nginx:2")
    built = call(tmp_path / "repo", "kustomize", "build", app, "--load-restrictor", "LoadRestrictionsNone")
    assert b"name: build-web" in built
    assert b"image: mirror.example/quay/shop/nginx:2\n" in built
