"""The shipped plugin, run by a stand-in of argocd-cmp-server and by the real one, with the real renderers.

The real server takes part where ``make clients`` has built it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml

from regswap.hosts.argocd.plugin_parameter import PARAMETERS
from tests.conftest import LocateClient
from tests.support.cmp_host import Host, serve
from tests.support.cmp_protocol import Plugin, application_environment
from tests.support.cmp_server import split
from tests.support.command import write
from tests.support.images import find_images

pytestmark = pytest.mark.client


@pytest.fixture(params=["stand-in", "real"])
def server(request: pytest.FixtureRequest, client: LocateClient, open_home: Path) -> str:
    """Which cmp-server runs the plugin: the path of a program, or nothing for the stand-in."""
    if request.param == "stand-in":
        return ""
    # It knows from its name what to be, and other users have to find it.
    program = open_home / "argocd-cmp-server"
    program.symlink_to(client("argocd"))
    return str(program)


@pytest.fixture
def plugin(server: str, host: Host, root: Path) -> Iterator[Plugin]:
    """The opt-in plugin."""
    with serve(server, host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"), host) as found:
        yield found


def loaded(texts: list[str]) -> list[Any]:
    return [json.loads(text) for text in texts]


# --- What the plugin generates ---


def test_a_chart_becomes_what_helm_template_and_rewrite_make_of_it(plugin: Plugin, charts: Path, host: Host) -> None:
    objects = plugin.generate(charts, "shop", application_environment("shop", name="argocd-apps_web"))

    rendered = host.run(
        ["helm", "template", "web", ".", "--include-crds", "--namespace", "prod", "--kube-version", "1.34.0"],
        charts / "shop",
    )
    assert rendered.returncode == 0
    assert objects == loaded(host.rewrite(rendered.stdout, charts))
    assert "registry.example.com/mirror-ghcr.io/shop/web:2.4.1" in find_images(objects)
    assert {each["kind"] for each in objects} >= {"CustomResourceDefinition", "Job"}


def test_helm_4_renders_charts_as_well(
    tmp_path: Path, root: Path, client: LocateClient, charts: Path, server: str
) -> None:
    home = tmp_path / "four"
    home.mkdir()
    host = Host(home, root, client, "helm4")

    with serve(server, host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"), host) as plugin:
        objects = plugin.generate(charts, "shop", application_environment("shop"))

    rendered = host.run(["helm", "template", "shop", ".", "--include-crds", "-n", "prod"], charts / "shop")
    assert objects == loaded(host.rewrite(rendered.stdout, charts))


def test_a_chart_takes_its_values_from_the_parameters(plugin: Plugin, charts: Path, host: Host) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "shop", repository / "deploy" / "shop")
    (repository / "deploy" / "shop" / "envs").mkdir()
    (repository / "deploy" / "shop" / "envs" / "my values.yaml").write_text("web: {replicas: 5, image: {tag: f}}\n")
    parameters: list[dict[str, Any]] = [
        {"name": "values-files", "array": ["envs/my values.yaml"]},
        {"name": "values", "string": "web:\n  image:\n    tag: v\n"},
        {"name": "helm-parameters", "map": {"exporter.image": "quay.io/prometheus/node-exporter:$(touch x)"}},
        {"name": "helm-string-parameters", "map": {"web.image.repository": "ghcr.io/shop/other"}},
        {"name": "release-name", "string": "other"},
    ]

    objects = plugin.generate(repository, "deploy/shop", application_environment("deploy/shop", parameters=parameters))

    (web,) = (each for each in objects if each["kind"] == "Deployment" and "web" in each["metadata"]["name"])
    assert web["spec"]["replicas"] == 5
    assert "registry.example.com/mirror-ghcr.io/shop/other:v" in find_images([web])
    assert "quay.io/prometheus/node-exporter:$(touch x)" in find_images(objects)  # no reference, and left alone
    assert any("other" in each["metadata"]["name"] for each in objects)


def test_a_kustomization_becomes_what_kustomize_build_and_rewrite_make_of_it(
    plugin: Plugin, applications: Path, host: Host
) -> None:
    objects = plugin.generate(applications, "kustomization", application_environment("kustomization"))

    built = host.run(["kustomize", "build", "."], applications / "kustomization")
    assert objects == loaded(host.rewrite(built.stdout, applications))
    assert find_images(objects) == [
        "registry.example.com/official/nginx:1.27.3",
        "registry.example.com/quay/prometheus/statsd-exporter:v0.28.0",
    ]


def test_a_plain_folder_becomes_what_rewrite_makes_of_its_manifests(
    plugin: Plugin, applications: Path, host: Host
) -> None:
    folder = applications / "plain"

    objects = plugin.generate(applications, "plain", application_environment("plain"))
    recursive = plugin.generate(
        applications, "plain", application_environment("plain", parameters=[{"name": "recurse", "string": "true"}])
    )

    direct = [
        each
        for name in ("a-settings.json", "b-web.yml")
        for each in host.rewrite((folder / name).read_text(encoding="utf-8"), folder)
    ]
    assert objects == loaded(direct)
    assert find_images(recursive) == [
        "registry.example.com/official/nginx:1.27.3",
        "registry.example.com/quay/shop/job:1",
    ]
    assert recursive[: len(objects)] == objects


def test_an_application_without_a_plugin_section_is_generated(plugin: Plugin, applications: Path) -> None:
    objects = plugin.generate(applications, "plain", application_environment("plain", parameters=None))

    assert find_images(objects) == ["registry.example.com/official/nginx:1.27.3"]


def test_what_it_writes_is_what_rewrite_writes_byte_for_byte(host: Host, applications: Path) -> None:
    folder = applications / "base"
    done = host.generate(folder, path="base", parameters=[{"name": "renderer", "string": "plain"}])

    kept = (folder / "web.yaml").read_text(encoding="utf-8")
    assert done.stdout.endswith(
        kept.replace("nginx", "registry.example.com/official/nginx").replace("quay.io/", "registry.example.com/quay/")
    )


# --- What the plugin matches and announces ---


def test_the_opt_in_plugin_discovers_nothing(plugin: Plugin, charts: Path) -> None:
    assert not plugin.has_discovery()
    assert not plugin.match(charts, "shop")


def test_the_enforcing_plugin_discovers_every_folder(
    server: str, host: Host, root: Path, charts: Path, applications: Path
) -> None:
    manifest = host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin-enforce.yaml")
    with serve(server, manifest, host) as plugin:
        assert plugin.has_discovery()
        assert plugin.match(charts, "shop")
        assert plugin.match(applications, "kustomization")
        assert plugin.match(applications, "plain")
        objects = plugin.generate(applications, "plain", application_environment("plain", parameters=None))

    assert find_images(objects) == ["registry.example.com/official/nginx:1.27.3"]


@pytest.mark.parametrize(
    ("path", "names", "renderer"),
    [
        (
            "charts/shop",
            [parameter.name for parameter in PARAMETERS if "helm" in parameter.renderers],
            "helm",
        ),
        ("applications/kustomization", ["renderer"], "kustomize"),
        ("applications/plain", ["renderer", "recurse", "include", "exclude"], "plain"),
    ],
)
def test_what_is_announced_depends_on_the_folder(
    plugin: Plugin, root: Path, path: str, names: list[str], renderer: str
) -> None:
    announced = plugin.announce(root / "fixtures", path, application_environment(path, parameters=None))

    assert [each.name for each in announced] == names
    assert announced[0].default == renderer
    assert not any(each.required for each in announced)
    assert all(each.title for each in announced)
    assert {each.collection for each in announced} <= {"string", "array", "map"}


def test_a_folder_with_a_chart_and_a_kustomization_asks_which(plugin: Plugin, charts: Path, host: Host) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "shop", repository)
    (repository / "kustomization.yaml").write_text("resources: [web.yaml]\n")
    (repository / "web.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n")

    with pytest.raises(grpc.RpcError, match="set the parameter renderer to helm or kustomize"):
        plugin.generate(repository, ".", application_environment())
    announced = plugin.announce(repository, ".", application_environment())
    assert (announced[0].name, announced[0].required) == ("renderer", True)

    def kinds(renderer: str) -> set[str]:
        parameters = [{"name": "renderer", "string": renderer}]
        return {
            each["kind"] for each in plugin.generate(repository, ".", application_environment(parameters=parameters))
        }

    assert kinds("kustomize") == {"Pod"}
    assert "Deployment" in kinds("helm")


# --- What an Application must not do ---

HOSTILE = [
    ("values-files", "array", ["../../rules.map"], "`../../rules.map` leaves the repository"),
    ("values-files", "array", ["a/../../x.yaml"], "leaves the repository"),
    ("values-files", "array", ["/../etc/passwd"], "`/../etc/passwd` leaves the repository"),
    ("values-files", "array", ["/etc/passwd"], "there is no file `/etc/passwd` in the repository"),
    ("values-files", "array", ["values.yaml,/etc/passwd"], "is not a name that Helm could read"),
    ("values-files", "array", ['"/etc/passwd"'], "is not a name that Helm could read"),
    ("values-files", "array", ["values.yaml\n/etc/passwd"], "is not a name that Helm could read"),
    ("values-files", "array", ["https://example.com/values.yaml"], "is not in the repository"),
    ("values-files", "array", ["--post-renderer"], "there is no file `--post-renderer`"),
    ("values-files", "array", ["-"], "there is no file `-`"),
    ("values-files", "array", ["$(touch x)"], "there is no file `$(touch x)`"),
    ("values-files", "array", ["templates"], "there is no file `templates`"),
    ("values-files", "array", [1], "is not an array of texts"),
    ("values-files", "string", "values.yaml", "is not an array of texts"),
    ("values", "string", "\0", "is not text"),
    ("values", "string", "\ud800", "is not text"),
    ("values", "string", "--post-renderer", "cannot unmarshal"),
    ("values-files", "array", ["$HOME/a.yaml"], "`$HOME/a.yaml` is in another source of the Application"),
    ("values-files", "array", ["${HOME}/a.yaml"], "`${HOME}` is not a variable of Argo CD's build environment"),
    ("file-parameters", "map", {"a": "../../etc/passwd"}, "`../../etc/passwd` leaves the repository"),
    ("file-parameters", "map", {"a": "/etc/passwd"}, "there is no file `/etc/passwd` in the repository"),
    ("file-parameters", "map", {"a=/etc/passwd,b": "values.yaml"}, "`a=/etc/passwd,b` is not the path of a value"),
    ("namespace", "string", "--post-renderer=x", "`--post-renderer=x` is not a namespace"),
    ("kube-version", "string", "--post-renderer=x", "`--post-renderer=x` is not a version of Kubernetes"),
    ("api-versions", "array", ["a,b"], "`a,b` is not an API version"),
    ("skip-crds", "string", "yes", "parameter skip-crds: error: `yes` is neither true nor false"),
    ("include", "string", "*", "means nothing where the renderer is helm"),
    ("helm-parameters", "map", {"a": "$PATH"}, "`$PATH` is not a variable of Argo CD's build environment"),
    ("helm-parameters", "map", {"a": "\0"}, "is not a map of texts"),
    ("helm-parameters", "map", {"--post-renderer": "touch", "a[": "b"}, "failed parsing --set data"),
    ("release-name", "string", "--post-renderer", "is not a name of a Helm release"),
    ("release-name", "string", "a; touch x", "is not a name of a Helm release"),
    ("release-name", "string", "$(touch x)", "is not a name of a Helm release"),
    ("release-name", "string", "web\n--post-renderer=touch", "is not a name of a Helm release"),
    ("renderer", "string", "sh -c 'touch x'", "there is no `sh -c 'touch x'`"),
    ("renderer", "string", "kustomize", "there is no kustomization.yaml in the application's folder"),
    ("post-renderer", "string", "touch", "parameter post-renderer: error: there is no such parameter"),
    ("allow-empty", "string", "true", "there is no such parameter"),
    ("rules", "string", "rules.map", "there is no such parameter"),
    ("value-files", "array", ["values.yaml"], "did you mean `values-files`?"),
    ("recurse", "string", "true", "means nothing where the renderer is helm"),
]


@pytest.mark.parametrize(("name", "collection", "value", "message"), HOSTILE)
def test_a_hostile_parameter_is_refused_with_a_message(
    host: Host, charts: Path, name: str, collection: str, value: object, message: str
) -> None:
    folder = host.home / "repository"
    shutil.copytree(charts / "shop", folder)
    before = sorted(folder.rglob("*"))

    done = host.generate(folder, parameters=[{"name": name, collection: value}])

    assert message in done.stderr
    assert (done.returncode, done.stdout) == (3 if done.stderr.startswith("helm template: ") else 2, "")
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before
    assert not list(host.work.iterdir())


def test_argo_cd_shows_why_a_parameter_is_refused(plugin: Plugin, charts: Path) -> None:
    parameters = [{"name": "values-files", "array": ["../../etc/passwd"]}]

    with pytest.raises(grpc.RpcError) as failed:
        plugin.generate(charts, "shop", application_environment("shop", parameters=parameters))

    assert failed.value.details().endswith(
        "failed exit status 2: parameter values-files: error: `../../etc/passwd` leaves the repository; "
        "name a file in the repository"
    )


@pytest.mark.parametrize("text", ["{", "{}", "[1]", "7", '"x"'])
def test_parameters_that_are_no_array_are_refused(host: Host, charts: Path, text: str) -> None:
    done = host.generate(charts / "shop", environment={"ARGOCD_APP_PARAMETERS": text})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"ARGOCD_APP_PARAMETERS: error: is not {'JSON: ' if text == '{' else 'a JSON array of objects'}"
    )


def test_variables_of_an_application_change_nothing(plugin: Plugin, charts: Path) -> None:
    hostile = {
        "REGSWAP_RULES": "/etc/passwd",
        "HELM_ARGS": "--post-renderer touch",
        "PATH": "/",
        "X": "$(touch x)\n--post-renderer",
    }

    assert plugin.generate(charts, "shop", application_environment("shop", variables=hostile)) == plugin.generate(
        charts, "shop", application_environment("shop")
    )


@pytest.mark.parametrize(("name", "source"), [("a.map", "--rules"), ("./a.map", "--rules"), (".", "--rules")])
def test_rules_in_the_applications_repository_are_refused(
    host: Host, applications: Path, name: str, source: str
) -> None:
    done = host.generate(applications / "plain", "--rules", name, path="plain")

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{source}: error: `{name}` would be looked for in the application's folder" in done.stderr


def test_rules_named_by_a_path_into_the_repository_are_refused(host: Host, applications: Path) -> None:
    inside = str(applications / "rules.map")

    given = host.generate(applications / "plain", "--rules", inside, path="plain")
    command = ["regswap", "argocd", "generate"]
    variable = host.run(command, applications / "plain", {"REGSWAP_RULES": inside, "ARGOCD_APP_SOURCE_PATH": "plain"})

    assert f"--rules: error: `{inside}` lies in the application's repository" in given.stderr
    assert f"REGSWAP_RULES: error: `{inside}` lies in the application's repository" in variable.stderr
    assert (given.returncode, variable.returncode) == (2, 2)


def test_modules_in_the_applications_folder_are_not_imported(host: Host, applications: Path) -> None:
    folder = host.home / "repository"
    shutil.copytree(applications / "plain", folder)
    for name in ("json", "tempfile", "click", "sitecustomize", "regswap", "subprocess", "signal", "ruamel"):
        (folder / f"{name}.py").write_text("open('x', 'w')\n")

    done = host.generate(folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert not (folder / "x").exists()


@pytest.mark.parametrize("place", ["files/secret", "values-prod.yaml", "templates/all"])
def test_a_link_that_leads_out_of_the_repository_is_refused(host: Host, charts: Path, place: str) -> None:
    folder = host.home / "repository" / "shop"
    shutil.copytree(charts / "shop", folder)
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).symlink_to("/etc")

    done = host.generate(folder, path="shop", parameters=[{"name": "values-files", "array": [place]}])

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{place}: error: is a link that leads out of the repository; remove it\n"


def test_a_link_that_leads_out_of_the_repository_in_two_steps_is_refused(host: Host, charts: Path) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "shop", repository / "apps" / "shop")
    library = repository / "library"
    library.mkdir()
    (library / "passwd.yaml").symlink_to("/etc/passwd")
    (library / "again").symlink_to("../apps")
    (repository / "apps" / "shop" / "templates" / "library").symlink_to("../../../library")

    done = host.generate(repository / "apps" / "shop", path="apps/shop")

    assert (done.returncode, done.stdout) == (2, "")
    told = "../../library/passwd.yaml: error: is a link that leads out of the repository; remove it\n"
    assert done.stderr == told


def test_a_link_into_the_repository_is_followed(plugin: Plugin, charts: Path, host: Host) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "shop", repository / "shop")
    (repository / "prod.yaml").write_text("web: {replicas: 7}\n")
    (repository / "shop" / "values-prod.yaml").symlink_to("../prod.yaml")
    parameters = [{"name": "values-files", "array": ["values-prod.yaml"]}]

    objects = plugin.generate(repository, "shop", application_environment("shop", parameters=parameters))

    assert 7 in [each["spec"].get("replicas") for each in objects if each["kind"] == "Deployment"]


def test_a_renderer_sees_nothing_of_the_environment(host: Host, applications: Path, charts: Path) -> None:
    (host.programs / "helm").unlink()
    write(
        host.programs / "helm",
        b"#!/bin/sh\nenv > $HELM_PLUGINS\ncat $HELM_PLUGINS >&2\ncat %s/base/web.yaml\n" % bytes(applications),
    ).chmod(0o755)
    environment = {"HELM_KUBETOKEN": "x", "HTTPS_PROXY": "http://proxy.example", "REGSWAP_REPORT": str(host.home / "r")}

    def seen(*flags: str) -> dict[str, str]:
        done = host.generate(charts / "shop", *flags, environment=environment)
        assert done.returncode == 0
        lines = [line.removeprefix("# helm template: ") for line in done.stderr.splitlines()]
        return {name: value for name, _, value in (line.partition("=") for line in lines)}

    closed, open_ = seen(), seen("--allow-network")
    shell = {"PWD", "SHLVL", "_", "OLDPWD"}
    always = {"PATH", "HOME", "TMPDIR", "KUBECONFIG", "HELM_PLUGINS"}
    homes = {f"HELM_{kind}_HOME" for kind in ("CACHE", "CONFIG", "DATA")}
    assert set(closed) - shell == always | homes | {"HTTP_PROXY", "HTTPS_PROXY", "GIT_ALLOW_PROTOCOL"}
    assert set(open_) - shell == always | homes | {"HELM_KUBETOKEN", "HTTPS_PROXY"}
    assert closed["HTTPS_PROXY"] == "http://127.0.0.1:1"
    assert closed["HOME"].startswith(str(host.work))


@pytest.mark.parametrize(
    ("kustomization", "message", "remote"),
    [
        ("configMapGenerator: [{name: a, files: [../secret]}]", "security; file", False),
        ("configMapGenerator: [{name: a, files: [/etc/passwd]}]", "security; file", False),
        ("resources: ['http://192.0.2.1/pod.yaml']", "proxyconnect tcp: dial tcp 127.0.0.1:1: connect", True),
        ("resources: ['file://{elsewhere}']", "fatal: transport 'file' not allowed", True),
        ("helmCharts: [{name: x, repo: 'https://example.com'}]", "must specify --enable-helm", False),
        ("generators: [run.yaml]", "external plugins disabled", False),
    ],
)
def test_a_kustomization_reads_nothing_from_elsewhere(
    host: Host, kustomization: str, message: str, *, remote: bool
) -> None:
    folder, elsewhere = host.home / "repository", host.home / "elsewhere"
    folder.mkdir()
    (host.home / "secret").write_text("x")
    subprocess.run(["git", "init", "--quiet", elsewhere], check=True)
    (folder / "kustomization.yaml").write_text(kustomization.replace("{elsewhere}", str(elsewhere)) + "\n")
    (folder / "run.yaml").write_text(
        "apiVersion: v1\nkind: Run\nmetadata:\n  name: x\n  annotations:\n"
        "    config.kubernetes.io/function: 'exec: {path: /bin/sh}'\n"
    )

    done = host.generate(folder)

    assert message in done.stderr
    assert (done.returncode, done.stdout) == (3, "")
    lines = done.stderr.splitlines()
    if remote:
        assert lines.pop() == (
            "error: the kustomization refers to what is not in the repository; commit it, or let the sidecar fetch it "
            "with --allow-network"
        )
    assert lines[-1] == "error: `kustomize build` failed with exit status 1"


def test_a_remote_base_needs_a_git_in_the_image(host: Host) -> None:
    folder = host.home / "repository"
    write(folder / "kustomization.yaml", b"resources: ['https://192.0.2.1/base.git?ref=main']\n")
    host.environment["PATH"] = str(host.programs)

    closed, allowed = host.generate(folder), host.generate(folder, "--allow-network")

    assert (closed.returncode, allowed.returncode) == (3, 3)
    assert closed.stderr.splitlines()[-1].startswith("error: the kustomization refers to what is not in the repository")
    assert allowed.stderr.splitlines()[-1] == (
        "error: the kustomization has a remote base, and there is no git; commit the base, or add git to the image of "
        "the sidecar"
    )


# --- What Argo CD must not be told ---


@pytest.mark.parametrize(
    "manifests",
    [
        {},
        {"a.yaml": ""},
        {"a.yaml": "# kind\n---\n---\n# kind\n"},
        {"a.yaml": "# kind\nnull\n"},
        {"a.yaml": "apiVersion: v1\nkind: List\nitems: []\n"},
        {"ci.yaml": "steps: []\n"},
        {"a.yaml": "# +argocd:skip-file-rendering\nkind: Pod\n"},
    ],
)
def test_an_application_without_objects_is_an_error(host: Host, manifests: dict[str, str]) -> None:
    folder = host.home / "repository"
    folder.mkdir()
    for name, text in manifests.items():
        (folder / name).write_text(text)

    refused = host.generate(folder)
    allowed = host.generate(folder, "--allow-empty")

    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr.startswith("error: the application has no objects, and Argo CD would delete what it has")
    assert (allowed.returncode, allowed.stderr) == (0, "")
    assert [each for each in split(allowed.stdout) if json.loads(each).get("items") != []] == []


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_rules_without_a_rule_are_an_error(host: Host, applications: Path, text: str) -> None:
    host.rules.write_text(text)

    done = host.generate(applications / "plain")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{host.rules}: error: has no rules, so nothing is rewritten; ")


def test_references_in_arguments_are_rewritten_by_default_where_they_are_certain(host: Host) -> None:
    folder = host.home / "repository"
    arguments = ("--prometheus-config-reloader=quay.io/a/reloader:1", "--sidecar-image=quay.io/a/sidecar:1")
    container = {"name": "operator", "image": "quay.io/a/operator:1", "args": arguments}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [container]}}
    write(folder / "a.json", json.dumps(pod).encode())

    done, all_of_it = host.generate(folder), host.generate(folder, "--hidden", "rewrite")

    assert "--prometheus-config-reloader=registry.example.com/quay/a/reloader:1" in done.stdout
    assert "--sidecar-image=quay.io/a/sidecar:1" in done.stdout
    assert "1 left (would change with --hidden rewrite)" in done.stderr
    assert "--sidecar-image=registry.example.com/quay/a/sidecar:1" in all_of_it.stdout


def test_a_chart_that_renders_nothing_is_an_error(plugin: Plugin, charts: Path) -> None:
    with pytest.raises(grpc.RpcError, match="failed exit status 4: error: the application has no objects"):
        plugin.generate(charts, "empty", application_environment("empty"))

    parameters = [{"name": "helm-parameters", "map": {"enabled": "true"}}]
    (settings,) = plugin.generate(charts, "empty", application_environment("empty", parameters=parameters))
    assert settings["metadata"]["name"] == "shop-settings"


def test_a_chart_that_fails_says_why(plugin: Plugin, charts: Path, host: Host) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "empty", repository)
    (repository / "templates" / "fail.yaml").write_text('{{ fail "no \\"color\\" given" }}')

    with pytest.raises(grpc.RpcError) as failed:
        plugin.generate(repository, ".", application_environment())

    told = failed.value.details()
    assert 'helm template: error: execution error at (empty/templates/fail.yaml:1:3): no "color" given' in told
    assert told.endswith("error: `helm template` failed with exit status 1")


def test_a_manifest_that_cannot_be_rewritten_is_named(host: Host, applications: Path) -> None:
    folder = host.home / "repository"
    shutil.copytree(applications / "base", folder)
    (folder / "kustomization.yaml").unlink()
    (folder / "bad.yaml").write_text("kind: Pod\nspec: {containers: [{image: nginx]\n")

    done = host.generate(folder)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("bad.yaml:2:")


def test_jsonnet_is_refused_and_not_left_out(host: Host, applications: Path) -> None:
    folder = host.home / "repository"
    shutil.copytree(applications / "plain", folder)
    (folder / "more.jsonnet").write_text("{}")

    done = host.generate(folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("more.jsonnet: error: Jsonnet is not rendered here")


def test_ignore_files_leave_nothing_out_of_a_plain_folder(host: Host, applications: Path) -> None:
    folder = host.home / "repository"
    shutil.copytree(applications / "plain", folder)
    whole = host.generate(folder)

    (folder / ".regswapignore").write_text("*\n")

    assert whole.stdout
    assert host.generate(folder).stdout == whole.stdout


def test_a_chart_that_lacks_dependencies_says_what_to_do(host: Host, charts: Path) -> None:
    repository = host.home / "repository"
    shutil.copytree(charts / "empty", repository / "library")
    shutil.copytree(charts / "empty", repository / "app")
    with (repository / "app" / "Chart.yaml").open("a") as chart:
        version = yaml.safe_load((charts / "empty" / "Chart.yaml").read_text())["version"]
        chart.write(f"dependencies: [{{name: empty, version: {version}, repository: 'file://../library'}}]\n")
    parameters = [{"name": "helm-parameters", "map": {"empty.enabled": "true"}}]

    refused = host.generate(repository / "app", path="app", parameters=parameters)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "missing in charts/ directory: empty" in refused.stderr
    assert refused.stderr.endswith(
        "error: the chart lacks dependencies; commit its folder charts/, or let the sidecar fetch them with "
        "--allow-network\n"
    )

    allowed = host.generate(repository / "app", "--allow-network", path="app", parameters=parameters)
    assert allowed.returncode == 0, allowed.stderr
    assert [json.loads(each)["kind"] for each in split(allowed.stdout)] == ["ConfigMap"]


def test_a_program_that_is_missing_is_named(host: Host, charts: Path) -> None:
    (host.programs / "helm").unlink()

    done = host.generate(charts / "shop")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: there is no program `helm` on PATH; add it to the image of the sidecar\n"


def test_the_sidecar_chooses_the_helm_that_renders(host: Host, charts: Path) -> None:
    (host.programs / "helm").rename(host.programs / "helm3")

    done = host.generate(charts / "shop", "--helm", "helm3")
    in_the_repository = host.generate(charts / "shop", "--helm", "bin/helm3")

    assert done.returncode == 0, done.stderr
    assert "registry.example.com/mirror-" in done.stdout
    assert (in_the_repository.returncode, in_the_repository.stdout) == (2, "")
    assert "`bin/helm3` is not an absolute path; give the program's name or whole path" in in_the_repository.stderr


def test_what_succeeds_says_nothing_but_comments(host: Host, applications: Path) -> None:
    folder = host.home / "repository"
    folder.mkdir()
    text = (applications / "plain" / "b-web.yml").read_text(encoding="utf-8").replace("nginx:1.27.3", "'{{ x }}'")
    (folder / "a.yaml").write_text(text.rstrip("\n"))

    done = host.generate(folder, "-v")

    said = done.stderr.splitlines()
    assert done.returncode == 0
    assert said[0] == ""
    assert said[1].startswith("# a.yaml:8:14: warning: spec.containers[0].image was left as it is")
    assert said[-1].startswith("# 2 documents")
    assert split(done.stdout + done.stderr) == split(done.stdout)
    assert host.generate(folder, "-q").stderr == ""


def test_the_report_holds_what_went_wrong(host: Host, charts: Path) -> None:
    report = host.home / "report.json"

    done = host.generate(charts / "empty", "--report", str(report))
    missing = host.generate(charts / "shop", "--report", str(report), name="")

    assert (done.returncode, missing.returncode) == (4, 2)
    assert json.loads(report.read_text())["errors"][0]["source"] == "ARGOCD_APP_NAME"


# --- How the plugin runs ---

STUBBORN = """\
#!/bin/sh
# A renderer that does not end when it is asked to, and has a child that does not either.
trap '' TERM
(trap '' TERM; while :; do sleep 1; done) &
echo $! > {pids}
echo $$ >> {pids}
while :; do sleep 1; done
"""


def stubborn(host: Host) -> Path:
    pids = host.home / "pids"
    program = host.programs / "helm"
    program.unlink()
    program.write_text(STUBBORN.format(pids=pids))
    program.chmod(0o755)
    return pids


def scratch(host: Host) -> list[str]:
    """Return the folders for temporary files that are left."""
    return [path.name for path in host.work.glob("regswap-*")]


def alive(pids: Path) -> list[str]:
    """Return which of the processes run; a zombie does not."""
    status = {pid: Path(f"/proc/{pid}/stat") for pid in pids.read_text().split()}
    return [pid for pid, path in status.items() if path.exists() and ") Z " not in path.read_text()]


def test_when_argo_cd_runs_out_of_time_the_renderer_and_its_children_end(
    server: str, host: Host, root: Path, charts: Path
) -> None:
    pids = stubborn(host)
    with serve(
        server, host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"), host, seconds=3
    ) as plugin:
        with pytest.raises(grpc.RpcError):
            plugin.generate(charts, "shop", application_environment("shop"))
        for _ in range(500):
            if not (alive(pids) or scratch(host)):
                break
            subprocess.run(["sleep", "0.01"], check=True)

    assert len(pids.read_text().split()) == 2
    assert alive(pids) == []
    assert not scratch(host)


def test_a_signal_ends_the_renderer_and_its_children(host: Host, charts: Path) -> None:
    pids = stubborn(host)
    process = subprocess.Popen(
        [host.programs / "regswap", "argocd", "generate", "--rules", host.rules],
        cwd=charts / "shop",
        env={**host.environment, **application_environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (pids.exists() and len(pids.read_text().split()) == 2):
        assert process.poll() is None
        subprocess.run(["sleep", "0.01"], check=True)

    process.terminate()
    out, err = process.communicate(timeout=5)

    assert (process.returncode, out) == (143, "")
    assert err.startswith("error: ended by a signal before the manifests were done; if Argo CD ran out of time")
    assert alive(pids) == []
    assert not list(host.work.iterdir())


@pytest.mark.parametrize(("flags", "environment"), [(["--timeout", "0.3"], {}), ([], {"ARGOCD_EXEC_TIMEOUT": "300ms"})])
def test_a_renderer_that_takes_too_long_is_ended(
    host: Host, charts: Path, flags: list[str], environment: dict[str, str]
) -> None:
    pids = stubborn(host)

    done = host.generate(charts / "shop", *flags, environment=environment)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("error: `helm template` has not ended after 0.3 seconds")
    assert alive(pids) == []


def test_a_rewriting_that_takes_too_long_is_ended_as_well(host: Host) -> None:
    folder = host.home / "repository"
    settings = "".join(f"  key-{number}: nginx:1.27\n" for number in range(200_000))
    write(folder / "a.yaml", f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n{settings}".encode())

    done = host.generate(folder, "--timeout", "0.5")

    assert (done.returncode, done.stdout) == (3, "")
    assert re.match(r"error: the (reading of manifests|rewriting) has not ended after 0\.5 seconds; ", done.stderr)
    assert not list(host.work.iterdir())


def test_our_error_comes_before_argo_cds(server: str, host: Host, root: Path, charts: Path) -> None:
    """Argo CD's would be `context deadline exceeded`, which says nothing of the renderer."""
    sidecar = (root / "plugins" / "argocd" / "plugin" / "sidecar.yaml").read_text(encoding="utf-8")
    limit = re.search(r"name: ARGOCD_EXEC_TIMEOUT\n\s+value: (\d+)s\n", sidecar)
    assert limit is not None
    assert int(limit[1]) <= 60 - 10
    stubborn(host)
    host.environment["ARGOCD_EXEC_TIMEOUT"] = "1s"

    manifest = host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml")
    with serve(server, manifest, host, seconds=10) as plugin, pytest.raises(grpc.RpcError) as failed:
        plugin.generate(charts, "shop", application_environment("shop"))

    assert "error: `helm template` has not ended after 1 seconds; make it faster" in str(failed.value.details())


