"""Applications as the real Argo CD renders them: its repo-server with redis, and the shipped plugin in its cmp-server.

Without a cluster: what the application controller would apply is what the repo-server answers.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LocateClient
from tests.support.argocd import ArgoCd, RenderError, commit
from tests.support.cmp_host import Host
from tests.support.images import find_differences, find_images

pytestmark = pytest.mark.client

BY_NAME: dict[str, Any] = {"plugin": {"name": "regswap"}}
PREFIX = "registry.example.com/"
ALREADY = "registry.example.com/hub/curlimages/curl:8.10.1"
"""An image that the chart itself takes from the target of the rules."""
IMAGE_KEYS = {"image", "reference"}
"""Where the fixtures name images; `reference` is a field of the chart's custom resource."""


@pytest.fixture
def host(tmp_path: Path, root: Path, client: LocateClient) -> Host:
    return Host(tmp_path, root, client, "helm4")


@pytest.fixture
def argo_cd(host: Host, client: LocateClient) -> Iterator[ArgoCd]:
    """Argo CD without a plugin."""
    with ArgoCd(host, client("argocd"), client("redis-server")) as running:
        yield running


@pytest.fixture
def opt_in(argo_cd: ArgoCd, host: Host, root: Path) -> ArgoCd:
    """Argo CD with the plugin for applications that name it."""
    argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"))
    return argo_cd


@pytest.fixture
def repository(tmp_path: Path, root: Path) -> Path:
    """A repository with an application of every type: ``helm``, ``kustomize``, ``directory``, ``jsonnet``."""
    repository = tmp_path / "repository"
    shutil.copytree(root / "fixtures" / "applications", repository)
    shutil.copytree(root / "fixtures" / "charts" / "shop", repository / "helm")
    (repository / "kustomization").rename(repository / "kustomize")
    (repository / "plain").rename(repository / "directory")
    (repository / "jsonnet").mkdir()
    (repository / "jsonnet" / "web.jsonnet").write_text(
        "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web'},"
        " spec: {containers: [{name: 'web', image: 'nginx:1.27.3'}]}}"
    )
    return commit(repository)


# --- Rules that take effect ---


def change_rules(host: Host) -> None:
    host.rules.write_text(host.rules.read_text().replace(PREFIX, "new.example.com/"))


def test_changed_rules_change_nothing_until_a_hard_refresh(opt_in: ArgoCd, host: Host, repository: Path) -> None:
    source = {"path": "directory", **BY_NAME}
    before = opt_in.render(repository, source)

    change_rules(host)
    cached = opt_in.render(repository, source)
    hard = opt_in.render(repository, source, hard_refresh=True)
    after = opt_in.render(repository, source)

    assert find_images(before.objects) == ["registry.example.com/official/nginx:1.27.3"]
    assert cached == before
    assert find_images(hard.objects) == ["new.example.com/official/nginx:1.27.3"]
    assert after == hard


def test_changed_rules_take_effect_everywhere_when_redis_restarts(opt_in: ArgoCd, host: Host, repository: Path) -> None:
    paths = ("helm", "kustomize", "directory")

    def render() -> list[str]:
        return [
            image
            for path in paths
            for image in find_images(opt_in.render(repository, {"path": path, **BY_NAME}).objects)
        ]

    before = render()
    change_rules(host)
    cached = render()
    opt_in.restart_redis()
    after = render()

    assert cached == before
    assert all(image.startswith(PREFIX) for image in before if "shop.example" not in image)
    assert {image for image in after if image.startswith(PREFIX)} == {ALREADY}


def test_an_error_stays_in_the_cache_until_a_hard_refresh(opt_in: ArgoCd, host: Host, repository: Path) -> None:
    good = host.rules.read_text()
    host.rules.write_text("this is no rule\n")
    source = {"path": "directory", **BY_NAME}
    for _ in range(3):
        with pytest.raises(RenderError, match=r"rules\.map"):
            opt_in.render(repository, source)

    host.rules.write_text(good)

    with pytest.raises(RenderError, match=r"Manifest generation error .cached.*rules\.map"):
        opt_in.render(repository, source)
    assert opt_in.render(repository, source, hard_refresh=True).source_type == "Plugin"


# --- Sources of every type ---


