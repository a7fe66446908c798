"""Charts in the Argo CD plugin: what an Application may say of them, and the dependencies that they fetch."""

from __future__ import annotations

import json
import shutil
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import LocateClient
from tests.support.argocd import ArgoCd, RenderError, commit
from tests.support.cmp_host import Host
from tests.support.cmp_server import split
from tests.support.command import write
from tests.support.registry import PASSWORD, USER, make_tls

pytestmark = pytest.mark.client


def render(host: Host, folder: Path, path: str = ".", **given: str | list[str] | dict[str, str]) -> list[Any]:
    """Return the objects of an application with these parameters, whose names are written with `_` here."""
    types = {str: "string", list: "array", dict: "map"}
    parameters = [{"name": name.replace("_", "-"), types[type(value)]: value} for name, value in given.items()]
    done = host.generate(folder / path, path=path, parameters=parameters)
    assert done.returncode == 0, done.stderr
    return [json.loads(each) for each in split(done.stdout)]


@pytest.fixture
def repository(host: Host, charts: Path) -> Path:
    """A repository with a chart that shows what it is told, beside values for it."""
    folder = host.home / "repository"
    shutil.copytree(charts / "shop", folder / "apps" / "shop")
    shown = {
        "namespace": "{{ .Release.Namespace }}",
        "kube": "{{ .Capabilities.KubeVersion.Version }}",
        "has-monitoring": '{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}',
        "has-apps": '{{ .Capabilities.APIVersions.Has "apps/v1" }}',
        "text": "{{ .Values.text }}",
        "note": "{{ .Values.note }}",
    }
    template = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "shown"}, "data": shown}
    write(folder / "apps" / "shop" / "templates" / "shown.yaml", yaml.safe_dump(template, width=1000).encode())
    write(folder / "envs" / "web.yaml", b"note: of web\n")
    write(folder / "envs" / "note.txt", b"of a file\n")
    return folder


def name_of(each: Any) -> str:  # noqa: ANN401 - an object
    """Return the name of an object; a list has none."""
    return str(each.get("metadata", {}).get("name", ""))


def shown(objects: list[Any]) -> dict[str, str]:
    """Return what the chart was told."""
    (found,) = (each["data"] for each in objects if name_of(each) == "shown")
    return dict(found)


def test_a_chart_is_told_what_the_parameters_say_in_the_place_of_the_cluster(host: Host, repository: Path) -> None:
    native = shown(render(host, repository, "apps/shop"))
    given = shown(
        render(
            host,
            repository,
            "apps/shop",
            namespace="other",
            kube_version="v1.30.2+k3s1",
            api_versions=["monitoring.coreos.com/v1"],
        )
    )

    names = ("namespace", "kube", "has-monitoring")
    assert [native[name] for name in names] == ["prod", "v1.34.0", "false"]
    assert [given[name] for name in names] == ["other", "v1.30.2", "true"]


def test_crds_tests_and_the_schema_are_left_out_on_demand(host: Host, repository: Path) -> None:
    def kinds(**given: str) -> list[tuple[str, str]]:
        return [(each["kind"], name_of(each)) for each in render(host, repository, "apps/shop", **given)]

    everything = kinds()
    crds = [(kind, name) for kind, name in everything if kind == "CustomResourceDefinition"]
    tests = [(kind, name) for kind, name in everything if name.endswith("-test-connection")]
    assert crds
    assert tests
    assert kinds(skip_crds="false") == everything
    assert kinds(skip_crds="true") == [each for each in everything if each not in crds]
    assert kinds(skip_tests="true") == [each for each in everything if each not in tests]

    write(repository / "apps" / "shop" / "values.schema.json", b'{"required": ["nothing"]}')
    assert host.generate(repository / "apps" / "shop", path="apps/shop").returncode == 3
    assert kinds(skip_schema_validation="true") == everything


@pytest.mark.parametrize("name", ["../../envs/web.yaml", "/envs/web.yaml", "/envs/$ARGOCD_APP_NAME.yaml"])
def test_values_files_are_found_in_the_whole_repository(host: Host, repository: Path, name: str) -> None:
    done = host.generate(
        repository / "apps" / "shop",
        path="apps/shop",
        name="web",
        parameters=[{"name": "values-files", "array": [name]}],
    )

    assert done.returncode == 0, done.stderr
    assert shown([json.loads(each) for each in split(done.stdout)])["note"] == "of web"


def test_values_files_that_are_missing_are_passed_over_on_demand(host: Host, repository: Path) -> None:
    files = ["/envs/none.yaml", "/envs/web.yaml"]

    found = render(host, repository, "apps/shop", values_files=files, ignore_missing_values_files="true")
    done = host.generate(
        repository / "apps" / "shop", path="apps/shop", parameters=[{"name": "values-files", "array": files}]
    )

    assert shown(found)["note"] == "of web"
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no file `/envs/none.yaml` in the repository" in done.stderr


def test_values_may_be_files_and_hold_variables(host: Host, repository: Path) -> None:
    found = render(
        host,
        repository,
        "apps/shop",
        file_parameters={"note": "/envs/note.txt"},
        helm_parameters={"text": "$ARGOCD_APP_SOURCE_TARGET_REVISION, $$5"},
        helm_string_parameters={"web.image.tag": "${ARGOCD_APP_NAME}"},
    )

    assert shown(found)["note"].strip() == "of a file"
    assert shown(found)["text"] == "main, $5"
    assert "registry.example.com/mirror-ghcr.io/shop/web:shop" in json.dumps(found)


