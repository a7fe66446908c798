"""Real kustomize, and the one in kubectl, run regswap as a KRM function."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.command import names, regswap, write
from tests.support.host import IDENTITY, Host

if TYPE_CHECKING:
    from tests.conftest import LocateClient

pytestmark = pytest.mark.client

WITH_PLUGINS = "--enable-alpha-plugins"
WITH_EXEC = (WITH_PLUGINS, "--enable-exec")
FUNCTION = """\
apiVersion: regswap.dev/v1alpha1
kind: ImageRewrite
metadata:
  name: regswap
  annotations:
    config.kubernetes.io/function: |
      exec: {path: %s%s}
spec:
"""
RULES = """\
  rules:
    - prefix: docker.io
      target: registry.example.com/hub
"""
APP = """\
apiVersion: v1
kind: Pod
metadata:
  name: web # its name
spec:
  containers:
    - name: web
      image: nginx:1.27
    - name: twice
      image: 'quay.io/a/b'
"""


@pytest.fixture
def examples(root: Path) -> Path:
    return root / "plugins" / "kustomize" / "examples"


@pytest.fixture
def kustomize(client: LocateClient, tmp_path: Path) -> Host:
    return Host(client("kustomize"), tmp_path / "work")


@pytest.fixture
def kubectl(client: LocateClient, tmp_path: Path) -> Host:
    return Host(client("kubectl"), tmp_path / "work")


def references(rendered: str) -> list[str]:
    """Return the references of a stream as they are written, in order."""
    return [line.split("image: ")[1] for line in rendered.splitlines() if "image: " in line]


def write_kustomization(
    folder: Path, function: str, *, app: str = APP, key: str = "transformers", more: str = ""
) -> None:
    write(folder / "app.yaml", app.encode())
    write(folder / "regswap.yaml", function.encode())
    write(folder / "kustomization.yaml", f"resources: [app.yaml]\n{key}: [regswap.yaml]\n{more}".encode())


def exec_function(path: str = "regswap", arguments: str = ", args: [krm]", spec: str = RULES) -> str:
    return FUNCTION % (path, arguments) + spec


def without_function(host: Host, examples: Path, name: str) -> str:
    """Render an example with the function that changes nothing in regswap's place."""
    copy = host.folder / f"{name}-identity"
    shutil.copytree(examples / name, copy)
    config = copy / "regswap.yaml"
    text = config.read_text(encoding="utf-8").replace("path: regswap", f"path: {IDENTITY}")
    config.write_text(text.replace("args: [krm]\n", "\n"), encoding="utf-8")
    done = host.run("build", *WITH_EXEC, copy)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_the_exec_example_gives_what_rewriting_its_output_gives(kustomize: Host, examples: Path) -> None:
    done = kustomize.run("build", *WITH_EXEC, examples / "exec")

    rendered = without_function(kustomize, examples, "exec")
    expected = regswap("rewrite", "-r", examples / "exec" / "rules.map", stdin=rendered.encode())
    assert (done.code, done.err) == (0, "")
    assert done.out == expected.out.decode() != rendered


def test_the_check_example_passes_and_renders_as_if_it_were_not_there(kustomize: Host, examples: Path) -> None:
    done = kustomize.run("build", *WITH_EXEC, examples / "check")

    assert done == (0, without_function(kustomize, examples, "check"), "")


@pytest.mark.parametrize("program", ["kustomize", "kubectl"])
def test_the_container_example_runs_in_kustomize_and_in_kubectl(
    program: str, client: LocateClient, examples: Path, tmp_path: Path
) -> None:
    host = Host(client(program), tmp_path / "work")
    host.add_program("docker", 'echo "$@" > "$0.arguments"\nexec regswap krm')
    shutil.copytree(examples / "container", host.folder / "container")

    done = host.run("build" if program == "kustomize" else "kustomize", WITH_PLUGINS, "container")

    asked = (host.programs / "docker.arguments").read_text(encoding="utf-8").split()
    assert (done.code, done.err) == (0, "")
    assert references(done.out) == [
        "registry.example.com/mirror-ghcr.io/shop/web:2.4.1",
        "registry.example.com/quay/prometheus/statsd-exporter:v0.28.0",
        "registry.example.com/hub/busybox",
        "registry.example.com/quay/shop/report:1.0",
    ]
    assert asked[-1] == "registry.example.com/regswap:0.1.0"
    assert " ".join(asked[asked.index("--network") :][:4]) == "--network none --user nobody"


