"""Real kpt runs regswap as a KRM function."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.command import regswap, write
from tests.support.host import IDENTITY, Done, Host

if TYPE_CHECKING:
    from tests.conftest import LocateClient

pytestmark = pytest.mark.client

MAP = "default::\ndocker.io::registry.example.com/hub\nquay.io::registry.example.com/quay\n"
APP = """\
# The shop.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # its name
  namespace: shop
spec:
  template:
    spec:
      containers:
      - name: web
        image: "nginx:1.27" # the server
      # in one line
      - {name: side, image: quay.io/a/b:1}
---
apiVersion: v1
kind: List
metadata: {name: list}
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: listed}
  spec:
    containers:
    - name: a
      image: busybox
"""
TOOL = """\
apiVersion: v1
kind: Pod
metadata:
  name: tool
  annotations: {config.kubernetes.io/local-config: "true"}
spec:
  containers:
    - {name: a, image: 'nginx'}
"""
CONFIG = """\
# Our rules.
apiVersion: regswap.dev/v1alpha1
kind: ImageRewrite
metadata:
  name: regswap
  annotations: {config.kubernetes.io/local-config: "true"}
spec:
  rules:
    - imageswap: | # a map
        default::
        docker.io::registry.example.com/hub
        quay.io::registry.example.com/quay
"""
KPTFILE = """\
apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: shop
  annotations: {config.kubernetes.io/local-config: "true"}
pipeline:
  %s:
    - exec: %s
      %s
"""
ODD_KPTFILE = """\
# The package.
kind: Kptfile
apiVersion: kpt.dev/v1
metadata:
  name: "shop" # quoted
  annotations: {config.kubernetes.io/local-config: 'true'}
info:
  description: made of docker.io/library/nginx
pipeline:
  mutators:
    - configPath: regswap.yaml
      exec: regswap krm
