"""Trees of kustomizations that are restored: what is not recorded is told, or nothing is restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import POD, REWRITTEN, RULES, Result, regswap, write

KUSTOMIZATION = "resources: [pod.yaml]\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    write(tmp_path / "m.map", RULES)
    write(tmp_path / "t" / "pod.yaml", POD)
    return tmp_path


def annotate(tree: Path, kustomization: str) -> str:
    """Rewrite a tree in its place, and return what is said about it."""
    write(tree / "t" / "kustomization.yaml", kustomization.encode())
    code, _, err = regswap("rewrite", "-r", "m.map", "--annotate", "regswap", "-i", "t", cwd=tree)
    assert code == 0
    return err


def restore(tree: Path) -> Result:
    return regswap("rewrite", "--restore", "-i", "t", cwd=tree)


def test_originals_of_a_kustomization_are_not_recorded_and_that_is_said(tree: Path) -> None:
    err = annotate(tree, KUSTOMIZATION + "images: [{name: nginx, newTag: '2'}]\n")

    assert "kustomization.yaml:2:17: warning: the original of images[0].name is not recorded" in err


def test_an_entry_that_would_lose_what_it_is_for_stops_a_restoration(tree: Path) -> None:
    annotate(tree, KUSTOMIZATION + "images: [{name: nginx, newTag: '2'}]\n")
    before = {path: path.read_bytes() for path in (tree / "t").iterdir()}

    code, out, err = restore(tree)

    assert (code, out) == (3, b"")
    assert "t/kustomization.yaml:2:17: error: the entry for `mirror.example/hub/nginx` would match other" in err
    assert {path: path.read_bytes() for path in (tree / "t").iterdir()} == before


@pytest.mark.parametrize(
    "kustomization",
    [KUSTOMIZATION, KUSTOMIZATION + "images: [{name: redis, newTag: '2'}, {name: '.*nginx', newTag: '3'}]\n"],
)
def test_a_tree_whose_entries_match_as_before_is_restored(tree: Path, kustomization: str) -> None:
    annotate(tree, kustomization)
    assert (tree / "t" / "pod.yaml").read_bytes() != POD

    assert restore(tree)[:2] == (0, b"")
    assert (tree / "t" / "pod.yaml").read_bytes() == POD


def test_what_else_a_kustomization_may_hold_is_warned_about_where_something_is_restored(tree: Path) -> None:
    patch = "patches: [{patch: '[{op: add, path: /spec/containers/0/image, value: nginx:1}]', target: {kind: Pod}}]\n"
    annotate(tree, KUSTOMIZATION + patch)
    assert "mirror.example/hub/nginx:1}" in (tree / "t" / "kustomization.yaml").read_text()

    code, _, err = restore(tree)
    assert (code, "t/kustomization.yaml: warning: nothing is restored in patches" in err) == (0, True)
    assert "warning" not in restore(tree).err


def test_without_kustomizations_nothing_is_said(tree: Path) -> None:
    write(tree / "t" / "pod.yaml", REWRITTEN)

    assert restore(tree) == (0, b"", "no references\n")
