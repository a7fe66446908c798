"""What ``regswap mirrors`` writes, given to the programs that pull: containerd, skopeo."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LocateClient
from tests.support.command import regswap
from tests.support.containerd import Containerd
from tests.support.registry import Registry
from tests.support.registry_image import make_image, make_layer, push

pytestmark = pytest.mark.client

LONG_ENOUGH = 120


@pytest.fixture
def mirror(internet: Registry) -> Registry:
    """A registry that has images of others, below a path for each."""
    push(internet, "quay/team/app", "1", make_image(make_layer("app")))
    push(internet, "hub/library/nginx", "1", make_image(make_layer("nginx")))
    push(internet, "tools/lint", "1", make_image(make_layer("lint")))
    return internet


def write_mirrors(folder: Path, mirror: Registry, form: str, *more: str) -> Path:
    rules = f"quay.io::{mirror.host}/quay\ndocker.io::{mirror.host}/hub\n{''.join(more)}default::\n"
    (folder / "rules.map").write_text(rules)
    target = folder / form
    code, _, err = regswap("mirrors", "--format", form, "--plain-http", "-o", target, "rules.map", cwd=folder)
    assert code == 0, err
    return target


@pytest.fixture(params=["containerd", "containerd-2"])
def node(
    client: LocateClient, tmp_path: Path, mirror: Registry, request: pytest.FixtureRequest
) -> Iterator[Containerd]:
    if os.geteuid() != 0:
        pytest.skip("containerd needs root")
    folder = tmp_path / "node"
    folder.mkdir()
    write_mirrors(tmp_path, mirror, "containerd").rename(folder / "certs.d")
    with (
        tempfile.TemporaryDirectory(prefix="node") as short,
        Containerd(folder, Path(short) / "s", client(request.param)) as running,
    ):
        yield running


def test_containerd_pulls_through_the_mirror_by_tag_and_by_digest(node: Containerd) -> None:
    app = make_image(make_layer("app"))
    expected = node.pull("quay.io/team/app:1")

    assert expected.startswith("sha256:")
    assert node.pull(f"quay.io/team/app@{app.digest}") == expected
    assert node.pull(f"quay.io/team/app:1@{app.digest}") == expected
    assert node.pull("docker.io/library/nginx:1").startswith("sha256:")


def copy(client: LocateClient, folder: Path, config: Path, reference: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [client("skopeo"), "--insecure-policy", "--registries-conf", config, "copy"]
    return subprocess.run(
        [*command, f"docker://{reference}", f"dir:{folder / 'copied'}"],
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
        check=False,
    )


@pytest.mark.parametrize("reference", ["quay.io/team/app:1", "docker.io/library/nginx:1", "quay.io/tools/lint:1"])
def test_skopeo_pulls_through_the_mirror_of_a_registry_and_of_a_path(
    client: LocateClient, tmp_path: Path, mirror: Registry, reference: str
) -> None:
    config = write_mirrors(tmp_path, mirror, "registries-conf", f"quay.io/tools::{mirror.host}/tools\n")

    done = copy(client, tmp_path, config, reference)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "copied" / "manifest.json").exists()


def test_skopeo_never_asks_the_source_of_what_the_mirror_lacks(
    client: LocateClient, tmp_path: Path, mirror: Registry
) -> None:
    config = write_mirrors(tmp_path, mirror, "registries-conf")

    done = copy(client, tmp_path, config, "quay.io/team/other:1")

    assert done.returncode != 0
    assert f"{mirror.host}/quay/team/other" in done.stderr
    assert "blocked" in done.stderr
