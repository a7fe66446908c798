"""The registries that the tests start, asked by a program that is not ours."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import LocateClient
from tests.support.registry import Registry
from tests.support.registry_image import make_image, push
from tests.support.registry_proxy import Fault, Proxy

pytestmark = pytest.mark.client


def skopeo(program: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(program), *arguments], capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_skopeo_reads_what_was_pushed_through_a_proxy(internet: Registry, client: LocateClient) -> None:
    image = make_image(b"one", platforms=("linux/amd64", "linux/arm64"))
    with Proxy(internet.host, Fault("GET .*never", 500)) as proxy:
        push(internet, "team/app", "1.0", image)

        run = skopeo(client("skopeo"), "inspect", "--raw", "--tls-verify=false", f"docker://{proxy.host}/team/app:1.0")

    assert json.loads(run.stdout) == json.loads(image.manifests[image.digest][1])
    assert "/v2/team/app/manifests/1.0" in [request.path for request in proxy.requests]


def test_skopeo_reads_behind_the_air_gap_with_the_password_and_the_authority(
    air_gap: Registry, client: LocateClient, tmp_path: Path
) -> None:
    image = make_image(b"one")
    reference = push(air_gap, "app", "1.0", image)
    assert air_gap.tls is not None
    config = air_gap.write_docker_config(tmp_path / "docker") / "config.json"

    def inspect(**environment: str) -> subprocess.CompletedProcess[bytes]:
        trust = f"--cert-dir={air_gap.tls.authority.parent}" if air_gap.tls else ""
        return skopeo(client("skopeo"), "inspect", "--raw", trust, f"docker://{reference}", **environment)

    assert b"unauthorized" in inspect(REGISTRY_AUTH_FILE="/nonexistent").stderr
    assert inspect(REGISTRY_AUTH_FILE=str(config)).stdout == image.manifests[image.digest][1]
