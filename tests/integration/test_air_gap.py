"""The walk of docs/airgap.md: each of its commands is run, from an empty disk to a node that pulls."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import LocateClient
from tests.support.command import environment
from tests.support.containerd import Containerd
from tests.support.registry import PASSWORD, USER, Registry
from tests.support.registry_image import blob_path, make_image, make_layer, push

pytestmark = pytest.mark.client

PLATFORMS = ("linux/amd64", "linux/arm64")
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "values.yaml": "tag: '1.4'\n",
    "templates/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: {{ .Release.Namespace }}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: quay.io/shop/web:{{ .Values.tag }}
          args: [--reloader-image=quay.io/shop/reloader:0.9]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {basket: "shop/basket:2"}
""",
}
CLUSTER = """\
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db, namespace: shop}
spec:
  imageName: quay.io/shop/postgresql:16.4
"""
NAMES = ("shop/web:1.4", "shop/reloader:0.9", "shop/pause:3.10", "shop/postgresql:16.4")


IMAGES = {
    name: make_image(make_layer(name), platforms=PLATFORMS if "post" in name else PLATFORMS[:1]) for name in NAMES
}


class Listener:
    """Listens where the source was, and counts who comes."""

    def __init__(self, host: str) -> None:
        name, _, port = host.rpartition(":")
        self._socket = socket.create_server((name, int(port)))
        self.count = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.count += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Walk:
    """A folder with what the page begins with, and the commands of the page."""

    def __init__(self, folder: Path, root: Path, internet: Registry, gap: Registry) -> None:
        self.folder = folder
        self.hosts = {"quay.io": internet.host, "mirror.example:5000": gap.host}
        page = (root / "docs" / "airgap.md").read_text(encoding="utf-8")
        self.sections = dict(re.findall(r"(?ms)^## ([^\n]*)\n(.*?)(?=^## |\Z)", page))
        assert gap.tls is not None
        for name, text in {**{f"shop/{name}": text for name, text in CHART.items()}, "cluster.yaml": CLUSTER}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(self.place(text))
        (folder / "mirror-ca.pem").write_bytes(gap.tls.authority.read_bytes())
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "DOCKER_CONFIG": str(gap.write_docker_config(folder / "docker")),
            "HOME": str(folder),
            "COSIGN_PASSWORD": "",
        }
        (folder / "bin").mkdir()
        self.program("regswap", Path(sys.executable).parent / "regswap")

    def program(self, name: str, path: Path) -> None:
        """Put a program on PATH."""
        (self.folder / "bin" / name).symlink_to(path)

    def place(self, text: str) -> str:
        """Return a text with the registries of the test in it."""
        for name, host in self.hosts.items():
            text = text.replace(name, host)
        return text

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run commands as the page has them."""
        return subprocess.run(
            ["bash", "-euc", self.place(script)],
            cwd=self.folder,
            env=environment(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )

    def section(self, name: str) -> list[subprocess.CompletedProcess[str]]:
        """Run every command of a section; all must succeed."""
        done = [self.shell(script) for script in re.findall(r"(?ms)^```sh\n(.*?)^```$", self.sections[name])]
        assert done
        assert [(one.returncode, one.stderr) for one in done if one.returncode] == []
        return done


@pytest.fixture
def walk(tmp_path: Path, root: Path, internet: Registry, air_gap: Registry, client: LocateClient) -> Walk:
    """The page before its first command: the images are on the internet, one of them is signed."""
    folder = tmp_path / "work"
    folder.mkdir()
    walk = Walk(folder, root, internet, air_gap)
    for name in ("regsync", "cosign"):
        walk.program(name, client(name))
    walk.program("helm", client("helm3"))
    for name, image in IMAGES.items():
        repository, _, tag = name.partition(":")
        push(internet, repository, tag, image)
    sign = "cosign sign --yes --key cosign.key --tlog-upload=false --use-signing-config=false --allow-http-registry"
    done = walk.shell(f"cosign generate-key-pair\n{sign} quay.io/shop/web@{IMAGES['shop/web:1.4'].digest}")
    assert done.returncode == 0, done.stderr
    return walk


@pytest.fixture
def node(tmp_path: Path, air_gap: Registry, client: LocateClient) -> Iterator[Containerd]:
    """A node that knows the registry of the air gap, and no other."""
    assert air_gap.tls is not None
    # The path of a socket has about a hundred characters at most.
    with tempfile.TemporaryDirectory(prefix="regswap-") as short:
        node = Containerd(tmp_path / "node", Path(short) / "containerd.sock", client("containerd"))
        node.trust(air_gap.host, air_gap.tls.authority)
        with node:
            yield node


CONNECTED = ("The rules and what no manifest says", "The plan", "The lock", "The copy")


def list_references(text: str) -> list[str]:
    """Return every reference of what is deployed."""
    specs = {document["kind"]: document.get("spec", {}) for document in yaml.safe_load_all(text)}
    container = specs["Deployment"]["template"]["spec"]["containers"][0]
    reloader = container["args"][0].partition("=")[2]
    return [container["image"], reloader, specs["Cluster"]["imageName"]]


@pytest.mark.skipif(os.geteuid() != 0, reason="containerd needs root")
def test_the_walk_ends_with_a_node_that_pulls_and_nobody_asks_the_source(
    walk: Walk, internet: Registry, air_gap: Registry, node: Containerd
) -> None:
    for name in CONNECTED:
        walk.section(name)
    assert len((walk.folder / "images.txt").read_text().splitlines()) == len(IMAGES)
    internet.stop()
    (walk.folder / "bundle").rename(walk.folder / "left behind")
    source = Listener(internet.host)

    _, verified, deployed = walk.section("Behind the gap")

    assert verified.stdout.startswith("4 of 4 images proved")
    assert "The signatures were verified against the specified public key" in deployed.stderr
    references = list_references((walk.folder / "deploy.yaml").read_text())
    digests = {f"{air_gap.host}/quay/{name}@{image.digest}" for name, image in IMAGES.items() if "pause" not in name}
    assert set(references) == digests
    for reference in references:
        assert node.pull(reference, USER, PASSWORD).startswith("sha256:")
    source.close()
    assert source.count == 0


def test_what_is_taken_away_is_missed_with_every_place(walk: Walk, air_gap: Registry) -> None:
    for name in (*CONNECTED, "Behind the gap"):
        walk.section(name)
    layout = walk.folder / "unpacked"
    verify = "regswap bundle verify -c regswap.yaml -r rules.map render.yaml cluster.yaml"
    assert walk.shell(f"{verify} --at unpacked").returncode == 0
    layer = next(digest for digest, data in IMAGES["shop/web:1.4"].blobs.items() if not data.startswith(b"{"))
    path = blob_path(layout, layer)
    path.write_bytes(b"\0" * 1000)

    done = walk.shell(f"{verify} --at unpacked")
    assert done.returncode == 6
    needs = f"Deployment shop/web spec.template.spec.containers[0].image needs {air_gap.host}/quay/shop/web:1.4"
    assert needs in done.stdout
    assert layer in done.stdout
    air_gap.delete_manifest("quay/shop/postgresql", IMAGES["shop/postgresql:16.4"].digest)
    done = walk.shell(f"{verify} --ca mirror-ca.pem")
    assert done.returncode == 6
    needs = f"Cluster shop/db spec.imageName needs {air_gap.host}/quay/shop/postgresql:16.4: manifest unknown"
    assert f"cluster.yaml:5:14: error: {needs}" in done.stdout


def test_a_tag_that_moves_after_the_lock_brings_nothing_else(walk: Walk, internet: Registry) -> None:
    for name in CONNECTED[:3]:
        walk.section(name)
    moved = make_image(make_layer("another"))
    push(internet, "shop/web", "1.4", moved)

    (done,) = walk.section("The copy")

    assert done.stdout.startswith("4 of 4 images proved")
    assert blob_path(walk.folder / "bundle", IMAGES["shop/web:1.4"].digest).exists()
    assert not blob_path(walk.folder / "bundle", moved.digest).exists()
