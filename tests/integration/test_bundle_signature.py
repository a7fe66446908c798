"""Signatures made by cosign: locked, left behind by a plain copy, which verify tells, and proved where they arrived."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import LocateClient
from tests.support.command import regswap, write
from tests.support.registry import Registry
from tests.support.registry_image import make_image, push

pytestmark = pytest.mark.client

APP = make_image(b"app", platforms=("linux/amd64", "linux/arm64"))
POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  containers: [{{name: a, image: "{image}"}}]
"""
OFFLINE = ("--key", "cosign.key", "--tlog-upload=false", "--use-signing-config=false", "--yes")


def test_a_signature_of_cosign_is_proved_from_the_source_to_the_target(
    internet: Registry, client: LocateClient, tmp_path: Path
) -> None:
    def run(program: str, *arguments: str) -> None:
        environment = {**os.environ, "COSIGN_PASSWORD": "", "HOME": str(tmp_path)}
        command = [str(client(program)), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    source = push(internet, "app", "1.0", APP)
    run("cosign", "generate-key-pair")
    run("cosign", "sign", *OFFLINE, "--allow-http-registry", f"{internet.host}/app@{APP.digest}")
    with Registry(tmp_path / "target", client("docker-registry")) as target:
        write(tmp_path / "m.map", f"{internet.host}::{target.host}/far\ndefault::\n".encode())
        write(tmp_path / "app.yaml", POD.format(image=source).encode())
        copied = f"{target.host}/far/app:1.0"
        arguments = ("-r", "m.map", "app.yaml", "--signatures")
        verify = ("bundle", "verify", *arguments)
        assert regswap("bundle", "lock", *arguments, cwd=tmp_path).code == 0
        (locked,) = yaml.safe_load((tmp_path / "regswap.lock.yaml").read_bytes())["images"]
        ((signature,),) = [locked["referrers"][APP.digest]]

        push(target, "far/app", "1.0", APP)
        left = regswap(*verify, cwd=tmp_path)
        assert left.code == 6
        assert f"referrer {signature} of {APP.digest}" in left.out.decode()

        for host in (internet.host, target.host):
            run("regctl", "registry", "set", "--tls=disabled", host)
        run("regctl", "image", "copy", "--referrers", "--digest-tags", source, copied)
        assert regswap(*verify, cwd=tmp_path).code == 0
        run("cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog", "--allow-http-registry", copied)
        internet.stop()
        assert regswap(*verify, "--lock", "regswap.lock.yaml", "--deep", cwd=tmp_path).code == 0