def test_a_container_that_fails_fails_the_build_and_says_why(kubectl: Host) -> None:
    kubectl.add_program("docker", "exec regswap krm")
    write_kustomization(
        kubectl.folder,
        (FUNCTION % ("", "") + RULES.replace("prefix", "prefx")).replace("exec: {path: }", "container: {image: i}"),
    )

    done = kubectl.run("kustomize", WITH_PLUGINS, ".")

    assert (done.code, done.out) == (1, "")
    assert "functionConfig.spec.rules[0].prefx: error: unknown rule `prefx`; did you mean `prefix`?" in done.err


@pytest.mark.parametrize(
    ("path", "arguments"), [("regswap", ", args: [krm]"), ("./regswap-krm", ""), ("regswap-krm", "")]
)
def test_the_program_is_named_as_kustomize_takes_it(kustomize: Host, path: str, arguments: str) -> None:
    kustomize.add_program("regswap-krm", 'exec regswap krm "$@"')
    if path.startswith("./"):
        shutil.copy(kustomize.programs / "regswap-krm", kustomize.folder)
    write_kustomization(kustomize.folder, exec_function(path, arguments))

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert (done.code, done.err) == (0, "1 matched by no rule\n")
    assert references(done.out) == ["registry.example.com/hub/nginx:1.27", "quay.io/a/b"]


def test_rule_files_are_looked_for_beside_the_kustomization_that_lists_the_function(kustomize: Host) -> None:
    base = kustomize.folder / "base"
    write_kustomization(base, exec_function(spec="  rules: [{file: rules/base.map}]\n"))
    write(base / "rules" / "base.map", b"default::\ndocker.io::registry.example.com/base\n")
    write(kustomize.folder / "overlay" / "kustomization.yaml", b"resources: [../base]\nnamePrefix: x-\n")

    done = kustomize.run("build", *WITH_EXEC, "overlay")

    assert (done.code, done.err) == (0, "1 matched by no rule\n")
    assert references(done.out) == ["registry.example.com/base/nginx:1.27", "quay.io/a/b"]


def test_rules_come_from_the_environment_where_the_object_has_none(kustomize: Host) -> None:
    write_kustomization(kustomize.folder, exec_function(spec="  mode: standard\n"))
    write(kustomize.folder / "my.map", b"default::\nquay.io::registry.example.com/quay\n")

    done = kustomize.run("build", *WITH_EXEC, ".", REGSWAP_RULES="my.map")

    assert references(done.out) == ["nginx:1.27", "registry.example.com/quay/a/b"]


def test_images_and_prefixes_of_the_same_kustomization_come_first_and_hashes_after(kustomize: Host) -> None:
    more = "images: [{name: nginx, newTag: '1.28'}]\nnamePrefix: x-\nconfigMapGenerator: [{name: c, literals: [a=b]}]\n"
    write_kustomization(kustomize.folder, exec_function(), more=more)

    done = kustomize.run("build", *WITH_EXEC, ".")

    pod, config = sorted(yaml.safe_load_all(done.out), key=lambda one: str(one["kind"]), reverse=True)
    assert references(done.out)[0] == "registry.example.com/hub/nginx:1.28"
    assert pod["metadata"] == {"name": "x-web"}
    assert config["metadata"]["name"].startswith("x-c-")


@pytest.mark.parametrize(
    ("image", "why"), [("$(IMAGE)", "`$(IMAGE)` is a variable"), ("null", "`null` is null"), ("7", "`7` is a number")]
)
def test_warnings_reach_the_user(kustomize: Host, image: str, why: str) -> None:
    write_kustomization(kustomize.folder, exec_function(), app=APP.replace("nginx:1.27", image))

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert references(done.out)[0] == image
    assert done.err.startswith(f"warning: Pod web: spec.containers[0].image was left as it is: {why}")


@pytest.mark.parametrize(
    ("spec", "variables", "message"),
    [
        ("  rulez: []\n", {}, "functionConfig.spec.rulez: error: `spec` has an unknown key `rulez`"),
        ("  rules: [{file: missing.map}]\n", {}, "missing.map: error: there is no such file"),
        ("  rules: [{imageswap: bad}]\n", {}, "functionConfig.spec.rules[0].imageswap:1:1: error: has no `::`"),
        ("  {}\n", {}, "error: no rules"),
        ("  {}\n", {"REGSWAP_RULES": "missing.map"}, "missing.map: error: there is no such file"),
        (
            "  unmatched: fail\n" + RULES,
            {},
            "error: Pod web: spec.containers[1].image: `quay.io/a/b` is matched by no rule",
        ),
        ("  check: true\n" + RULES, {}, "error: Pod web: spec.containers[0].image: `nginx:1.27` would become"),
    ],
)
def test_a_failure_renders_nothing_and_says_why(
    kustomize: Host, spec: str, variables: dict[str, str], message: str
) -> None:
    write_kustomization(kustomize.folder, exec_function(spec=spec))
    before = {path: path.read_bytes() for path in kustomize.folder.iterdir()}

    done = kustomize.run("build", *WITH_EXEC, ".", **variables)

    assert (done.code, done.out) == (1, "")
    assert message in done.err
    assert "Traceback" not in done.err
    assert {path: path.read_bytes() for path in kustomize.folder.iterdir()} == before


