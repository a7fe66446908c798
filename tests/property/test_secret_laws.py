"""No output of any command shows what stands in a secret, however its file is broken."""

from __future__ import annotations

import io
import json
import os
import sys
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regswap.cli.group import run_group

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKERS = ("zqhunter9", "Zq!Hunter 9", "zq'hun:ter9")
"""A password that could be a repository, and some that could not."""

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.27
"""

_LIST = b64encode(b"docker.io::h.example/hub\nPASSWORD: @@").decode()

SECRETS = {
    "registry-info": (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: registry-info\nstringData:\n"
        "  MIRROR_REGISTRIES: >-\n    docker.io::h.example/hub,\n    quay.io::h.example/quay\n"
        "  PASSWORD: @@\n  USERNAME: robot\n"
    ),
    "indented too far": (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: registry-info\nstringData:\n"
        "  MIRROR_REGISTRIES: >-\n    docker.io::h.example/hub\n    PASSWORD: @@\n"
    ),
    "base64": f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: registry-info\ndata:\n  MIRROR_REGISTRIES: {_LIST}\n",
    "environment": "MIRROR_REGISTRIES=docker.io::h.example/hub\nOCI_PASSWORD=@@\nTOKEN=@@\n",
    "map": "default::\ndocker.io::h.example/hub\npassword: @@\n",
    "new map": "default::\ndocker.io::h.example/hub # password @@\napi-key::@@\n",
    "rule map": '"docker.io": "h.example/hub"\n"password": "@@"\n',
    "docker config": '{"auths": {"registry.example.com": {"username": "robot", "password": "@@", "auth": "@@"}}}\n',
    "docker secret": (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: pull}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n"
        '  .dockerconfigjson: \'{"auths": {"registry.example.com": {"auth": "@@"}}}\'\n'
    ),
    "values": (
        "ociImageRegistry:\n  endpoint: registry.example.com\n  password: @@\n"
        "  mirrorRegistries: docker.io::h.example/hub\n"
    ),
    "own rules": (
        "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n"
        "    - {prefix: docker.io, target: h.example/hub}\n    - password: @@\n"
    ),
    "kustomization": (
        "resources: [a.yaml]\nimages: [{name: nginx, newTag: '1'}]\nsecretGenerator:\n  - name: a\n    literals:\n"
        "      - password=@@\n      - image=docker.io/a/b:1\n"
    ),
    "release": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n"
        "        image: {repository: docker.io/a/b, tag: '1'}\n        password: @@\n"
        "      parameters: [{name: auth.password, value: '@@'}, {name: image, value: '{{ x }}'}]\n"
    ),
    "imageshift": (
        "apiVersion: imageshift.dev/v1\nkind: Imageshift\nspec:\n  default: docker.io\n  mappings:\n    swap:\n"
        "      - {registry: docker.io, target: h.example/hub, password: @@}\n"
    ),
}

COMMANDS = [
    ["explain", "nginx:1", "-r", "FILE"],
    ["explain", "nginx:1", "-r", "FILE", "--mode", "compat"],
    ["explain", "--format", "json", "nginx:1", "-r", "FILE"],
    ["rules", "show", "FILE"],
    ["rules", "show", "--mode", "compat", "--format", "json", "FILE"],
    *(["rules", "lint", "--format", form, "FILE"] for form in ("text", "json", "sarif")),
    *(
        ["rules", "convert", "--lossy", "--to", form, "FILE"]
        for form in ("regswap", "imageswap", "imageshift", "registry-connect", "mirror-registries")
    ),
    *(
        ["rewrite", "pod.yaml", "-r", "FILE", "--mode", mode, "--report", "/dev/stderr"]
        for mode in ("standard", "compat")
    ),
    ["rewrite", "pod.yaml", "-c", "FILE"],
    ["images", "--secrets", "--hidden", "rewrite", "-r", "rules.map", "FILE"],
    ["images", "--format", "json", "FILE"],
    ["rewrite", "-o", "out", "--secrets", "--hidden", "rewrite", "--report", "report.json", "-r", "rules.map", "FILE"],
    *(
        ["check", "--secrets", "--allow", "h.example", "--format", form, "FILE"]
        for form in ("text", "json", "sarif", "junit")
    ),
    ["rewrite", "--check", "--secrets", "--hidden", "rewrite", "-r", "rules.map", "FILE"],
    ["rewrite", "--in-place", "--annotate", "regswap", "--secrets", "--hidden", "rewrite", "-r", "rules.map", "FILE"],
    ["rewrite", "--restore", "-o", "out", "FILE"],
    ["helm", "post-render", "-r", "FILE"],
    *(["bundle", "plan", "-r", "FILE", "--format", form, "pod.yaml"] for form in ("text", "json", "regsync")),
    ["bundle", "plan", "-r", "rules.map", "--secrets", "--hidden", "rewrite", "--format", "json", "FILE"],
    *(["mirrors", "--lossy", "-r", "FILE", "--format", form] for form in ("k3s", "registries-conf", "openshift")),
    ["paths", "discover", "FILE"],
    ["paths", "import", "--kind", "example.com/A", "--lossy", "FILE"],
    ["paths", "list", "-c", "FILE"],
    ["paths", "list", "--crds", "FILE"],
    ["paths", "test", "FILE"],
    ["krm"],
]

_settings = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def _streams(given: bytes, folder: Path) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Give the process streams of its own, and a folder."""
    before = sys.stdin, sys.stdout, sys.stderr
    here = Path.cwd()
    out, err = io.BytesIO(), io.BytesIO()
    (folder / "stdin").write_bytes(given)
    with (folder / "stdin").open(encoding="utf-8") as stdin:
        sys.stdin = stdin
        sys.stdout, sys.stderr = (io.TextIOWrapper(stream, "utf-8", write_through=True) for stream in (out, err))
        os.chdir(folder)
        try:
            yield out, err
        finally:
            os.chdir(here)
            sys.stdout.detach()
            sys.stderr.detach()
            sys.stdin, sys.stdout, sys.stderr = before


