"""What is JSON follows the schemas of ``docs/reference``."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import regswap as library
from tests.conftest import ROOT
from tests.support.command import POD, RULES, regswap, write

FOLDER = ROOT / "docs" / "reference"
REPORT: dict[str, Any] = json.loads((FOLDER / "report.schema.json").read_text(encoding="utf-8"))
LISTINGS: dict[str, Any] = json.loads((FOLDER / "listings.schema.json").read_text(encoding="utf-8"))
KNOWN: Registry[Any] = Registry().with_resources(
    [("report.schema.json", Resource.from_contents(REPORT)), ("", Resource.from_contents(LISTINGS))]
)
BROKEN = b"kind: Pod\nspec: {containers: [{image: nginx}\n"
ODD = b"""\
apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {note: "see quay.io/a/b:1 for more"}}
spec:
  containers:
    - {name: a, image: "{{ x }}"}
    - {name: b, image: ghcr.io/a/b:1, args: ["--image=docker.io/a/b:1"]}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web}
spec: {values: {image: {registry: docker.io, repository: a/b, tag: "1"}}}
"""
ITEMS = b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- " + POD.replace(b"\n", b"\n  ")


def validate(schema: Mapping[str, Any], value: object) -> None:
    Draft202012Validator(schema, registry=KNOWN).validate(value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "wrong.map", b"quay.io\n")
    write(tmp_path / "pod.yaml", POD)
    write(tmp_path / "odd.yaml", ODD)
    write(tmp_path / "broken.yaml", BROKEN)
    return tmp_path


def test_the_schemas_are_schemas() -> None:
    for schema in (REPORT, LISTINGS):
        Draft202012Validator.check_schema(schema)


RUNS = [
    pytest.param(("rewrite", "-r", "m.map", "odd.yaml", "pod.yaml"), b"", 0, id="rewrite"),
    pytest.param(("rewrite", "-r", "m.map"), b"", 0, id="an empty stream"),
    pytest.param(("rewrite", "-r", "m.map", "--in-place", "pod.yaml"), b"", 0, id="in place"),
    pytest.param(("rewrite", "-r", "m.map", "--check", "pod.yaml"), b"", 1, id="check mode"),
    pytest.param(("rewrite", "-r", "m.map", "--hidden", "off", "odd.yaml"), b"", 0, id="no hidden places"),
    pytest.param(("rewrite", "--restore", "pod.yaml"), b"", 0, id="restore"),
    pytest.param(("rewrite", "-r", "m.map", "--unmatched", "fail", "odd.yaml"), b"", 4, id="unmatched"),
    pytest.param(("rewrite", "-r", "m.map", "broken.yaml", "pod.yaml"), b"", 3, id="a broken manifest"),
    pytest.param(("rewrite", "-r", "m.map", "none.yaml"), b"", 2, id="no such file"),
    pytest.param(("rewrite", "-r", "wrong.map", "pod.yaml"), b"", 2, id="broken rules"),
    pytest.param(("rewrite", "-r", "m.map", "--unmatched", "maybe"), b"", 2, id="a broken command line"),
    pytest.param(("images", "-r", "m.map", "odd.yaml"), b"", 0, id="images"),
    pytest.param(("images", "--keep-going", "broken.yaml", "pod.yaml"), b"", 3, id="images of what can be read"),
    pytest.param(("check", "--allow", "quay.io", "odd.yaml"), b"", 4, id="check"),
    pytest.param(("helm", "post-render", "-r", "m.map"), POD, 0, id="helm"),
    pytest.param(("krm", "-r", "m.map"), ITEMS, 0, id="krm"),
    pytest.param(("krm", "-r", "m.map"), POD, 3, id="krm without a ResourceList"),
    pytest.param(("argocd", "generate", "-r", "{folder}/m.map"), b"", 0, id="argocd"),
]


@pytest.mark.parametrize(("arguments", "stdin", "code"), RUNS)
def test_the_report_of_a_run_follows_the_schema(
    folder: Path, arguments: tuple[str, ...], stdin: bytes, code: int
) -> None:
    place = folder
    if arguments[0] == "argocd":
        place = folder / "application"
        write(place / "pod.yaml", POD)

    arguments = tuple(argument.replace("{folder}", str(folder)) for argument in arguments)
    ended = regswap(*arguments, "--report", folder / "report.json", cwd=place, stdin=stdin, env=APPLICATION)

    report = json.loads((folder / "report.json").read_bytes())
    assert ended.code == code, ended.err
    validate(REPORT, report)
    assert bool(report["errors"]) == (code in {2, 3} or "fail" in arguments)
    for status in ("unchanged", "reported", "unparsable"):
        assert len(report[status]) == report["counts"][status]
    assert len(report["changes"]) == report["counts"]["changed"]


APPLICATION = {"ARGOCD_APP_NAME": "shop", "ARGOCD_APP_NAMESPACE": "prod"}


def test_the_report_of_the_library_follows_the_schema() -> None:
    policy = library.make_policy(rules=library.parse_rules(RULES.decode()))

    report = library.rewrite_stream(io.BytesIO(ODD), io.BytesIO(), policy)

    validate(REPORT, json.loads(b"".join(report.blocks())))


def test_every_report_that_was_reviewed_follows_the_schema_and_every_field_is_in_one(folder: Path) -> None:
    paths = sorted((ROOT / "tests" / "golden" / "__snapshots__").rglob("*.json"))
    reports = [json.loads(path.read_bytes()) for path in paths]
    reports = [{**found, "versions": {"regswap": "", "python": ""}} for found in reports if "versions" in found]
    regswap("images", "odd.yaml", "--report", "report.json", cwd=folder)
    reports.append(json.loads((folder / "report.json").read_bytes()))

    for report in reports:
        validate(REPORT, report)

    assert len(reports) > 10
    entries = [entry for report in reports for entry in list_entries(report)]
    assert {key for entry in entries for key in entry} == set(REPORT["$defs"]["entry"]["properties"])


def list_entries(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("changes", "unchanged", "reported", "unparsable"):
        yield from report[key]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("images", ("images", "-r", "m.map", "odd.yaml", "pod.yaml")),
        ("check", ("check", "--allow", "quay.io", "odd.yaml", "pod.yaml")),
        ("rules-lint", ("rules", "lint", "m.map", "wrong.map")),
        ("rules-show", ("rules", "show", "m.map")),
        ("paths-list", ("paths", "list")),
        ("paths-test", ("paths", "test", "odd.yaml", "pod.yaml")),
        ("explain", ("explain", "-r", "m.map", "nginx", "ghcr.io/a", "-", "Not One")),
    ],
)
def test_what_a_command_lists_follows_the_schema(folder: Path, command: str, arguments: tuple[str, ...]) -> None:
    out = regswap(*arguments, "--format", "json", cwd=folder, stdin=b"quay.io/a\n").out

    told = [json.loads(line) for line in out.splitlines()] if command == "explain" else json.loads(out)

    schema = {**LISTINGS["$defs"][command]}
    assert told
    for value in told if command == "explain" else [told]:
        validate(schema, value)


def test_what_does_not_follow_the_schema_is_found(folder: Path) -> None:
    regswap("images", "odd.yaml", "--report", "report.json", cwd=folder)
    report = json.loads((folder / "report.json").read_bytes())
    entry = report["unchanged"][0]

    for wrong in (
        {**report, "more": 1},
        {key: value for key, value in report.items() if key != "errors"},
        {**report, "unchanged": [{**entry, "line": 0}]},
        {**report, "unchanged": [{**entry, "rule": {}}]},
        {**report, "counts": {}},
    ):
        assert not Draft202012Validator(REPORT, registry=KNOWN).is_valid(wrong)


def test_the_page_tells_every_field() -> None:
    page = (FOLDER / "report.md").read_text(encoding="utf-8")

    fields = {*REPORT["properties"], *(key for found in REPORT["$defs"].values() for key in found["properties"])}
    assert [field for field in sorted(fields) if f"`{field}`" not in page] == []
    assert [name for name in LISTINGS["$defs"] if f"`{name.replace('-', ' ')}`" not in page] == []