@pytest.mark.parametrize(("path", "native"), [("helm", "Helm"), ("kustomize", "Kustomize"), ("directory", "Directory")])
def test_only_images_differ_from_what_argo_cd_renders_itself(
    opt_in: ArgoCd, repository: Path, path: str, native: str
) -> None:
    itself = opt_in.render(repository, {"path": path})
    plugin = opt_in.render(repository, {"path": path, **BY_NAME})

    assert (itself.source_type, plugin.source_type) == (native, "Plugin")
    differences = list(find_differences(itself.objects, plugin.objects))
    assert {"image"} <= {each.path[-1] for each in differences} <= IMAGE_KEYS
    assert all(each.after.startswith(PREFIX) and not each.before.startswith(PREFIX) for each in differences)


def test_jsonnet_is_rendered_natively_and_refused_by_the_plugin(opt_in: ArgoCd, repository: Path) -> None:
    itself = opt_in.render(repository, {"path": "jsonnet"})

    assert itself.source_type == "Directory"
    assert find_images(itself.objects) == ["nginx:1.27.3"]
    with pytest.raises(RenderError, match=r"web\.jsonnet: error: Jsonnet is not rendered here"):
        opt_in.render(repository, {"path": "jsonnet", **BY_NAME})


def test_values_and_options_reach_helm_the_same_way(opt_in: ArgoCd, repository: Path) -> None:
    (repository / "helm" / "values-prod.yaml").write_text("web: {replicas: 4}\n")
    commit(repository)
    itself = opt_in.render(
        repository,
        {
            "path": "helm",
            "helm": {
                "releaseName": "other",
                "valueFiles": ["values-prod.yaml"],
                "values": "web: {image: {tag: v7}}",
                "parameters": [{"name": "web.image.repository", "value": "ghcr.io/shop/api", "forceString": True}],
            },
        },
    )
    parameters = [
        {"name": "release-name", "string": "other"},
        {"name": "values-files", "array": ["values-prod.yaml"]},
        {"name": "values", "string": "web: {image: {tag: v7}}"},
        {"name": "helm-string-parameters", "map": {"web.image.repository": "ghcr.io/shop/api"}},
    ]
    plugin = opt_in.render(repository, {"path": "helm", "plugin": {"name": "regswap", "parameters": parameters}})

    assert {each.path[-1] for each in find_differences(itself.objects, plugin.objects)} <= IMAGE_KEYS
    assert "ghcr.io/shop/api:v7" in find_images(itself.objects)
    assert "registry.example.com/mirror-ghcr.io/shop/api:v7" in find_images(plugin.objects)


# --- The stand-in for helm and kustomize ---


@pytest.fixture
def standing_in(host: Host, client: LocateClient) -> Iterator[ArgoCd]:
    """Argo CD without a plugin, whose helm and kustomize are stand-ins."""
    host.install_stand_ins()
    with ArgoCd(host, client("argocd"), client("redis-server")) as running:
        yield running


def test_the_stand_in_leaves_argo_cd_its_options_of_helm(standing_in: ArgoCd, repository: Path) -> None:
    (repository / "envs").mkdir()
    (repository / "envs" / "prod.yaml").write_text("web: {replicas: 4}\n")
    commit(repository)
    options = {
        "valueFiles": ["../envs/prod.yaml"],
        "skipCrds": True,
        "skipTests": True,
        "values": "web: {image: {tag: v7}}",
    }

    rendered = standing_in.render(repository, {"path": "helm", "helm": options})

    assert rendered.source_type == "Helm"
    assert 4 in [each["spec"].get("replicas") for each in rendered.objects if each["kind"] == "Deployment"]
    assert "CustomResourceDefinition" not in {each["kind"] for each in rendered.objects}
    assert "registry.example.com/mirror-ghcr.io/shop/web:v7" in find_images(rendered.objects)
    assert all(image.startswith(PREFIX) for image in find_images(rendered.objects) if "shop.example" not in image)


def test_the_stand_in_leaves_argo_cd_values_of_another_source(standing_in: ArgoCd, repository: Path) -> None:
    (repository / "prod.yaml").write_text("web: {replicas: 4}\n")
    commit(repository)
    values = {"repo": {"repo": f"file://{repository}"}, "targetRevision": "HEAD"}

    rendered = standing_in.render(
        repository,
        {"path": "helm", "helm": {"valueFiles": ["$values/prod.yaml"]}},
        hasMultipleSources=True,
        refSources={"$values": values},
    )

    assert 4 in [each["spec"].get("replicas") for each in rendered.objects if each["kind"] == "Deployment"]
    assert all(image.startswith(PREFIX) for image in find_images(rendered.objects) if "shop.example" not in image)


