"""The comparison of Argo CD's own rendering with that through regswap, on a few applications."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LocateClient

pytestmark = pytest.mark.client


@pytest.fixture
def argo_cd(client: LocateClient) -> None:
    """What the comparison runs."""
    for name in ("argocd", "redis-server", "helm4-newest", "kustomize"):
        client(name)


def compare(root: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.compare_argocd", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("argo_cd")
def test_of_applications_of_every_type_only_images_differ(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "fixtures" / "applications" / "base", tmp_path / "kustomize")
    applications = root / "fixtures" / "applications"

    done = compare(root, root / "fixtures" / "charts" / "shop", tmp_path / "kustomize", applications / "plain")

    assert done.returncode == 0, done.stdout + done.stderr
    shop, shop_again, *rest, total = done.stdout.splitlines()
    assert shop.startswith("shop, plugin: Helm, ")
    assert shop_again == shop.replace("plugin", "stand-in")
    assert rest == [
        "kustomize, plugin: Kustomize, 1 objects, 2 images differ, 0 other differences",
        "kustomize, stand-in: Kustomize, 1 objects, 2 images differ, 0 other differences",
        "plain, plugin: Directory, 3 objects, 1 images differ, 0 other differences",
    ]
    assert total.endswith(" images differ, 0 others")


@pytest.mark.usefixtures("argo_cd")
def test_of_charts_of_others_only_images_differ(root: Path, shared: Path) -> None:
    charts = shared / "corpus" / "chart-sources"
    names = ("cm_deploy_charts_cert-manager", "jenkinsci+helm-charts_charts_jenkins", "nats-io+k8s_helm_charts_nats")

    done = compare(root, *(charts / name for name in names))

    assert done.returncode == 0, done.stdout + done.stderr
    assert all("Helm, " in line and " 0 images" not in line for line in done.stdout.splitlines()[:-1])


@pytest.mark.usefixtures("argo_cd")
def test_what_regswap_does_not_render_as_argo_cd_does_is_told(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(root / "fixtures" / "charts" / "shop", folder)
    (folder / ".argocd-source.yaml").write_text("helm: {parameters: [{name: web.replicas, value: '4'}]}\n")

    done = compare(root, folder)

    assert done.returncode == 1
    assert "through regswap: " in done.stdout
    assert "multiple application sources defined: Helm,Plugin" in done.stdout
