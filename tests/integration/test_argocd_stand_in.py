"""Applications as the real Argo CD renders them with the stand-ins for helm and kustomize first on its PATH."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LocateClient
from tests.support.argocd import ArgoCd, RenderError, commit
from tests.support.cmp_host import Host
from tests.support.command import regswap, write
from tests.support.images import find_differences, find_images

pytestmark = pytest.mark.client

PREFIX = "registry.example.com/"
POD = b"apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: 'nginx:1.27.3'}]}\n"
CHART = {
    "Chart.yaml": b"apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": b"image: nginx\ntag: 1.27.3\n",
    "templates/web.yaml": POD.replace(b"nginx:1.27.3", b"{{ .Values.image }}:{{ .Values.tag }}").replace(
        b"name: web}\n", b'name: web, labels: {release: "{{ .Release.Name }}", note: "{{ .Values.note }}"}}\n'
    ),
    "crds/shop.yaml": b"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.b.c}\n",
}

SOURCES: dict[str, dict[str, Any]] = {
    "a chart": {"path": "charts/web"},
    "values files outside of its folder": {"path": "charts/web", "helm": {"valueFiles": ["../../envs/prod.yaml"]}},
    "no CRDs": {"path": "charts/web", "helm": {"skipCrds": True}},
    "parameters": {
        "path": "charts/web",
        "helm": {"parameters": [{"name": "image", "value": "quay.io/prometheus/web"}]},
    },
    "values and a name": {"path": "charts/web", "helm": {"values": "tag: 1.28.0\n", "releaseName": "other"}},
    "the build environment": {
        "path": "charts/web",
        "helm": {"parameters": [{"name": "note", "value": "of-$ARGOCD_APP_NAME"}]},
    },
    "a dependency that is fetched": {"path": "charts/parent"},
    "what .argocd-source.yaml says": {"path": "charts/updated"},
    "a large chart": {"path": "charts/shop"},
    "a kustomization": {"path": "app"},
    "a name prefix": {"path": "app", "kustomize": {"namePrefix": "build-", "commonLabels": {"a": "b"}}},
    "images by their original names": {"path": "app", "kustomize": {"images": ["nginx=quay.io/prometheus/nginx:2"]}},
    "patches": {
        "path": "app",
        "kustomize": {
            "patches": [
                {
                    "target": {"kind": "Pod"},
                    "patch": "- {op: replace, path: /spec/containers/0/image, value: 'docker.io/library/busybox:1'}",
                }
            ]
        },
    },
    "a chart in a kustomization": {"path": "inflated"},
}
OPTIONS: dict[str, Any] = {"kustomizeOptions": {"BuildOptions": "--enable-helm"}}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    for name in ("web", "updated"):
        for path, data in CHART.items():
            write(folder / "charts" / name / path, data)
    parameter = b"helm: {parameters: [{name: tag, value: 1.29.0, forcestring: true}]}\n"
    write(folder / "charts" / "updated" / ".argocd-source.yaml", parameter)
    depends = b"dependencies: [{name: web, version: 1.0.0, repository: 'file://../web'}]\n"
    write(folder / "charts" / "parent" / "Chart.yaml", CHART["Chart.yaml"].replace(b": web", b": parent") + depends)
    shutil.copytree(root / "fixtures" / "charts" / "shop", folder / "charts" / "shop")
    write(folder / "envs" / "prod.yaml", b"tag: 1.30.0\n")
    for name in ("app", "directory"):
        write(folder / name / "pod.yaml", POD)
    write(folder / "app" / "kustomization.yaml", b"resources: [pod.yaml]\n")
    for path, data in CHART.items():
        write(folder / "inflated" / "charts" / "web" / path, data)
    inflated = b"helmCharts: [{name: web, releaseName: shop}]\nimages: [{name: nginx, newTag: '9'}]\n"
    write(folder / "inflated" / "kustomization.yaml", inflated)
    return commit(folder)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, root: Path, client: LocateClient) -> Host:
    return Host(tmp_path_factory.mktemp("host"), root, client, "helm4-newest")


@pytest.fixture(scope="module")
def native(host: Host, client: LocateClient) -> Iterator[ArgoCd]:
    """Argo CD as it is."""
    with ArgoCd(host, client("argocd"), client("redis-server")) as running:
        yield running


@pytest.fixture(scope="module")
def wrapped(host: Host, native: ArgoCd, client: LocateClient) -> Iterator[ArgoCd]:
    """Argo CD with the stand-ins."""
    del native
    named = ("--helm", host.programs / "helm", "--kustomize", host.programs / "kustomize")
    assert regswap("stand-in", "install", "--to", host.home / "shims", "--rules", host.rules, *named).code == 0
    path = {"PATH": f"{host.home}/shims/bin:{host.environment['PATH']}"}
    with ArgoCd(host, client("argocd"), client("redis-server"), path) as running:
        yield running


@pytest.mark.parametrize("name", SOURCES)
def test_only_images_differ_from_what_argo_cd_renders_by_itself(
    native: ArgoCd, wrapped: ArgoCd, repository: Path, name: str
) -> None:
    itself = native.render(repository, SOURCES[name], **OPTIONS)
    through = wrapped.render(repository, SOURCES[name], **OPTIONS)

    assert itself.source_type == through.source_type
    differences = list(find_differences(itself.objects, through.objects))
    assert differences
    assert {each.path[-1] for each in differences} <= {"image", "reference"}
    assert all(each.after.startswith(PREFIX) and not each.before.startswith(PREFIX) for each in differences)


def test_values_of_another_source_reach_the_chart(native: ArgoCd, wrapped: ArgoCd, repository: Path) -> None:
    source = {"path": "charts/web", "helm": {"valueFiles": ["$values/envs/prod.yaml"]}}
    values = {"repo": {"repo": f"file://{repository}"}, "targetRevision": "HEAD"}
    request: dict[str, Any] = {"refSources": {"$values": values}, "hasMultipleSources": True}

    images = [find_images(each.render(repository, source, **request).objects) for each in (native, wrapped)]

    assert images == [["nginx:1.30.0"], ["registry.example.com/official/nginx:1.30.0"]]


def test_a_plain_folder_is_not_seen(native: ArgoCd, wrapped: ArgoCd, repository: Path) -> None:
    source = {"path": "directory"}

    assert find_images(wrapped.render(repository, source).objects) == ["nginx:1.27.3"]
    assert wrapped.render(repository, source) == native.render(repository, source)


def test_argo_cd_shows_why_rules_or_a_chart_fail(wrapped: ArgoCd, host: Host, repository: Path) -> None:
    good = host.rules.read_bytes()
    missing = {
        "path": "charts/web",
        "helm": {"parameters": [{"name": "tag", "value": "$(x"}], "kubeVersion": "nonsense"},
    }
    try:
        with pytest.raises(RenderError, match="nonsense"):
            wrapped.render(repository, missing)
        host.rules.write_bytes(b"this is no rule\n")
        for path in ("charts/web", "app"):
            with pytest.raises(RenderError, match=r"failed exit status 2: regswap: \S+rules\.map:1:1: error: "):
                wrapped.render(repository, {"path": path}, name="broken", hard_refresh=True)
    finally:
        host.rules.write_bytes(good)