def test_the_stand_in_leaves_argo_cd_its_options_of_kustomize(standing_in: ArgoCd, repository: Path) -> None:
    options = {"namePrefix": "a-", "namespace": "team", "images": ["nginx:1.28.0"]}

    rendered = standing_in.render(repository, {"path": "kustomize", "kustomize": options})

    assert rendered.source_type == "Kustomize"
    assert all(each["metadata"]["name"].startswith("a-") for each in rendered.objects)
    assert {each["metadata"].get("namespace") for each in rendered.objects} == {"team"}
    assert "registry.example.com/official/nginx:1.28.0" in find_images(rendered.objects)


def test_the_stand_in_does_not_see_manifests_as_they_are(standing_in: ArgoCd, repository: Path) -> None:
    rendered = standing_in.render(repository, {"path": "directory"})

    assert rendered.source_type == "Directory"
    assert find_images(rendered.objects) == ["nginx:1.27.3"]


def test_rules_of_the_stand_in_that_change_do_nothing_until_a_hard_refresh(
    standing_in: ArgoCd, host: Host, repository: Path
) -> None:
    before = standing_in.render(repository, {"path": "kustomize"})
    change_rules(host)

    cached = standing_in.render(repository, {"path": "kustomize"})
    hard = standing_in.render(repository, {"path": "kustomize"}, hard_refresh=True)

    assert cached == before
    assert all(image.startswith("new.example.com/") for image in find_images(hard.objects))


# --- What an Application must not do ---


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ({"name": "values-files", "array": ["../../rules.map"]}, "leaves the"),
        ({"name": "values-files", "array": ["/etc/passwd"]}, "/etc/passwd"),
        ({"name": "release-name", "string": "--post-renderer"}, "is not a name of a Helm release"),
        ({"name": "renderer", "string": "sh -c 'touch x'"}, "there is no `sh -c 'touch x'`"),
        ({"name": "rules", "string": "rules.map"}, "there is no such parameter"),
    ],
)
def test_argo_cd_shows_why_a_hostile_parameter_is_refused(
    opt_in: ArgoCd, repository: Path, parameter: dict[str, Any], message: str
) -> None:
    with pytest.raises(RenderError, match=message):
        opt_in.render(repository, {"path": "helm", "plugin": {"name": "regswap", "parameters": [parameter]}})


@pytest.mark.parametrize("file", [".argocd-source.yaml", ".argocd-source-shop.yaml"])
@pytest.mark.parametrize(
    ("path", "source", "override", "message"),
    [
        (
            "directory",
            BY_NAME,
            "plugin:\ndirectory: {recurse: true}\n",
            "application sources defined: Directory,Plugin",
        ),
        ("directory", BY_NAME, "plugin: {name: other}\n", 'could not find cmp-server plugin with name "other"'),
        ("directory", BY_NAME, "plugin: {name: ../../x}\n", "could not find cmp-server plugin with name"),
        (
            "helm",
            {"helm": {"releaseName": "web"}},
            "helm:\ndirectory: {recurse: true}\n",
            "application sources defined: Helm,Directory",
        ),
    ],
)
def test_a_file_in_the_repository_does_not_change_how_an_application_is_rendered(
    opt_in: ArgoCd, repository: Path, file: str, path: str, source: dict[str, Any], override: str, message: str
) -> None:
    (repository / path / file).write_text(override)
    commit(repository)

    with pytest.raises(RenderError, match=message):
        opt_in.render(repository, {"path": path, **source})


# --- Enforcement ---


@pytest.fixture
def enforced(argo_cd: ArgoCd, host: Host, root: Path) -> ArgoCd:
    """Argo CD with the plugin for applications that do not say how they are rendered."""
    argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin-enforce.yaml"))
    return argo_cd