def _run(folder: Path, command: list[str], text: str) -> bytes:
    """Return all that a command writes about a file: to its streams, and to its report."""
    report = folder / "report.json"
    report.write_bytes(b"")
    (folder / "secret.yaml").write_text(text)
    items = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": []}
    config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a.rules": text}}
    given = json.dumps({**items, "functionConfig": config}) if command == ["krm"] else ""
    arguments = ["secret.yaml" if word == "FILE" else word for word in command]
    with _streams(given.encode(), folder) as (out, err):
        run_group([word.replace("/dev/stderr", "report.json") for word in arguments])
    written = out.getvalue()
    if command == ["krm"] and written:
        # A function gives back the list that it was given, with the functionConfig in it.
        written = json.dumps(yaml.load(written, yaml.CSafeLoader).get("results", [])).encode()
    return written + err.getvalue() + report.read_bytes()


def _search(folder: Path, text: str, marker: str) -> None:
    encoded = b64encode(marker.encode()).decode().rstrip("=")[:-1]
    shown = {marker, marker[:7], encoded, json.dumps(marker)[1:-1]}
    for command in COMMANDS:
        written = _run(folder, command, text).decode("utf-8", "replace")
        for part in shown:
            assert part.lower() not in written.lower(), (command, text, written)


def _prepare(folder: Path) -> None:
    (folder / "pod.yaml").write_text(POD)
    (folder / "rules.map").write_text("default::\ndocker.io::h.example/hub\n")


def _plant(name: str, marker: str) -> str:
    text = SECRETS[name]
    if name == "base64":
        planted = b64encode(f"docker.io::h.example/hub\nPASSWORD: {marker}".encode()).decode()
        return text.replace(_LIST, planted)
    return text.replace("@@", marker)


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("name", SECRETS)
def test_no_command_shows_a_password(tmp_path: Path, name: str, marker: str) -> None:
    _prepare(tmp_path)

    _search(tmp_path, _plant(name, marker), marker)


@_settings
@example("registry-info", MARKERS[0], "indent", 8)
@example("map", MARKERS[0], "join", 1)
@example("map", MARKERS[0], "quote", 204)
@given(
    st.sampled_from(sorted(SECRETS)),
    st.sampled_from(MARKERS),
    st.sampled_from(["indent", "join", "drop", "insert", "quote", "colon"]),
    st.integers(0, 400),
)
def test_no_command_shows_a_password_of_a_file_that_is_broken(
    tmp_path: Path, name: str, marker: str, mutation: str, at: int
) -> None:
    _prepare(tmp_path)

    _search(tmp_path, _mutate(_plant(name, marker), mutation, at), marker)


def _mutate(text: str, mutation: str, at: int) -> str:
    """Break a file in a way in which people break them; what names a credential stays."""
    lines = text.splitlines()
    line = at % len(lines)
    column = at % (len(text) + 1)
    if mutation == "indent":
        lines[line] = f"    {lines[line]}"
    elif mutation == "join":
        lines[line : line + 2] = [" ".join(lines[line : line + 2])]
    elif mutation == "drop" and not any(word in lines[line].lower() for word in ("secret", "password", "token")):
        del lines[line]
    elif mutation == "insert":
        lines.insert(line, "  : [")
    elif mutation == "quote":
        return text[:column] + '"' + text[column:]
    elif mutation == "colon":
        return text.replace(": ", ":", 1 + at % 3)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Secret\nstringData:\n  any: zqhunter9: x\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  password: zqhunter9: x\n",
        "apiVersion: v1\nkind: Secret\nstringData:\n  any: *zqhunter9\n",
        "kind: Secret\nstringData:\n  any: |\n    zqhunter9\n--- zqhunter9\n",
    ],
)
def test_an_error_about_a_manifest_that_may_be_a_secret_shows_no_line(tmp_path: Path, text: str) -> None:
    _prepare(tmp_path)

    _search(tmp_path, text, "zqhunter9")


def test_other_manifests_show_their_line(tmp_path: Path) -> None:
    _prepare(tmp_path)
    text = "apiVersion: v1\nkind: Pod\nspec:\n  image: plain: x\n"

    assert b"image: plain: x" in _run(tmp_path, ["rewrite", "-r", "rules.map", "FILE"], text)
