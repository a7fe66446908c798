"""The admission policies of plugins/argocd/enforce in a real API server, with Argo CD's own custom resources."""

from __future__ import annotations

import copy
import json
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import LocateClient
from tests.support.api_server import ApiServer

pytestmark = pytest.mark.client

REPOSITORY = {"repoURL": "https://git.example.com/shop.git", "targetRevision": "main"}
PLUGIN: dict[str, Any] = {**REPOSITORY, "path": "charts/shop", "plugin": {"name": "regswap"}}
PATIENCE = 60.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, client: LocateClient, root: Path) -> Iterator[ApiServer]:
    """An API server with Argo CD's custom resources and the policies as they are shipped."""
    install = yaml.load_all(client("argocd-install.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    crds = [each for each in install if each["kind"] == "CustomResourceDefinition"]
    with ApiServer(tmp_path_factory.mktemp("cluster"), client) as server:
        server.apply("-f", "-", stdin=yaml.safe_dump_all(crds))
        server.kubectl("create", "namespace", "argocd")
        server.kubectl("wait", "--for", "condition=Established", "crd", "--all", "--timeout", "60s")
        # What was there before the policies.
        for name in ("old", "older"):
            assert create(server, application(name=name, source={**REPOSITORY, "path": "old"})) == ""
        server.apply("-k", root / "plugins" / "argocd" / "enforce")
        wait_for_policies(server)
        yield server


@pytest.fixture
def native(cluster: ApiServer) -> Iterator[ApiServer]:
    """The API server with the setting for a Pod in which regswap stands in for Argo CD's own renderers."""
    set_allowed(cluster, native="helm,kustomize", unnamedPlugin="false")
    yield cluster
    set_allowed(cluster, native="", unnamedPlugin="true")


def set_allowed(server: ApiServer, **data: str) -> None:
    patched = server.kubectl("-n", "argocd", "patch", "configmap", "regswap-enforce", "-p", json.dumps({"data": data}))
    assert patched.returncode == 0, patched.stderr
    expected = "helm" in data["native"]
    probe = application(source={**REPOSITORY, "path": "x", "helm": {"releaseName": "x"}})
    wait_until(lambda: (create(server, probe, dry_run=True) == "") == expected)


def wait_for_policies(server: ApiServer) -> None:
    """The API server reads policies some time after it has stored them."""
    probes = (
        application(source={**REPOSITORY, "path": "x"}),
        application_set({**REPOSITORY, "path": "x"}),
        project("*"),
    )
    for probe in probes:
        wait_until(lambda probe=probe: create(server, probe, dry_run=True) != "")


def wait_until(condition: Any) -> None:  # noqa: ANN401 - a function without arguments
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def create(server: ApiServer, document: dict[str, Any], *, dry_run: bool = False) -> str:
    """Create an object, and return what kubectl says where that is refused."""
    flags = ["--dry-run=server"] if dry_run else []
    done = server.kubectl("create", *flags, "-f", "-", stdin=json.dumps(document))
    return done.stderr if done.returncode else ""


def made(kind: str, spec: dict[str, Any], name: str = "shop") -> dict[str, Any]:
    metadata = {"name": name, "namespace": "argocd"}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def application(name: str = "shop", operation: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:  # noqa: ANN401
    destination = {"server": "https://kubernetes.default.svc", "namespace": "shop"}
    document = made("Application", {"project": "default", "destination": destination, **spec}, name)
    return document | ({"operation": operation} if operation else {})


def application_set(source: dict[str, Any], **spec: Any) -> dict[str, Any]:  # noqa: ANN401
    template = {"metadata": {"name": "{{name}}"}, "spec": application(source=source)["spec"]}
    generators = [{"list": {"elements": [{"name": "a"}]}}]
    return made("ApplicationSet", {"generators": generators, "template": template, **spec})


def project(*repositories: str) -> dict[str, Any]:
    return made("AppProject", {"sourceRepos": list(repositories)})


ALLOWED: dict[str, dict[str, Any]] = {
    "the plugin by its name": {"source": PLUGIN},
    "the enforcing plugin by its name": {"source": {**PLUGIN, "plugin": {"name": "regswap-enforce"}}},
    "a plugin without a name": {"source": {**PLUGIN, "plugin": {}}},
    "several, one of which only holds values": {"sources": [PLUGIN, {**REPOSITORY, "ref": "values"}]},
    "a sync of it": {"source": PLUGIN, "operation": {"sync": {"revision": "main"}}},
}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no type": (
        {"source": {**REPOSITORY, "path": "charts/shop"}},
        (
            "regswap does not rewrite the source https://git.example.com/shop.git charts/shop; "
            "say `plugin: {name: regswap}`"
        ),
    ),
    "helm": ({"source": {**REPOSITORY, "path": "x", "helm": {"releaseName": "x"}}}, "does not rewrite the source"),
    "a chart of a repository": ({"source": {**REPOSITORY, "chart": "x"}}, "does not rewrite the source"),
    "kustomize": ({"source": {**REPOSITORY, "path": "x", "kustomize": {"namespace": "x"}}}, "does not rewrite"),
    "directory": ({"source": {**REPOSITORY, "path": "x", "directory": {"recurse": True}}}, "does not rewrite"),
    "another plugin": ({"source": {**PLUGIN, "plugin": {"name": "other"}}}, "does not rewrite the source"),
    "one of several": ({"sources": [PLUGIN, {**REPOSITORY, "path": "x"}]}, "does not rewrite the source"),
    "values that are rendered as well": ({"sources": [{**REPOSITORY, "ref": "v", "path": "x"}]}, "does not rewrite"),
    "one source that is only a reference": ({"source": {**REPOSITORY, "ref": "values"}}, "does not rewrite"),
    "a source hydrator": (
        {
            "sourceHydrator": {
                "drySource": {**REPOSITORY, "path": "x"},
                "syncSource": {"targetBranch": "env/prod", "path": "x"},
            }
        },
        "does not rewrite what sourceHydrator syncs",
    ),
    "a sync of another source": (
        {"source": PLUGIN, "operation": {"sync": {"source": {**REPOSITORY, "path": "x"}}}},
        "does not rewrite the source",
    ),
    "a sync of other sources": (
        {"source": PLUGIN, "operation": {"sync": {"sources": [{**REPOSITORY, "path": "x"}]}}},
        "does not rewrite the source",
    ),
    "a sync of local manifests": (
        {"source": PLUGIN, "operation": {"sync": {"manifests": ["kind: Pod"]}}},
        "does not rewrite local manifests",
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_an_application_that_regswap_rewrites_is_allowed(cluster: ApiServer, name: str) -> None:
    assert create(cluster, application(**ALLOWED[name]), dry_run=True) == ""


@pytest.mark.parametrize("name", REFUSED)
def test_an_application_that_regswap_does_not_rewrite_is_refused(cluster: ApiServer, name: str) -> None:
    spec, message = REFUSED[name]

    assert message in create(cluster, application(**spec), dry_run=True)


NATIVE: dict[str, tuple[dict[str, Any], bool]] = {
    "helm with a release name": ({"path": "x", "helm": {"releaseName": "x"}}, True),
    "helm with files of values": ({"path": "x", "helm": {"valueFiles": ["a.yaml"]}}, True),
    "a chart of a repository": ({"chart": "x", "helm": {"releaseName": "x"}}, True),
    "kustomize with a namespace": ({"path": "x", "kustomize": {"namespace": "x"}}, True),
    "helm that Argo CD takes for no type": ({"path": "x", "helm": {}}, False),
    "helm that is empty in another way": ({"path": "x", "helm": {"releaseName": "", "skipCrds": False}}, False),
    "kustomize that Argo CD takes for no type": ({"path": "x", "kustomize": {}}, False),
    "no type": ({"path": "x"}, False),
    "directory": ({"path": "x", "directory": {"recurse": True}}, False),
    "a plugin without a name": ({"path": "x", "plugin": {}}, False),
    "the plugin by its name": ({"path": "x", "plugin": {"name": "regswap"}}, True),
}


@pytest.mark.parametrize("name", NATIVE)
def test_where_regswap_stands_in_for_renderers_a_source_says_which(native: ApiServer, name: str) -> None:
    source, allowed = NATIVE[name]

    refused = create(native, application(source={**REPOSITORY, **source}), dry_run=True)

    assert (refused == "") == allowed, refused
    assert allowed or "or set helm.releaseName, or kustomize.namespace" in refused


def change(server: ApiServer, name: str, patch: dict[str, Any]) -> str:
    done = server.kubectl("-n", "argocd", "patch", "application", name, "--type", "merge", "-p", json.dumps(patch))
    return done.stderr if done.returncode else ""


def test_an_application_of_before_can_be_refreshed_and_deleted_but_not_synced(cluster: ApiServer) -> None:
    annotations = {"argocd.argoproj.io/refresh": "hard"}

    assert change(cluster, "old", {"metadata": {"annotations": annotations}}) == ""
    assert change(cluster, "old", {"status": {"sync": {"status": "OutOfSync"}}}) == ""
    assert "does not rewrite the source" in change(cluster, "old", {"operation": {"sync": {"revision": "main"}}})
    assert "does not rewrite the source" in change(cluster, "old", {"spec": {"project": "other"}})
    assert change(cluster, "old", {"spec": {"source": {"plugin": {"name": "regswap"}}}}) == ""
    assert change(cluster, "old", {"operation": {"sync": {"revision": "main"}}}) == ""
    assert "does not rewrite the source" in change(cluster, "old", {"spec": {"source": {"plugin": None}}})


@pytest.mark.parametrize(
    ("sync", "message"),
    [
        ({"revision": "main"}, ""),
        ({"manifests": ["kind: Pod"]}, "does not rewrite local manifests"),
        ({"source": {**REPOSITORY, "path": "x"}}, "does not rewrite the source"),
        ({"sources": [PLUGIN, {**REPOSITORY, "path": "x"}]}, "does not rewrite the source"),
    ],
)
def test_a_sync_that_is_only_recorded_as_running_is_judged_as_well(
    cluster: ApiServer, sync: dict[str, Any], message: str
) -> None:
    """Argo CD resumes what it finds there."""
    create(cluster, application(name="running", source=PLUGIN))
    state = {"phase": "Running", "startedAt": "2026-01-01T00:00:00Z", "operation": {"sync": sync}}

    refused = change(cluster, "running", {"status": {"operationState": state}})

    assert message in refused
    assert bool(message) == bool(refused)


def test_what_is_there_already_and_would_be_refused_is_listed(cluster: ApiServer) -> None:
    """The command of docs/argocd-enforce.md."""
    assert create(cluster, application(name="good", source=PLUGIN)) == ""
    found = cluster.kubectl("get", "applications", "--all-namespaces", "-o", "json").stdout

    told = cluster.kubectl("create", "--dry-run=server", "-f", "-", stdin=found).stderr.splitlines()

    (refused,) = (line for line in told if "does not rewrite" in line)
    assert 'applications.argoproj.io "older" is forbidden' in refused
    assert any('applications.argoproj.io "good" already exists' in line for line in told)


@pytest.mark.parametrize(
    ("source", "spec", "message"),
    [
        (PLUGIN, {}, ""),
        ({**PLUGIN, "plugin": {"name": "{{plugin}}"}}, {}, ""),
        ({**REPOSITORY, "path": "x"}, {}, "say `plugin: {name: regswap}` in the template"),
        ({**REPOSITORY, "path": "x", "helm": {"releaseName": "x"}}, {}, "does not rewrite the source"),
        ({**REPOSITORY, "path": "x"}, {"templatePatch": "spec: {source: {plugin: {}}}"}, ""),
    ],
)
def test_an_application_set_is_judged_by_its_template(
    cluster: ApiServer, source: dict[str, Any], spec: dict[str, Any], message: str
) -> None:
    refused = create(cluster, application_set(source, **spec), dry_run=True)

    assert message in refused
    assert bool(message) == bool(refused)


@pytest.mark.parametrize(
    ("repositories", "message"),
    [
        (["https://git.example.com/*"], ""),
        (["!https://git.example.com/private.git", "https://git.example.com/shop.git"], ""),
        ([], ""),
        (["*"], "sourceRepos: * is not one of https://git.example.com/"),
        (["https://git.example.com/a", "https://charts.example.net"], "sourceRepos: https://charts.example.net is not"),
    ],
)
def test_a_project_takes_sources_from_known_repositories(
    cluster: ApiServer, repositories: list[str], message: str
) -> None:
    refused = create(cluster, project(*repositories), dry_run=True)

    assert message in refused
    assert bool(message) == bool(refused)


def test_without_its_settings_everything_is_refused(cluster: ApiServer, root: Path) -> None:
    settings = root / "plugins" / "argocd" / "enforce" / "sources.yaml"
    assert cluster.kubectl("delete", "-f", settings).returncode == 0
    try:
        wait_until(lambda: create(cluster, application(source=PLUGIN), dry_run=True) != "")
    finally:
        cluster.apply("-f", settings)
        wait_until(lambda: create(cluster, application(source=PLUGIN), dry_run=True) == "")


def test_the_check_of_live_pods_finds_what_runs_from_elsewhere(cluster: ApiServer) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        pods = cluster.kubectl("get", "pods", "--all-namespaces", "-o", "yaml")
        regswap = Path(sysconfig.get_path("scripts")) / "regswap"
        return subprocess.run(
            [regswap, "check", "--allow", "registry.example.com"],
            input=pods.stdout,
            capture_output=True,
            text=True,
            check=False,
        )

    inside: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "inside", "namespace": "argocd"},
        "spec": {"containers": [{"name": "web", "image": "registry.example.com/official/nginx:1.27.3"}]},
    }
    outside = copy.deepcopy(inside)
    outside["metadata"]["name"] = "outside"
    outside["spec"]["containers"][0]["image"] = "docker.io/library/nginx:1.27.3"

    assert create(cluster, inside) == ""
    clean = check()
    assert create(cluster, outside) == ""
    found = check()

    assert (clean.returncode, found.returncode) == (0, 4), clean.stderr + found.stderr
    assert "docker.io/library/nginx:1.27.3" in found.stdout + found.stderr
