"""A real Helm that runs regswap, the fixture charts that it renders, and what to see in what it prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.terminal import Shown, run_on_terminal

# What every reference of the chart becomes under demo.map.
BECOMES = {
    "busybox": "registry.example.com/official/busybox",
    "ghcr.io/shop/web:2.4.1": "registry.example.com/mirror-ghcr.io/shop/web:2.4.1",
    "nginx:1.27.3": "registry.example.com/official/nginx:1.27.3",
    "quay.io/prometheus/statsd-exporter:v0.28.0": "registry.example.com/quay/prometheus/statsd-exporter:v0.28.0",
    "registry.shop.example:5000/tools/debug": "registry.shop.example:5000/tools/debug",
    "docker.io/library/postgres:16.4@sha256:4ac5ac1ad10d4ff1ff3e31bb10b2b0d6e8c5c4f3a1b0e9d8c7b6a5948372615f": (
        "registry.example.com/official/postgres:16.4"
        "@sha256:4ac5ac1ad10d4ff1ff3e31bb10b2b0d6e8c5c4f3a1b0e9d8c7b6a5948372615f"
    ),
    "postgres@sha256:9d1ae8c51a38f0a1bd0cfb8a5b2d7f4e3c6b5a4938271605f4e3d2c1b0a99887": (
        "registry.example.com/official/postgres@sha256:9d1ae8c51a38f0a1bd0cfb8a5b2d7f4e3c6b5a4938271605f4e3d2c1b0a99887"
    ),
    "ghcr.io/shop/dictionary:2024-11": "registry.example.com/mirror-ghcr.io/shop/dictionary:2024-11",
    "registry.shop.example:5000/team/report:1.0": "registry.shop.example:5000/team/report:1.0",
    "registry.example.com/hub/curlimages/curl:8.10.1": "registry.example.com/hub/curlimages/curl:8.10.1",
    "quay.io/prometheus/node-exporter:v1.8.2": "registry.example.com/quay/prometheus/node-exporter:v1.8.2",
}
HOOKS_BECOME = {
    "ghcr.io/shop/migrate:2.4.1": "registry.example.com/mirror-ghcr.io/shop/migrate:2.4.1",
    "alpine:3.20": "registry.example.com/hardened/alpine:3.20-r2",
    "curlimages/curl:8.10.1": "registry.example.com/hub/curlimages/curl:8.10.1",
}

Report = dict[str, Any]


class Helm:
    """A real Helm in folders of its own, with regswap on its PATH."""

    def __init__(self, program: Path, home: Path, plugins: Path | None = None) -> None:
        """Set up everything below one folder; without plugins it looks where it installs them."""
        self.home = home
        self.folder = home / "work"
        self.folder.mkdir(parents=True)
        programs = home / "bin"
        programs.mkdir()
        (programs / "helm").symlink_to(program)
        path = os.pathsep.join((sysconfig.get_path("scripts"), str(programs), os.environ["PATH"]))
        self.environment = {
            "PATH": path,
            "HOME": str(home),
            "KUBECONFIG": str(home / "no-cluster"),
            **{f"HELM_{kind}_HOME": str(home / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA")},
        }
        if plugins is not None:
            self.environment["HELM_PLUGINS"] = str(plugins)

    def run(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run_command("helm", *arguments, **environment)

    def run_command(self, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        # As bytes, because reading text would turn one line ending into another.
        done = subprocess.run(
            [str(shutil.which(command[0], path=self.environment["PATH"])), *command[1:]],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def run_on_terminal(self, *arguments: str | Path, **environment: str) -> Shown:
        """Run Helm as a person does whose terminal shows neither of its streams."""
        command = [str(shutil.which("helm", path=self.environment["PATH"])), *arguments]
        return run_on_terminal(command, cwd=self.folder, env={**self.environment, **environment})

    def template(self, *arguments: str | Path, **environment: str) -> str:
        """Render without a word on stderr, and return what is printed."""
        done = self.run("template", "shop", *arguments, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


class Way(NamedTuple):
    """A Helm, and how regswap is started in it."""

    helm: Helm
    command: list[str]
    """What stands before regswap's options."""
    is_3: bool
    """Whether it keeps hooks from the post-renderer, and shows what a post-renderer says."""

    def through(self, *arguments: str | Path) -> list[str]:
        """Return the flags that make this Helm run regswap."""
        return through("regswap", *self.command, *arguments)


def add_plugin(plugins: Path, name: str, command: str) -> Path:
    """Write a post-renderer plugin that runs a command, and return its folder."""
    folder = plugins / name
    folder.mkdir()
    manifest = {
        "apiVersion": "v1",
        "type": "postrenderer/v1",
        "name": name,
        "version": "0.1.0",
        "runtime": "subprocess",
        "runtimeConfig": {"platformCommand": [{"command": command}]},
    }
    (folder / "plugin.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return folder


def write_chart(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {"Chart.yaml": "apiVersion: v2\nname: written\nversion: 1.0.0\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def through(renderer: str | Path, *arguments: str | Path) -> list[str]:
    """Return the flags that make Helm run a post-renderer."""
    flags = ["--post-renderer", str(renderer)]
    for argument in arguments:
        flags += ["--post-renderer-args", str(argument)]
    return flags


def images(text: str) -> list[str]:
    """Return the references of all workloads in a stream, as an independent parser reads them."""
    return [image for document in yaml.safe_load_all(text) for image in images_below(document)]


def images_below(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from images_below(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in {"initContainers", "containers", "ephemeralContainers"}:
            yield from (container["image"] for container in value)
        elif key == "volumes":
            yield from (volume["image"]["reference"] for volume in value if isinstance(volume.get("image"), dict))
        else:
            yield from images_below(value)


def read_report(path: Path) -> Report:
    report: Report = json.loads(path.read_text(encoding="utf-8"))
    return report