@pytest.mark.parametrize("path", ["helm", "kustomize", "directory"])
def test_the_enforcing_plugin_renders_what_names_no_type(enforced: ArgoCd, repository: Path, path: str) -> None:
    rendered = enforced.render(repository, {"path": path})

    assert rendered.source_type == "Plugin"
    assert all(image.startswith(PREFIX) for image in find_images(rendered.objects) if "shop.example" not in image)


@pytest.mark.parametrize(
    ("source", "native"),
    [
        ({"path": "helm", "helm": {"releaseName": "web"}}, "Helm"),
        ({"path": "kustomize", "kustomize": {"namePrefix": "a-"}}, "Kustomize"),
        ({"path": "directory", "directory": {"recurse": True}}, "Directory"),
    ],
)
def test_a_source_that_says_its_type_passes_the_enforcing_plugin_by(
    enforced: ArgoCd, repository: Path, source: dict[str, Any], native: str
) -> None:
    rendered = enforced.render(repository, source)

    assert rendered.source_type == native
    assert not any(image.startswith(PREFIX) for image in find_images(rendered.objects) if image != ALREADY)


@pytest.mark.parametrize(("path", "source"), [("helm", "Helm"), ("kustomize", "Kustomize")])
def test_a_type_that_is_switched_off_becomes_a_directory_that_is_not_rewritten(
    enforced: ArgoCd, repository: Path, path: str, source: str
) -> None:
    explicit = {"helm": {"releaseName": "web"}} if path == "helm" else {"kustomize": {"namePrefix": "a-"}}

    try:
        rendered = enforced.render(repository, {"path": path, **explicit}, enabledSourceTypes={source: False})
    except RenderError as error:
        pytest.fail(f"is refused after all: {error}")

    assert rendered.source_type == "Directory"


def test_what_is_rendered_while_the_sidecar_is_down_stays(
    argo_cd: ArgoCd, host: Host, root: Path, repository: Path
) -> None:
    down = argo_cd.render(repository, {"path": "directory"})
    argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin-enforce.yaml"))
    cached = argo_cd.render(repository, {"path": "directory"})
    hard = argo_cd.render(repository, {"path": "directory"}, hard_refresh=True)

    assert down.source_type == "Directory"
    assert find_images(down.objects) == ["nginx:1.27.3"]
    assert cached == down
    assert find_images(hard.objects) == ["registry.example.com/official/nginx:1.27.3"]


@pytest.mark.parametrize("plugin", [{}, {"name": "regswap-enforce"}])
def test_an_application_that_asks_for_a_plugin_fails_while_the_sidecar_is_down(
    argo_cd: ArgoCd, host: Host, root: Path, repository: Path, plugin: dict[str, str]
) -> None:
    with pytest.raises(RenderError, match=r"could not find (cmp-server )?plugin"):
        argo_cd.render(repository, {"path": "directory", "plugin": plugin})

    argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin-enforce.yaml"))

    up = argo_cd.render(repository, {"path": "directory", "plugin": plugin})
    assert find_images(up.objects) == ["registry.example.com/official/nginx:1.27.3"]


# --- Load, deadlines and what is left of them ---


def test_applications_that_are_refreshed_at_once_are_all_rewritten(opt_in: ArgoCd, repository: Path) -> None:
    def render(number: int) -> list[str]:
        path = ("helm", "kustomize", "directory")[number % 3]
        return find_images(opt_in.render(repository, {"path": path, **BY_NAME}, name=f"app-{number}").objects)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(render, range(12)))

    assert all(found)
    assert all(image.startswith(PREFIX) for images in found for image in images if "shop.example" not in image)


def test_a_deadline_ends_with_an_error_and_leaves_no_process(
    argo_cd: ArgoCd, host: Host, root: Path, repository: Path
) -> None:
    (host.programs / "helm").unlink()
    (host.programs / "helm").write_text(f"#!/bin/sh\nsleep 1000 &\necho $$ $! > {host.home}/pids\nwait\n")
    (host.programs / "helm").chmod(0o755)
    host.environment["ARGOCD_EXEC_TIMEOUT"] = "2s"
    argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"))
    begun = time.monotonic()

    with pytest.raises(RenderError):
        argo_cd.render(repository, {"path": "helm", **BY_NAME})

    assert time.monotonic() - begun < 30
    pids = (host.home / "pids").read_text().split()
    assert [pid for pid in pids if is_running(pid)] == []


def is_running(pid: str) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