def test_a_renderer_that_leaves_a_child_behind_is_not_waited_for(host: Host, applications: Path, charts: Path) -> None:
    program = host.programs / "helm"
    program.unlink()
    program.write_text(f"#!/bin/sh\nsleep 1000 &\necho $! > {host.home}/pids\ncat {applications}/base/web.yaml\n")
    program.chmod(0o755)

    done = host.generate(charts / "shop")

    assert done.returncode == 0
    assert len(split(done.stdout)) == 1
    assert alive(host.home / "pids") == []


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A folder that every user can look into; pytest's own are private."""
    home = Path(tempfile.mkdtemp(prefix="regswap-tests-", dir="/tmp"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


def give_regswap(user: int, host: Host, root: Path) -> None:
    """Put a regswap on PATH that another user can run, though this one's interpreter may be private; or skip."""
    program = host.programs / "regswap"
    paths = [str(root), sysconfig.get_path("purelib")]
    for python in (Path(sysconfig.get_path("scripts")) / "python", Path("/usr/bin/python3")):
        program.unlink()
        lines = (
            f"#!{python}",
            "import sys",
            f"sys.path[:1] = {paths!r}",
            "from regswap.cli.main import main",
            "main()",
        )
        write(program, "\n".join(lines).encode()).chmod(0o755)
        with suppress(PermissionError, FileNotFoundError):
            command: list[str | Path] = [
                program,
                "rewrite",
                "--rules",
                host.rules,
                root / "fixtures" / "demo" / "rendered.yaml",
            ]
            done = subprocess.run(command, capture_output=True, user=user, group=user, extra_groups=[], check=False)
            if done.returncode == 0:
                return
    pytest.skip(f"user {user} can run no Python that has what regswap needs")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_it_runs_as_user_999_with_nowhere_to_write_but_its_temporary_folder(
    server: str, open_home: Path, root: Path, client: LocateClient, charts: Path, applications: Path
) -> None:
    host = Host(open_home, root, client)
    for folder in (host.work, host.sockets):
        os.chown(folder, 999, 999)
    give_regswap(999, host, root)
    with serve(server, host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml"), host, user=999) as plugin:
        chart = plugin.generate(charts, "shop", application_environment("shop"))
        kustomization = plugin.generate(applications, "kustomization", application_environment("kustomization"))
        plain = plugin.generate(applications, "plain", application_environment("plain"))

    assert all("registry.example.com" in " ".join(find_images(each)) for each in (chart, kustomization, plain))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a process namespace")
@pytest.mark.parametrize("init", ["regswap argocd init", ""])
def test_what_a_cancelled_request_leaves_behind_is_reaped(
    client: LocateClient, open_home: Path, host: Host, root: Path, charts: Path, init: str
) -> None:
    """The cmp-server kills our leader and waits for that alone: what the leader has started falls to process 1."""
    stubborn(host)
    (open_home / "argocd-cmp-server").symlink_to(client("argocd"))
    program = open_home / "sidecar"
    command = f"unshare --fork --pid --kill-child {init} {open_home}/argocd-cmp-server"
    write(program, f'#!/bin/sh\nexec {command} "$@"\n'.encode()).chmod(0o755)
    manifest = host.manifest(root / "plugins" / "argocd" / "plugin" / "plugin.yaml")

    with serve(str(program), manifest, host, seconds=3) as plugin:
        with pytest.raises(grpc.RpcError):
            plugin.generate(charts, "shop", application_environment("shop"))
        for _ in range(1000):
            if not scratch(host):
                break
            time.sleep(0.01)
        time.sleep(0.5)
        left = zombies()

    assert bool(left) == (not init), left


def zombies() -> list[str]:
    """Return the zombies whose parent this process has started, or one of those that it has."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            found[path.parent.name] = state, parent
    ours = [number for number, (_, parent) in found.items() if parent == str(os.getpid())]
    for process in ours:
        ours += [number for number, (_, parent) in found.items() if parent == process]
    return [number for number, (state, parent) in found.items() if state == "Z" and parent in ours]
