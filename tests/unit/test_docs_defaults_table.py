"""What the tables of `docs/defaults.md` say happens, for each of their rows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from regswap.pipeline.scope import HIDDEN
from tests.support.command import POD, regswap, write

RULES = b"default::\ndocker.io::mirror.example/hub\nquay.io::mirror.example/quay\n"
ARGUED = POD + b"      args: [%s]\n"
CERTAIN, TOLD, POSSIBLE = b"--executor-image=quay.io/a:1", b"--sidecar-image=quay.io/a:1", b"a/b:1"
SHOP = b"apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: s}\nspec: {front: quay.io/a:1}\n"
SECRET = b"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {image: quay.io/a:1}\n"
SPLIT = (
    b"apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: p}\nspec: {image: quay.io/a, tag: v1}\n"
)
JOB = b"---\napiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: [{image: quay.io/j:1}]}}}\n"
APP = POD.replace(b"nginx:1.27", b"quay.io/team/app:1")
UNUSABLE = b"default::\nquay.io/team/app::h.example\n"
"""Makes `h.example:1`, which is a registry without a path."""
CHART = {"t/c/Chart.yaml": b"name: c\n", "t/c/templates/a.yaml": b"kind: {{ x }}\nimage: a\n"}


class Case(NamedTuple):
    """What is done, and what becomes of it."""

    data: bytes
    reference: str
    outcome: str
    flags: tuple[str, ...] = ()
    rules: bytes = RULES
    command: str = "rewrite"
    files: dict[str, bytes] = {}  # noqa: RUF012 - never changed


EXACT = b"default::\n[EXACT]quay.io/a::mirror.example/b:2\n"
ROWS: dict[str, tuple[Case, ...]] = {
    "at a place that is known": (
        Case(POD, "nginx:1.27", "rewritten"),
        Case(SHOP, "quay.io/a:1", "rewritten", ("--path", "example.com/Shop:spec.front")),
        Case(POD, "nginx:1.27", "listed", ("--exclude", "kind=Pod")),
    ),
    "in a hidden place, *certain*": (
        Case(ARGUED % CERTAIN, "quay.io/a:1", "rewritten"),
        Case(ARGUED % CERTAIN, "quay.io/a:1", "warned about", ("--hidden", "report")),
    ),
    "in a hidden place, *hidden*": (
        Case(ARGUED % TOLD, "quay.io/a:1", "warned about"),
        Case(ARGUED % TOLD.replace(b"quay.io", b"gcr.io"), "gcr.io/a:1", "listed"),
        Case(ARGUED % TOLD, "quay.io/a:1", "rewritten", ("--hidden", "rewrite")),
    ),
    "in a hidden place, *possible*": (
        Case(ARGUED % POSSIBLE, "a/b:1", "listed"),
        Case(ARGUED % POSSIBLE, "a/b:1", "listed", ("--hidden", "rewrite")),
    ),
    "in a custom resource, at a place that no row lists": (
        Case(SHOP, "quay.io/a:1", "warned about"),
        Case(SHOP, "quay.io/a:1", "rewritten", ("--hidden", "rewrite")),
        Case(SHOP, "quay.io/a:1", "rewritten", ("--path", "example.com/Shop:spec.front")),
    ),
    "in a hidden place, however sure": (Case(ARGUED % CERTAIN, "quay.io/a:1", "not looked for", ("--hidden", "off")),),
    "in a Secret": (
        Case(SECRET, "quay.io/a:1", "not looked for"),
        Case(SECRET, "quay.io/a:1", "warned about", ("--secrets",)),
    ),
    "that no rule matches": (
        Case(POD.replace(b"nginx", b"gcr.io/a"), "gcr.io/a:1.27", "listed"),
        Case(POD.replace(b"nginx", b"gcr.io/a"), "gcr.io/a:1.27", "refused (4)", ("--unmatched", "fail")),
        Case(ARGUED % CERTAIN.replace(b"quay", b"gcr"), "gcr.io/a:1", "refused (4)", ("--unmatched", "fail")),
        Case(POD + b"      args: [--sidecar-image=gcr.io/a:1]\n", "gcr.io/a:1", "listed", ("--unmatched", "fail")),
    ),
    "whose rule makes what cannot be used": (
        Case(APP, "quay.io/team/app:1", "warned about", rules=UNUSABLE),
        Case(APP, "quay.io/team/app:1", "refused (4)", ("--unmatched", "fail"), UNUSABLE),
    ),
    "that is a template or a variable, empty, or not a reference": (
        *(
            Case(POD.replace(b"nginx:1.27", text), "", "warned about")
            for text in (b"'{{ x }}'", b"'$(IMAGE)'", b"''", b"null", b"NGINX")
        ),
    ),
    "in an object, a namespace or a selection that is left out": (
        Case(POD + JOB, "nginx:1.27", "listed", ("--include", "kind=Job")),
        Case(POD, "nginx:1.27", "listed", ("--namespace-labels", ":stylus.io/imageswap=disable")),
        Case(
            POD.replace(b"  name: web\ns", b"  name: web\n  labels: {k8s.twr.io/imageswap: disabled}\ns"),
            "nginx:1.27",
            "listed",
        ),
    ),
    "that the fields or the text cannot hold once it is rewritten": (
        Case(
            SHOP.replace(b"a:1", b"a"),
            "quay.io/a",
            "refused (3)",
            ("--path", "example.com/Shop:repository:spec.front"),
            EXACT,
        ),
    ),
    "in a document that cannot be read": (
        Case(b"kind: Pod\nspec: {containers: [{image: nginx}\n", "", "refused (3)"),
        Case(POD.replace(b"nginx:1.27", b"yes"), "", "refused (3)"),
    ),
    "in the templates of a Helm chart in a folder": (
        Case(POD, "a", "warned about", files=CHART),
        Case(POD, "a", "refused (4)", ("--complete",), b"", "check", CHART),
    ),
    "in a values file, a Compose file": (
        Case(POD, "x", "not looked for", files={"t/values.yaml": b"image: x\n"}),
        Case(POD, "x", "refused (4)", ("--complete",), b"", "check", {"t/values.yaml": b"image: x\n"}),
    ),
}
"""Cases by how the rows of the first table begin."""


def find_outcome(folder: Path, case: Case) -> str:
    for name, data in {"t/m.yaml": case.data, **case.files}.items():
        write(folder / name, data)
    write(folder / "m.map", case.rules)
    how = ("--allow", "*") if case.command == "check" else ("-r", "m.map", "-o", "out/")
    code, _, err = regswap(case.command, *how, "--report", "r.json", *case.flags, "t", cwd=folder)
    if code:
        return f"refused ({code})"
    report = json.loads((folder / "r.json").read_bytes())
    if any(one["reference"] == case.reference for one in report["changes"]):
        return "rewritten"
    if report["warnings"] and "warning" in err:
        return "warned about"
    listed = [*report["unchanged"], *report["reported"]]
    return "listed" if any(one["reference"] == case.reference for one in listed) else "not looked for"


def read_rows(root: Path) -> list[list[str]]:
    text = (root / "docs" / "defaults.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


@pytest.mark.parametrize("case", [(row, case) for row, cases in ROWS.items() for case in cases], ids=lambda one: one[0])
def test_what_a_row_says_happens(tmp_path: Path, case: tuple[str, Case]) -> None:
    assert find_outcome(tmp_path, case[1]) == case[1].outcome


def test_every_row_is_tried(root: Path) -> None:
    rows = read_rows(root)
    end = rows.index(next(row for row in rows[1:] if row[0] == "`--hidden`"))

    assert [row[0] for row in rows[2:end] if not row[0].startswith(tuple(ROWS))] == []
    assert len(rows[2:end]) == len(ROWS)


def test_the_table_of_hidden_references_says_what_happens(root: Path, tmp_path: Path) -> None:
    rows = [row for row in read_rows(root) if re.fullmatch(r"`\w+`(, the default)?", row[0])]
    choices = {row[0].split("`")[1]: row[1:] for row in rows if row[0].split("`")[1] in HIDDEN}
    references = ((CERTAIN, "quay.io/a:1"), (TOLD, "quay.io/a:1"), (POSSIBLE, "a/b:1"))

    assert set(choices) == set(HIDDEN)
    for choice, told in choices.items():
        for outcome, (text, reference) in zip(told, references, strict=True):
            case = Case(ARGUED % text, reference, outcome, ("--hidden", choice))
            assert find_outcome(tmp_path, case) == outcome, (choice, text)
