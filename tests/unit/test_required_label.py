"""``requireNamespaceLabel`` through the whole command: what Namespaces among the manifests say, and what they lack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Result, regswap

SETTINGS = """\
apiVersion: regswap.dev/v1alpha1
kind: ImageRewrite
spec:
  rules: [{imageswap: "default::h.example"}]
  requireNamespaceLabel: team/swap=yes
"""
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c, image: nginx}]}\n"
SERVED = POD.replace("nginx", "h.example/nginx")


def namespace(labels: str = "") -> str:
    return f"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n{labels}"


LACKING = namespace()
OTHERWISE = namespace("  labels: {team/swap: 'no', other: x}\n")
HAVING = namespace("  labels:\n    team/swap: 'yes'\n")
IN_LIST = json.dumps(
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}],
    }
)


def rewrite(folder: Path, stream: str, *flags: str) -> Result:
    (folder / "regswap.yaml").write_text(SETTINGS, encoding="utf-8")
    return regswap("rewrite", "-c", "regswap.yaml", *flags, stdin=stream.encode(), cwd=folder)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(LACKING, id="without labels"),
        pytest.param(OTHERWISE, id="with another value"),
        pytest.param(LACKING.replace("\n", "\r\n"), id="with CRLF"),
        pytest.param(f"{IN_LIST}\n", id="in a List of JSON"),
        pytest.param('{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}\n', id="in JSON"),
    ],
)
def test_what_is_in_a_namespace_without_the_label_stays(tmp_path: Path, found: str) -> None:
    stream = f"{found}---\n{POD}"

    assert rewrite(tmp_path, stream) == (0, stream.encode(), "")


def test_what_is_in_a_namespace_with_the_label_is_rewritten(tmp_path: Path) -> None:
    assert rewrite(tmp_path, f"{HAVING}---\n{POD}") == (0, f"{HAVING}---\n{SERVED}".encode(), "")


def test_a_namespace_after_its_objects_counts_too_where_files_can_be_read_again(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(f"{POD}---\n{LACKING}", encoding="utf-8")

    assert rewrite(tmp_path, "", "all.yaml").out == f"{POD}---\n{LACKING}".encode()


def test_a_namespace_that_comes_too_late_stops_the_run(tmp_path: Path) -> None:
    code, out, errors = rewrite(tmp_path, f"{POD}---\n{LACKING}")

    assert (code, out) == (3, b"")
    assert "the Namespace `a` comes after objects that are rewritten" in errors


def test_a_namespace_that_is_nowhere_says_nothing_unless_it_is_told(tmp_path: Path) -> None:
    assert rewrite(tmp_path, POD).out == SERVED.encode()
    assert rewrite(tmp_path, POD, "--namespace-labels", "a:other=x").out == POD.encode()
    assert rewrite(tmp_path, POD, "--namespace-labels", "a:team/swap=yes").out == SERVED.encode()