def test_values_files_are_found_in_the_part_of_a_repository_that_is_sent(
    host: Host, repository: Path, root: Path, client: LocateClient
) -> None:
    """With the annotation ``argocd.argoproj.io/manifest-generate-paths``, of which the copy knows nothing."""
    whole = host.home / "whole"
    shutil.copytree(repository, whole / "teams" / "a")
    write(whole / "other.yaml", b"a: 1\n")
    settings = {"ARGOCD_REPO_SERVER_PLUGIN_USE_MANIFEST_GENERATE_PATHS": "true"}

    def source(name: str) -> dict[str, Any]:
        plugin = {"name": "regswap", "parameters": [{"name": "values-files", "array": [name]}]}
        return {"path": "teams/a/apps/shop", "plugin": plugin}

    with ArgoCd(host, client("argocd"), client("redis-server"), settings) as argo_cd:
        argo_cd.serve_plugin(host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"))
        paths: dict[str, Any] = {"annotationManifestGeneratePaths": ".;/teams/a/envs"}
        commit(whole)
        found = argo_cd.render(whole, source("/teams/a/envs/web.yaml"), **paths)
        with pytest.raises(RenderError, match=r"`/other\.yaml` is not in `teams/a`, the part of the repository that"):
            argo_cd.render(whole, source("/other.yaml"), **paths)

    assert shown(found.objects)["note"] == "of web"


# --- Dependencies ---


class Files(SimpleHTTPRequestHandler):
    """Serves files, to who knows the password where there is one."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, ChartRepository)
        server.asked.append(self.path)
        if server.authorization and self.headers["Authorization"] != server.authorization:
            self.send_error(401)
            return
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Say nothing."""


class ChartRepository(ThreadingHTTPServer):
    """A chart repository on this machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Files, directory=str(folder)))
        self.tls = make_tls(folder.parent / "tls")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.tls.certificate, self.tls.key)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server_port}/charts"
        self.asked: list[str] = []
        self.authorization = ""


@pytest.fixture
def served(host: Host, charts: Path) -> Iterator[ChartRepository]:
    """A repository with the chart `empty`."""
    folder = host.home / "served"
    (folder / "charts").mkdir(parents=True)
    assert host.run(["helm", "package", charts / "empty", "--destination", folder / "charts"], folder).returncode == 0
    assert host.run(["helm", "repo", "index", folder / "charts"], folder).returncode == 0
    server = ChartRepository(folder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def make_locked(host: Host, charts: Path, served: ChartRepository, repository: str = "") -> Path:
    """Return a chart that depends on the one that is served and says so in its Chart.lock, without its charts/."""
    folder = host.home / "app"
    shutil.copytree(charts / "empty", folder)
    dependency = {"name": "empty", "version": "1.0.0", "repository": repository or f"{served.url}/"}
    chart = {"apiVersion": "v2", "name": "app", "version": "1.0.0", "dependencies": [dependency]}
    (folder / "Chart.yaml").write_text(yaml.safe_dump(chart))
    environment = {**trust(served), "HELM_REPOSITORY_CONFIG": str(host.home / "repositories.yaml")}
    for kind in ("CACHE", "CONFIG", "DATA"):
        environment[f"HELM_{kind}_HOME"] = str(host.home / "helm")
    done = host.run(["helm", "dependency", "update", folder], folder, environment)
    assert done.returncode == 0, done.stderr
    assert (folder / "Chart.lock").exists()
    shutil.rmtree(folder / "charts")
    served.asked.clear()
    return folder


def trust(served: ChartRepository) -> Mapping[str, str]:
    return {"SSL_CERT_FILE": str(served.tls.authority)}


ENABLED = [{"name": "helm-parameters", "map": {"empty.enabled": "true"}}]


def test_a_chart_with_a_lock_fetches_its_dependencies(host: Host, charts: Path, served: ChartRepository) -> None:
    folder = make_locked(host, charts, served)

    done = host.generate(folder, "--allow-network", parameters=ENABLED, environment=trust(served))

    assert done.returncode == 0, done.stderr
    assert [json.loads(each)["metadata"]["name"] for each in split(done.stdout)] == ["shop-settings"]
    assert served.asked == ["/charts/index.yaml", "/charts/empty-1.0.0.tgz"]


@pytest.mark.parametrize("way", ["url", "@private", "alias:private"])
def test_what_the_sidecar_knows_of_a_repository_is_used(
    host: Host, charts: Path, served: ChartRepository, way: str
) -> None:
    entry = {"name": "private", "url": served.url, "username": USER, "password": PASSWORD}
    unused = {"name": "unused", "url": "https://192.0.2.1/charts"}
    private = {**entry, "caFile": str(served.tls.authority)}
    repositories = host.home / "repositories.yaml"
    repositories.write_text(yaml.safe_dump({"repositories": [private]}))
    served.authorization = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    folder = make_locked(host, charts, served, "" if way == "url" else way)
    repositories.write_text(yaml.safe_dump({"repositories": [unused, private]}))
    sidecar = {"HELM_REPOSITORY_CONFIG": str(repositories)}

    done = host.generate(folder, "--allow-network", parameters=ENABLED, environment=sidecar)

    assert done.returncode == 0, done.stderr
    assert "/charts/empty-1.0.0.tgz" in served.asked
    # Its index is not fetched: that takes time, and Helm fails where one is missing.
    assert "192.0.2.1" not in done.stderr


def test_a_repository_whose_name_nobody_knows_is_named(host: Host, charts: Path, served: ChartRepository) -> None:
    folder = make_locked(host, charts, served)
    chart = (folder / "Chart.yaml").read_text()
    (folder / "Chart.yaml").write_text(chart.replace(f"{served.url}/", "'@private'"))

    done = host.generate(folder, "--allow-network", environment=trust(served))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Chart.yaml: error: there is no repository of the name `@private`; write its address")
