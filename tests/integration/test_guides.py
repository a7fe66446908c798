"""The guides of docs: what they show is what happens, where the program that they are about can be had."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, LocateClient
from tests.support.command import LONG_ENOUGH, POD, environment, regswap, write

CLUSTER = b"""\
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db, namespace: shop}
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:16.4
"""


def read_page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_rule_of_the_page_about_bitnami_moves_every_spelling_and_nothing_else(tmp_path: Path) -> None:
    page = read_page("bitnami.md")
    for number, text in enumerate(re.findall(r"(?ms)^```text\n(.*?)^```", page)):
        write(tmp_path / f"{number}.map", text.encode())
    written = re.findall(r"`(\S*bitnami/redis:7\.2)`", page)
    pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n" + "".join(
        f"  - image: {reference}\n" for reference in (*written, "bitnami.example/redis:1", "nginx")
    )

    def rewrite(rules: str) -> list[str]:
        out = regswap("rewrite", "-r", rules, cwd=tmp_path, stdin=pod.encode()).out.decode()
        return re.findall(r"image: (\S+)", out)

    assert len(written) == 3
    assert rewrite("0.map") == ["docker.io/bitnamilegacy/redis:7.2"] * 3 + ["bitnami.example/redis:1", "nginx"]
    assert rewrite("1.map")[0] == "registry.example.com/bitnamilegacy/redis:7.2"


def test_the_page_about_webhooks_shows_what_the_command_prints(tmp_path: Path) -> None:
    command, shown = re.findall(r"(?ms)^```console\n\$ regswap ([^\n]*)\n(.*?)^```", read_page("webhooks.md"))[0]
    write(tmp_path / "cluster.yaml", CLUSTER)
    write(tmp_path / "rules.map", b"ghcr.io :: registry.example.com/ghcr.io\ndefault ::\n")

    assert regswap(*command.split(), cwd=tmp_path).out.decode().replace("\r\n", "\n") == shown


@pytest.mark.client
def test_what_the_page_about_flux_pushes_is_rewritten(client: LocateClient, tmp_path: Path) -> None:
    commands = re.findall(r"(?ms)^```sh\n(.*?)^flux push", read_page("flux.md"))[0]
    write(tmp_path / "chart" / "Chart.yaml", b"apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    write(tmp_path / "chart" / "templates" / "pod.yaml", POD)
    write(tmp_path / "rules.map", b"default::registry.example.com\n")
    write(tmp_path / "bin" / "helm", f'#!/bin/sh\nexec {client("helm4")} "$@"\n'.encode()).chmod(0o755)
    path = os.pathsep.join([str(tmp_path / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])

    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=tmp_path,
        env=environment({"PATH": path, "HOME": str(tmp_path)}),
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "image: registry.example.com/" in (tmp_path / "rewritten.yaml").read_text(encoding="utf-8")
