"""What runs, asks and renews on the platform that hosts the project: workflows, issue forms, Dependabot, releases."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools.build_image import PYTHON, TARGETS
from tools.release_notes import ReleaseError, find_notes

from tests.conftest import ROOT, LocateClient

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
PAGES = [ROOT / "SECURITY.md", GITHUB / "pull_request_template.md", ROOT / "docs" / "development" / "release.md"]


def read(path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read(GITHUB / "workflows" / name)["jobs"]
    return found


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a job; none where another workflow is the job."""
    found: list[dict[str, Any]] = job.get("steps", [])
    return found


def pythons(job: dict[str, Any]) -> list[str]:
    """The versions that a job sets up."""
    (setup,) = (step for step in steps(job) if step.get("uses", "").startswith("actions/setup-python@"))
    version = setup["with"]["python-version"]
    return job["strategy"]["matrix"]["python"] if version == "${{ matrix.python }}" else [version]


# Workflows


def test_there_are_workflows_and_forms() -> None:
    # Everything below would pass without them, and show nothing.
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "pins.yml", "release.yml"]
    assert [path.name for path in FORMS] == ["bug.yml", "missing-kind.yml", "rule-format.yml"]


@pytest.mark.client
def test_actionlint_finds_nothing(client: LocateClient) -> None:
    # Whether shellcheck and pyflakes are there too must not decide.
    command = [str(client("actionlint")), "-shellcheck=", "-pyflakes=", *map(str, WORKFLOWS)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_ci_runs_every_python_that_the_package_says_it_is_for(root: Path) -> None:
    classified = re.findall(
        r'"Programming Language :: Python :: (3\.\d+)"', (root / "pyproject.toml").read_text(encoding="utf-8")
    )

    tested = [version for job in jobs("ci.yml").values() for version in pythons(job)]

    assert sorted(tested) == sorted(classified)
    assert classified[0] == "3.10"


def test_ci_runs_everything_once_with_the_python_of_the_image() -> None:
    job = jobs("ci.yml")["all"]

    assert [step["run"] for step in steps(job) if "run" in step] == [".ci/run"]
    assert pythons(job) == [PYTHON]


def test_ci_runs_the_tests_with_every_other_python() -> None:
    (run,) = (step for step in steps(jobs("ci.yml")["test"]) if "run" in step)

    assert (run["run"], run["env"]) == ("make test", {"PYTHON": "python${{ matrix.python }}"})


def test_ci_runs_for_changes_and_releases() -> None:
    # To PyYAML, `on` is true.
    assert set(read(GITHUB / "workflows" / "ci.yml")[True]) == {"push", "pull_request", "workflow_call"}
    assert read(GITHUB / "workflows" / "release.yml")[True] == {"push": {"tags": ["v*"]}}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: *(.+)", path.read_text(encoding="utf-8"))
    foreign = [action for action in used if not action.startswith("./")]

    assert foreign
    assert [action for action in foreign if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []


def test_every_action_is_used_in_one_version() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pinned = set(re.findall(r"uses: *([\w/-]+)(@.+)", text))

    assert len({name for name, _ in pinned}) == len(pinned)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_job_may_more_than_it_says_and_no_script_holds_what_others_write(path: Path) -> None:
    workflow = read(path)

    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        for step in steps(job):
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_only_the_jobs_that_publish_may_write() -> None:
    written = {
        (path.name, name): {key for key, value in job["permissions"].items() if value == "write"}
        for path in WORKFLOWS
        for name, job in read(path)["jobs"].items()
    }

    assert {where: keys for where, keys in written.items() if keys} == {
        ("release.yml", "build"): {"id-token", "attestations"},
        ("release.yml", "pypi"): {"id-token"},
        ("release.yml", "image"): {"id-token", "packages"},
        ("release.yml", "release"): {"contents"},
    }


def test_nothing_is_published_before_everything_was_tested() -> None:
    found = jobs("release.yml")

    def before(name: str) -> set[str]:
        needs = found[name].get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        return direct.union(*map(before, direct))

    assert found["test"]["uses"] == "./.github/workflows/ci.yml"
    assert found["pins"]["uses"] == "./.github/workflows/pins.yml"
    assert [name for name in found if name not in {"test", "pins"} and not {"test", "pins"} <= before(name)] == []
    assert before("release") == set(found) - {"release"}


def test_a_release_builds_every_target_of_the_image() -> None:
    rows = jobs("release.yml")["image"]["strategy"]["matrix"]["include"]

    assert sorted(row["target"] for row in rows) == sorted(TARGETS)
    assert len({row["suffix"] for row in rows}) == len(rows)


def test_dependabot_renews_the_actions() -> None:
    settings = read(GITHUB / "dependabot.yml")

    assert settings["version"] == 2
    assert [update["package-ecosystem"] for update in settings["updates"]] == ["github-actions"]
    assert all({"directory", "schedule"} <= set(update) for update in settings["updates"])


# Releases


CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2026-11-21

### Added

- A flag.

## [0.1.0]

- No date.

## [0.0.9] - 2026-01-01

## [0.0.8] - 2025-01-01

- The first.
"""


@pytest.mark.parametrize(
    ("version", "notes"),
    [("0.2.0", "### Added\n\n- A flag."), ("0.0.8", "- The first.")],
    ids=["a section", "the last"],
)
def test_the_section_of_a_version_is_the_notes_of_its_tag(version: str, notes: str) -> None:
    assert find_notes(f"v{version}", version, CHANGELOG) == notes


@pytest.mark.parametrize(
    ("tag", "version", "message"),
    [
        pytest.param("v0.3.0", "0.2.0", "the tag is v0.3.0, the package is 0.2.0", id="another version"),
        pytest.param("0.2.0", "0.2.0", "the tag is 0.2.0", id="a tag without its v"),
        pytest.param("v0.1.0", "0.1.0", "has no section `## [0.1.0] - YYYY-MM-DD`", id="a section without a date"),
        pytest.param("v0.3.0", "0.3.0", "has no section", id="no section"),
        pytest.param("v0.0.9", "0.0.9", "says nothing", id="an empty section"),
    ],
)
def test_a_tag_that_does_not_fit_is_refused(tag: str, version: str, message: str) -> None:
    with pytest.raises(ReleaseError, match=re.escape(message)):
        find_notes(tag, version, CHANGELOG)


# Issue forms


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_has_what_the_platform_asks_of_one(path: Path) -> None:
    form = read(path)

    assert {"name", "description", "body"} <= set(form) <= {"name", "description", "labels", "body"}
    assert len(form["description"]) <= 200
    assert [field for field in form["body"] if field["type"] not in {"markdown", "textarea", "input", "dropdown"}] == []
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert (
        len({field["id"] for field in fields}) == len({field["attributes"]["label"] for field in fields}) == len(fields)
    )
    for field in form["body"]:
        needed = {"markdown": {"value"}, "dropdown": {"label", "options"}}.get(field["type"], {"label"})
        assert needed <= set(field["attributes"])


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_what_the_fault_is_seen_with(path: Path) -> None:
    required = {field["id"] for field in read(path)["body"] if field.get("validations", {}).get("required")}

    assert (
        required
        >= {
            "bug.yml": {"manifest", "rules", "command", "actual", "expected", "version"},
            "missing-kind.yml": {"kind", "example", "fields", "source"},
            "rule-format.yml": {"program", "file", "decisions"},
        }[path.name]
    )


def test_there_is_no_issue_without_a_form() -> None:
    assert read(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": False}


# Pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    # Of the platform, from the root of the project: where its forms are.
    inside = [link for link in links if "://" not in link and not link.startswith("../../security/")]

    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, *FORMS], ids=lambda page: page.name)
def test_what_a_page_names_of_the_project_is_there(page: Path) -> None:
    named = re.findall(r"\b(?:docs|tests|tools|plugins|transformer)/[\w/.-]*\w", page.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []
