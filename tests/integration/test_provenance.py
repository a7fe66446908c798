"""A real Kustomize reads what annotating wrote, and finds the annotations where Kubernetes looks for them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.command import regswap

if TYPE_CHECKING:
    from tests.conftest import LocateClient

pytestmark = pytest.mark.client


def build(client: LocateClient, folder: Path, data: bytes) -> list[dict[str, Any]]:
    (folder / "kustomization.yaml").write_text("resources: [manifests.yaml]\n")
    (folder / "manifests.yaml").write_bytes(data)
    built = subprocess.run([client("kustomize"), "build", folder], capture_output=True, check=True)
    return list(yaml.safe_load_all(built.stdout))


@pytest.mark.parametrize("kind", ["regswap", "imageshift"])
def test_kustomize_reads_what_was_recorded_and_what_it_prints_can_be_restored(
    client: LocateClient, root: Path, tmp_path: Path, kind: str
) -> None:
    folder = root / "fixtures" / "provenance"
    given = (folder / "input.yaml").read_bytes()
    recorded = regswap("rewrite", "-q", "-r", "rules.map", "--annotate", kind, "input.yaml", cwd=folder).out

    objects = build(client, tmp_path, recorded)

    web = next(one for one in objects if one["metadata"]["name"] == "web")
    annotations = web["spec"]["template"]["metadata"]["annotations"]
    if kind == "regswap":
        assert [row["original"] for row in json.loads(annotations["regswap.dev/original"])] == ["busybox", "nginx:1.27"]
    else:
        assert annotations["web.container.imageshift.dev/original"] == "nginx:1.27"
        assert web["spec"]["template"]["metadata"]["labels"] == {"app": "web", "imageshift.dev/mutated": "true"}
        assert web["spec"]["selector"]["matchLabels"] == {"app": "web"}

    # Kustomize sorts keys and writes them anew, and the records still say what is where.
    printed = yaml.safe_dump_all(objects).encode()
    restored = regswap("rewrite", "--restore", stdin=printed)
    images = {one["metadata"]["name"]: str(one["spec"]) for one in build(client, tmp_path, restored.out)}
    expected = {one["metadata"]["name"]: str(one["spec"]) for one in build(client, tmp_path, given)}
    left = {} if kind == "regswap" else {"store"}
    assert {name: images[name] for name in images.keys() - left - {"report"}} == {
        name: expected[name] for name in expected.keys() - left - {"report"}
    }
    assert "ghcr.io/shop/report" in images["report"]
