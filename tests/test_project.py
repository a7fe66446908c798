"""The project's own files agree with each other."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

import regswap


def test_the_installed_distribution_has_the_version_of_the_package() -> None:
    assert version("regswap") == regswap.__version__


def test_the_helm_plugin_has_the_version_of_the_package(root: Path) -> None:
    manifest = root / "plugins" / "helm" / "regswap" / "plugin.yaml"
    if not manifest.exists():
        pytest.skip("no Helm plugin yet")

    plugin = yaml.safe_load(manifest.read_text(encoding="utf-8"))

    assert plugin["version"] == regswap.__version__


def test_the_kustomize_examples_have_the_version_of_the_package(root: Path) -> None:
    config = (root / "plugins" / "kustomize" / "examples" / "container" / "regswap.yaml").read_text(encoding="utf-8")

    assert re.findall(r"image: \S+/regswap:(\S+)", config) == [regswap.__version__]


def test_every_make_target_is_in_make_help(root: Path) -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=root, capture_output=True, text=True, check=True
    )

    assert [line.split()[0] for line in listed.stdout.splitlines()] == phony.split()


def test_every_pin_is_exact(root: Path) -> None:
    pins = [line for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]

    assert pins
    assert [pin for pin in pins if not re.match(r"[a-z0-9-]+==[^ ]+( ; .+)?$", pin)] == []


@pytest.mark.parametrize(("arguments", "measured"), [((), True), (("PYTEST_ARGS=-k scalar",), False)])
def test_coverage_is_measured_where_all_tests_run(root: Path, arguments: tuple[str, ...], measured: bool) -> None:  # noqa: FBT001 - a column
    planned = subprocess.run(
        ["make", "--dry-run", "test", *arguments], cwd=root, capture_output=True, text=True, check=True
    )

    (line,) = (line for line in planned.stdout.splitlines() if " -m pytest " in line)
    assert ("--cov" in line.split()) == measured
    assert re.search(r"(?m)^fail_under = [1-9]\d", (root / "pyproject.toml").read_text(encoding="utf-8"))


def test_nothing_is_kept_that_git_is_to_ignore(root: Path) -> None:
    # A link `.clients` once was, and a checkout put it in the place of the clients.
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a work tree of git")

    assert listed.stdout == ""


def test_no_page_installs_a_package_that_is_not_published(root: Path) -> None:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md")), *sorted((root / ".github").rglob("*.yml"))]
    installs = [
        (page.name, line.strip())
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bpip install\b.*\bregswap\b", line)
    ]

    assert [line for line in installs if "regswap @ git+https://" not in line[1]] == []
    assert len(installs) > 1