"""


@pytest.fixture(params=["kpt", "kpt-newest"])
def kpt(client: LocateClient, tmp_path: Path, request: pytest.FixtureRequest) -> Host:
    host = Host(client(request.param), tmp_path / "work")
    write(host.folder / "rules.map", MAP.encode())
    write_package(host.folder / "package")
    return host


def write_package(folder: Path) -> Path:
    write(folder / "app.yaml", APP.encode())
    write(folder / "tools" / "tool.yaml", TOOL.encode())
    write(folder / "regswap.yaml", CONFIG.encode())
    write(folder / "Kptfile", (KPTFILE % ("mutators", "regswap krm", "configPath: regswap.yaml")).encode())
    return folder


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def expected(kpt: Host, name: str = "package") -> dict[str, str]:
    """Return a package as kpt writes it when nothing changes, with workloads that ``regswap rewrite`` rewrote."""
    copy = kpt.folder / f"{name}-identity"
    shutil.copytree(kpt.folder / name, copy)
    done = kpt.run("fn", "eval", copy, "--exec", IDENTITY)
    assert done.code == 0, done.err
    rewritten = regswap("rewrite", "-r", kpt.folder / "rules.map", "--in-place", copy / "app.yaml")
    assert rewritten.code == 0
    return files(copy)


def results_of(folder: Path) -> list[dict[str, Any]]:
    written = yaml.safe_load((folder / "results.yaml").read_text("utf-8"))
    results: list[dict[str, Any]] = [result for item in written["items"] for result in item.get("results", [])]
    return results


@pytest.mark.parametrize(
    "arguments",
    [
        ("--exec", "regswap krm", "--fn-config", "package/regswap.yaml"),
        ("--exec", "regswap krm -r rules.map"),
        ("--exec", "regswap krm", "--", "rules=rules.map"),
        ("--exec", "regswap krm", "--", f"maps={MAP}"),
    ],
)
def test_eval_rewrites_a_package_in_place(kpt: Host, arguments: tuple[str, ...]) -> None:
    wanted = expected(kpt)

    done = kpt.run("fn", "eval", "package", *arguments)

    assert done.code == 0, done.err
    assert files(kpt.folder / "package") == wanted
    assert '"nginx:1.27" # the server' in APP
    assert 'image: "registry.example.com/hub/nginx:1.27" # the server' in wanted["app.yaml"]
    assert wanted["tools/tool.yaml"].count("nginx") == 1


def test_eval_takes_rules_from_the_environment(kpt: Host) -> None:
    wanted = expected(kpt)

    done = kpt.run("fn", "eval", "package", "--exec", "regswap krm", REGSWAP_RULES="rules.map")

    assert done.code == 0, done.err
    assert files(kpt.folder / "package") == wanted


def test_eval_says_nothing_of_what_went_well(kpt: Host) -> None:
    done = kpt.run("fn", "eval", "package", "--exec", "regswap krm -r rules.map", "--results-dir", "results")

    assert done.code == 0, done.err
    assert results_of(kpt.folder / "results") == []
    assert "[Results]" not in done.err
    assert "Stderr" not in done.err


def test_eval_shows_each_reference_on_request_and_writes_results(kpt: Host) -> None:
    done = kpt.run("fn", "eval", "package", "--exec", "regswap krm -v -r rules.map", "--results-dir", "results")

    first = results_of(kpt.folder / "results")[0]
    assert (
        "[info] apps/v1/Deployment/shop/web spec.template.spec.containers[0].image: "
        "nginx:1.27 becomes registry.example.com/hub/nginx:1.27"
    ) in done.err
    assert first == {
        "message": "nginx:1.27 becomes registry.example.com/hub/nginx:1.27",
        "severity": "info",
        "resourceRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "namespace": "shop"},
        "field": {
            "path": "spec.template.spec.containers[0].image",
            "currentValue": "nginx:1.27",
            "proposedValue": "registry.example.com/hub/nginx:1.27",
        },
        "file": {"path": "app.yaml"},
        "tags": {"rule": "rules.map:2"},
    }


def test_eval_of_a_stream_gives_what_rewriting_it_gives(kpt: Host) -> None:
    stream = kpt.run("fn", "source", "package", "-o", "unwrap").out

    done = kpt.run("fn", "eval", "-", "--exec", "regswap krm -r rules.map", "-o", "unwrap", stdin=stream)

    same = kpt.run("fn", "eval", "-", "--exec", IDENTITY, "-o", "unwrap", stdin=stream)
    rewritten = regswap(
        "rewrite",
        "-r",
        kpt.folder / "rules.map",
        "--exclude",
        "annotation=config.kubernetes.io/local-config=true",
        stdin=same.out.encode(),
    )
    assert done.code == 0, done.err
    assert done.out.encode() == rewritten.out != same.out.encode()


def test_source_and_sink_go_round_it(kpt: Host) -> None:
    wanted = expected(kpt)
    pipeline = f"set -e; {kpt.program} fn source package | regswap krm -r rules.map | {kpt.program} fn sink written"

    done = kpt.run_command("bash", "-o", "pipefail", "-c", pipeline)

    assert done.code == 0, done.err
    assert files(kpt.folder / "written") == wanted


def test_functions_in_a_pipe_keep_the_results_of_those_before(kpt: Host) -> None:
    pipeline = (
        f"{kpt.program} fn source package | regswap krm -v -r rules.map"
        " | regswap krm -v -r again.map | regswap krm --check -r again.map"
    )
    write(kpt.folder / "again.map", b"default::\nregistry.example.com/hub::other.example\n")

    done = kpt.run_command("bash", "-o", "pipefail", "-c", pipeline)

    results = yaml.safe_load(done.out)["results"]
    assert done.code == 0, done.err
    assert [result["message"].partition(" ")[0] for result in results] == [
        "registry.example.com/hub/nginx:1.27",
        "registry.example.com/hub/busybox",
        "nginx:1.27",
        "quay.io/a/b:1",
        "busybox",
    ]


def test_render_rewrites_and_a_second_time_changes_nothing(kpt: Host) -> None:
    wanted = expected(kpt)

    first = kpt.run("fn", "render", "package", "--allow-exec", "--results-dir", "first")
    once = files(kpt.folder / "package")
    second = kpt.run("fn", "render", "package", "--allow-exec", "--results-dir", "second")

    assert (first.code, second.code) == (0, 0), first.err
    assert once == wanted
    assert files(kpt.folder / "package") == once
    assert files(kpt.folder / "second") == files(kpt.folder / "first")


@pytest.mark.parametrize("command", ["render", "eval"])
def test_the_kptfile_keeps_every_byte(kpt: Host, command: str) -> None:
    """Its comments, its quotes, the order of its keys, and images of other functions, which are not workloads."""
    write(kpt.folder / "package" / "Kptfile", ODD_KPTFILE.encode())

    done = (
        kpt.run("fn", "render", "package", "--allow-exec")
        if command == "render"
        else kpt.run("fn", "eval", "package", "--exec", "regswap krm -r rules.map")
    )

    assert done.code == 0, done.err
    assert "registry.example.com/hub/nginx:1.27" in (kpt.folder / "package" / "app.yaml").read_text("utf-8")
    assert (kpt.folder / "package" / "Kptfile").read_text("utf-8") == ODD_KPTFILE


@pytest.mark.parametrize("config", ["configMap: {maps: 'docker.io::https://a'}", "configMap: {rules: missing.map}"])
def test_a_pipeline_that_fails_leaves_every_file(kpt: Host, config: str) -> None:
    kptfile = KPTFILE % ("mutators", "regswap krm", config)
    write(kpt.folder / "package" / "Kptfile", kptfile.encode())
    before = files(kpt.folder / "package")

    done = kpt.run("fn", "render", "package", "--allow-exec")

    assert done.code == 1
    assert ": error: " in done.err
    assert "[FAIL]" in done.err
    assert files(kpt.folder / "package") == before


def test_rule_files_of_a_pipeline_are_looked_for_where_kpt_runs(kpt: Host) -> None:
    kptfile = KPTFILE % ("mutators", "regswap krm", "configMap: {rules: rules.map}")
    write(kpt.folder / "package" / "Kptfile", kptfile.encode())

    assert kpt.run("fn", "render", "package", "--allow-exec").code == 0


@pytest.mark.parametrize(("is_rewritten", "code"), [(False, 1), (True, 0)])
@pytest.mark.parametrize(
    ("command", "config"),
    [
        ("regswap krm --check", "configPath: regswap.yaml"),
        ("regswap krm", "configMap: {check: 'true', rules: rules.map}"),
    ],
)
def test_a_validator_passes_what_is_rewritten_only(
    kpt: Host, command: str, config: str, *, is_rewritten: bool, code: int
) -> None:
    if is_rewritten:
        assert kpt.run("fn", "render", "package", "--allow-exec").code == 0
    write(kpt.folder / "package" / "Kptfile", (KPTFILE % ("validators", command, config)).encode())
    before = files(kpt.folder / "package")

    done = kpt.run("fn", "render", "package", "--allow-exec", "--results-dir", "results")

    errors = [result for result in results_of(kpt.folder / "results") if result["severity"] == "error"]
    assert done.code == code
    assert files(kpt.folder / "package") == before
    assert len(errors) == (0 if is_rewritten else 3)


def test_the_example_renders_and_its_validator_passes(kpt: Host, root: Path) -> None:
    shutil.copytree(root / "plugins" / "kustomize" / "examples" / "kpt", kpt.folder / "example")

    done = kpt.run("fn", "render", "example", "--allow-exec")

    assert done.code == 0, done.err
    assert done.err.count("[PASS]") == 2
    written = (kpt.folder / "example" / "app.yaml").read_text("utf-8")
    assert "image: registry.example.com/hub/busybox\n" in written
    assert '"registry.example.com/mirror-ghcr.io/shop/web:2.4.1" # the server' in written


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--exec", "regswap krm"), "no rules"),
        (("--exec", "regswap krm", "--", "rules=missing.map"), "missing.map: error: there is no such file"),
        (("--exec", "regswap krm", "--", "rulez=rules.map"), "functionConfig.data.rulez: error: unknown key `rulez`"),
        (("--exec", "regswap krm", "--", "maps=a::https://b"), "functionConfig.data.maps:1:4: error: has a scheme"),
        (("--exec", "regswap krm", "--fn-config", "package/app.yaml"), "is not a configuration that is known"),
        (("--exec", "regswap krm --rulez a"), "no such option"),
    ],
)
def test_a_failure_leaves_every_file_and_says_why(kpt: Host, arguments: tuple[str, ...], message: str) -> None:
    if "--fn-config" in arguments:
        write(kpt.folder / "package" / "app.yaml", APP.partition("---\n")[0].encode())
    before = files(kpt.folder / "package")

    done: Done = kpt.run("fn", "eval", "package", *arguments)

    assert done.code == 1
    assert message in done.err
    assert "Traceback" not in done.err
    assert files(kpt.folder / "package") == before


def test_an_empty_package_stays_empty(kpt: Host) -> None:
    (kpt.folder / "empty").mkdir()

    done = kpt.run("fn", "eval", "empty", "--exec", "regswap krm -r rules.map")

    assert done.code == 0, done.err
    assert files(kpt.folder / "empty") == {}