@pytest.mark.parametrize("function", [IDENTITY, "regswap"])
def test_kustomize_refuses_every_function_that_passes_as_a_validator(kustomize: Host, function: str) -> None:
    # https://github.com/kubernetes-sigs/kustomize/issues/5036; when it is mended, docs/kustomize.md has to say so.
    arguments = ", args: [krm]" if function == "regswap" else ""
    passing = APP.replace("nginx", "registry.example.com/hub/nginx")
    write_kustomization(kustomize.folder, exec_function(function, arguments), app=passing, key="validators")

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert (done.code, done.out) == (1, "")
    assert "validator shouldn't modify the resource map" in done.err


def test_a_check_that_fails_as_a_validator_says_why(kustomize: Host) -> None:
    write_kustomization(kustomize.folder, exec_function(spec="  check: true\n" + RULES), key="validators")

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert (done.code, done.out) == (1, "")
    assert "`nginx:1.27` would become `registry.example.com/hub/nginx:1.27`" in done.err


def test_items_that_are_of_the_tools_are_left_alone(kustomize: Host) -> None:
    write_kustomization(kustomize.folder, exec_function())
    write(kustomize.folder / "kustomization.yaml", b"transformers: [regswap.yaml]\n")

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("program", ["kustomize", "kubectl"])
def test_a_function_that_the_host_skips_in_silence_is_caught_by_the_guard(
    program: str, client: LocateClient, examples: Path, tmp_path: Path
) -> None:
    host = Host(client(program), tmp_path / "work")
    rules = examples / "exec" / "rules.map"

    skipped = host.run("build" if program == "kustomize" else "kustomize", WITH_PLUGINS, examples / "exec")
    guard = regswap("rewrite", "--check", "-r", rules, stdin=skipped.out.encode())

    assert (skipped.code, skipped.err) == (0, "")
    assert references(skipped.out)[0] == "ghcr.io/shop/web:2.4.1"
    assert guard.code == 1
    assert b"ghcr.io/shop/web:2.4.1" in guard.out


@pytest.mark.parametrize(
    ("program", "command"), [("kustomize", ["build"]), ("kubectl", ["kustomize"]), ("kubectl", ["apply", "-k"])]
)
def test_without_any_flag_a_host_refuses_the_function(
    program: str, command: list[str], client: LocateClient, examples: Path, tmp_path: Path
) -> None:
    done = Host(client(program), tmp_path / "work").run(*command, examples / "exec")

    assert (done.code, done.out) == (1, "")
    assert "external plugins disabled" in done.err


def test_a_component_runs_its_function_before_the_images_of_the_overlay(kustomize: Host) -> None:
    folder = kustomize.folder
    write(folder / "app.yaml", APP.encode())
    write(folder / "component" / "regswap.yaml", exec_function().encode())
    head = b"apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    write(folder / "component" / "kustomization.yaml", head + b"transformers: [regswap.yaml]\n")
    text = "resources: [app.yaml]\ncomponents: [component]\nimages: [{name: %s, newTag: '1.28'}]\n"

    tags = []
    for name in ("nginx", "registry.example.com/hub/nginx"):
        write(folder / "kustomization.yaml", (text % name).encode())
        tags.append(references(kustomize.run("build", *WITH_EXEC, ".").out)[0])

    assert tags == ["registry.example.com/hub/nginx:1.27", "registry.example.com/hub/nginx:1.28"]


def test_the_guard_passes_what_was_rewritten(kustomize: Host, examples: Path) -> None:
    done = kustomize.run("build", *WITH_EXEC, examples / "exec")

    guard = regswap("rewrite", "--check", "-r", examples / "exec" / "rules.map", stdin=done.out.encode())

    assert guard == (0, b"", "")


def test_every_example_is_run_here_or_for_kpt(examples: Path) -> None:
    assert names(examples) == ["check", "container", "exec", "kpt"]


def test_kustomize_keeps_what_a_user_wrote_in_annotations(kustomize: Host) -> None:
    app: dict[str, Any] = yaml.safe_load(APP)
    app["metadata"]["annotations"] = {"mine": "a\nb: c", "config.kubernetes.io/mine": "kept"}
    write_kustomization(kustomize.folder, exec_function(), app=yaml.safe_dump(app))

    done = kustomize.run("build", *WITH_EXEC, ".")

    assert yaml.safe_load(done.out)["metadata"] == app["metadata"]
