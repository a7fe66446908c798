"""The Dockerfile is pinned, small in what it takes and gives, and agrees with the project's other files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.build_image import PROGRAMS, PYTHON, SUITE, TARGETS
from tools.install_clients import MODULES

from regswap.version import __version__
from tests.conftest import CLIENTS
from tests.support.dockerfile import Instruction, read_dockerfile


@pytest.fixture(scope="module")
def instructions(root: Path) -> list[Instruction]:
    return read_dockerfile(root / "plugins" / "Dockerfile")


def stages(instructions: list[Instruction]) -> dict[str, list[Instruction]]:
    """The instructions of each stage by its name, FROM first; ARG lines ahead of them all are not stage's."""
    found: dict[str, list[Instruction]] = {}
    for each in instructions:
        if each.name == "FROM":
            name = each.words[-1]
            found[name] = []
        if found:
            found[name].append(each)
    return found


def named(instructions: list[Instruction], name: str) -> list[Instruction]:
    return [each for each in instructions if each.name == name]


def pins(path: Path) -> dict[str, str]:
    """The versions that a file pins; the marker behind one is not asked about."""
    found = re.findall(r"^([a-z0-9-]+)==([^ \n]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def test_the_dockerfile_says_only_what_is_checked_here(instructions: list[Instruction]) -> None:
    assert {each.name for each in instructions} == {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "FROM", "LABEL", "RUN", "USER", "WORKDIR",
    }  # fmt: skip


def test_the_base_is_pinned_by_version_and_digest(instructions: list[Instruction]) -> None:
    arguments = [each.text for each in named(instructions, "ARG")]

    assert len(arguments) == 1
    pinned = rf"BASE=docker\.io/library/python:{re.escape(PYTHON)}\.\d+-slim-{SUITE}@sha256:[0-9a-f]{{64}}"
    assert re.fullmatch(pinned, arguments[0])


def test_every_stage_has_a_name_and_starts_from_the_base_or_another_stage(instructions: list[Instruction]) -> None:
    known = {"${BASE}", "programs-${TARGETARCH}"}

    for each in named(instructions, "FROM"):
        start, keyword, name = each.words
        assert (start in known, keyword) == (True, "AS")
        known.add(name)


def test_what_is_built_without_a_target_is_the_image_without_programs(instructions: list[Instruction]) -> None:
    *_, last = stages(instructions)

    assert last == "regswap"
    assert [each.text for each in stages(instructions)[last]] == ["runtime AS regswap"]
    assert set(TARGETS) <= set(stages(instructions))


def test_nothing_is_installed_that_is_not_pinned(instructions: list[Instruction]) -> None:
    for each in named(instructions, "RUN"):
        assert not re.search(r"\b(apt|apt-get|curl|wget|git|npm)\b|latest|--upgrade", each.text)
        for install in re.split(r"&&", each.text):
            if " pip " in f" {install} " and " install " in install:
                assert "--require-hashes" in install or "--no-index" in install


def test_whatever_is_downloaded_is_checked(instructions: list[Instruction]) -> None:
    added = named(instructions, "ADD")

    assert len(added) == 6
    assert len({each.flags for each in added}) == 6
    for each in added:
        (flag,) = each.flags
        url, target = each.words
        assert re.fullmatch(r"--checksum=sha256:[0-9a-f]{64}", flag)
        assert (url.startswith("https://"), target.startswith("/archives/")) == (True, True)


def test_each_architecture_has_the_same_programs(instructions: list[Instruction]) -> None:
    for architecture, other in (("amd64", "arm64"), ("arm64", "amd64")):
        added = [each.words for each in named(stages(instructions)[f"programs-{architecture}"], "ADD")]
        others = [each.words for each in named(stages(instructions)[f"programs-{other}"], "ADD")]
        assert [tuple(word.replace(architecture, other) for word in words) for words in added] == others


def test_the_programs_are_those_that_the_tests_run(instructions: list[Instruction]) -> None:
    archives = {each.words[1]: each.words[0] for each in named(instructions, "ADD")}
    versions = {name: re.findall(r"v\d+\.\d+\.\d+", url)[-1] for name, url in archives.items()}
    clients = {module.name: module.version for module in MODULES}

    assert versions == {f"/archives/{name}.tar.gz": clients[client] for name, client in PROGRAMS.items()}
    for client in PROGRAMS.values():
        assert clients[client].startswith(CLIENTS[client][0])


def test_the_labels_say_what_the_package_says(root: Path, instructions: list[Instruction]) -> None:
    labels = " ".join(each.text for each in named(stages(instructions)["runtime"], "LABEL"))
    (base,) = (each.text for each in named(instructions, "ARG"))
    project = (root / "pyproject.toml").read_text(encoding="utf-8")

    told = dict(re.findall(r'org\.opencontainers\.image\.([a-z.]+)="([^"]*)"', labels))
    assert told["title"] == "regswap"
    assert f'license = "{told["licenses"]}"' in project
    assert base.partition("@")[0] == f"BASE={told['base.name']}"


@pytest.mark.parametrize("target", TARGETS)
def test_the_image_runs_as_a_number_that_is_not_root(instructions: list[Instruction], target: str) -> None:
    found = stages(instructions)
    users = [each.text for name in ("runtime", target) for each in named(found[name], "USER")]

    assert users == ["999:999"]


def test_the_command_is_regswap_and_a_krm_function_without_arguments(instructions: list[Instruction]) -> None:
    found = [(each.name, each.text) for each in instructions if each.name in ("ENTRYPOINT", "CMD")]

    assert found == [("ENTRYPOINT", '["regswap"]'), ("CMD", '["krm"]')]


def test_all_that_is_copied_is_there_and_nothing_else_is_sent(root: Path, instructions: list[Instruction]) -> None:
    copied = {
        source
        for each in named(instructions, "COPY")
        if not any(flag.startswith("--from=") for flag in each.flags)
        for source in each.words[:-1]
    }
    ignored = [line for line in (root / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]

    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert ignored[-1] == "**/__pycache__"
    assert [source for source in sorted(copied) if not (root / source).exists()] == []


def test_what_is_copied_between_stages_comes_from_one_that_is_there(instructions: list[Instruction]) -> None:
    found = stages(instructions)
    sources = [flag.partition("=")[2] for each in named(instructions, "COPY") for flag in each.flags]

    assert sources
    assert set(sources) <= set(found)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_the_image_installs_the_versions_that_the_tests_run(root: Path, name: str) -> None:
    image = pins(root / "plugins" / name)
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    tested = [tuple(line.partition(" ;")[0].split("==")) for line in text.splitlines() if "==" in line]

    assert image
    assert [pin for pin in image.items() if pin not in tested] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_every_requirement_of_the_image_has_hashes(root: Path, name: str) -> None:
    text = re.sub(r"\\\n *", "", (root / "plugins" / name).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line[:1] != "#"]

    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line)] == []


def test_the_image_installs_all_that_the_package_needs(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert listed is not None
    needed = {name.replace(".", "-") for name in re.findall(r"^ +[\"']([a-zA-Z0-9.-]+)", listed[1], re.MULTILINE)}

    assert "click" in needed
    assert needed <= set(pins(root / "plugins" / "requirements.txt"))


def test_the_images_requirements_are_locked_for_its_python(root: Path) -> None:
    assert f"--python-version {PYTHON} " in (root / "tools" / "lock.sh").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["plugins/Dockerfile", "docs/image.md", "docs/argocd-plugin.md"])
def test_commands_name_the_version_of_the_package(root: Path, path: str) -> None:
    tags = re.findall(r"registry\.example\.com/regswap(?:-argocd)?:([\w.]+)", (root / path).read_text(encoding="utf-8"))

    assert tags
    assert set(tags) == {__version__}
