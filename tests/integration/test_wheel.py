"""What is published, the archive of sources and the wheel that is built of it, is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from regswap.version import __version__
from tests.conftest import ROOT
from tests.support.command import POD, REWRITTEN, RULES, environment, write
from tests.support.helm import BECOMES, HOOKS_BECOME, Helm, images


def build(root: Path, kind: str, target: Path) -> Path:
    """Build with the backend that pyproject.toml names, as pip does, but without the network."""
    pytest.importorskip("hatchling", reason="needs the extra `dev`")
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def sources(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked = tmp_path_factory.mktemp("sources")
    with tarfile.open(sources) as archive:
        archive.extractall(unpacked, filter="data")
    (root,) = unpacked.iterdir()
    return build(root, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the wheel into a folder of its own, and return the environment for it; its dependencies are ours."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True)
    path = os.pathsep.join((str(folder / "bin"), os.environ["PATH"]))
    return environment({"PYTHONPATH": str(folder), "PATH": path})


def test_the_wheel_holds_the_package_and_the_helm_plugin_and_nothing_else(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        plugin = archive.read("regswap/plugins/helm/regswap/plugin.yaml")

    assert plugin == (root / "plugins" / "helm" / "regswap" / "plugin.yaml").read_bytes()
    assert yaml.safe_load(plugin)["version"] == __version__
    folders = {name.partition("/")[0] for name in names}
    assert folders == {"regswap", f"regswap-{__version__}.dist-info"}
    assert [name for name in names if "/plugins/" in name] == ["regswap/plugins/helm/regswap/plugin.yaml"]
    assert {"regswap/py.typed", "regswap/cli/main.py", "regswap/places/catalogue/compiled.py"} <= set(names)
    assert [name for name in names if name.startswith("regswap/") and not name.endswith((".py", "/py.typed"))] == [
        "regswap/plugins/helm/regswap/plugin.yaml"
    ]


def test_the_wheel_of_the_sources_is_the_wheel_of_the_folder(wheel: Path, root: Path, tmp_path: Path) -> None:
    direct = build(root, "wheel", tmp_path)

    with zipfile.ZipFile(wheel) as of_sources, zipfile.ZipFile(direct) as of_folder:
        assert sorted(of_sources.namelist()) == sorted(of_folder.namelist())


def test_the_installed_wheel_rewrites_and_knows_its_plugin(installed: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path / "m.map", RULES)

    def run(*arguments: str) -> bytes:
        command = ["regswap", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=installed, input=POD, check=True, stdout=subprocess.PIPE
        ).stdout

    assert run("--version") == f"regswap {__version__}\n".encode()
    assert run("rewrite", "-r", "m.map") == REWRITTEN
    folder = Path(os.fsdecode(run("helm", "plugin-dir").rstrip()))
    assert folder == Path(installed["PYTHONPATH"]) / "regswap" / "plugins" / "helm"
    assert (folder / "regswap" / "plugin.yaml").is_file()


@pytest.mark.client
def test_helm_4_runs_the_plugin_of_the_installed_wheel_without_a_warning(
    installed: dict[str, str], program4: Path, tmp_path: Path, chart: Path, rules: Path
) -> None:
    helm4 = Helm(program4, tmp_path / "helm4")
    line = """
        export HELM_PLUGINS=$(regswap helm plugin-dir)
        helm plugin list
        helm template "$0" --post-renderer regswap --debug
    """
    helm4.environment["PATH"] = f"{installed['PATH'].partition(os.pathsep)[0]}{os.pathsep}{helm4.environment['PATH']}"

    done = helm4.run_command("bash", "-euc", line, chart, PYTHONPATH=installed["PYTHONPATH"], REGSWAP_RULES=str(rules))

    assert done.returncode == 0, done.stderr
    assert [found for found in done.stderr.splitlines() if re.search("(?i)warn|error|fail", found)] == []
    plugins, _, rendered = done.stdout.partition("---\n")
    assert re.search(rf"(?m)^regswap\s+{re.escape(__version__)}\s+postrenderer/v1\s", plugins)
    assert sorted(images(rendered)) == sorted([*BECOMES.values(), *HOOKS_BECOME.values()])


def test_where_the_plugin_is_missing_an_error_says_so(installed: dict[str, str], tmp_path: Path) -> None:
    # As a packager may leave it out.
    package = Path(installed["PYTHONPATH"]) / "regswap"
    subprocess.run(["cp", "-r", str(package), str(tmp_path / "regswap")], check=True)
    subprocess.run(["rm", "-r", str(tmp_path / "regswap" / "plugins")], check=True)

    done = subprocess.run(
        [sys.executable, "-m", "regswap", "helm", "plugin-dir"],
        cwd=tmp_path,
        env={**installed, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path / 'regswap'}: error: the Helm plugin is missing; install regswap from its wheel\n"


DOCKERFILES = sorted(path.relative_to(ROOT) for path in ROOT.glob("**/Dockerfile") if ".venv" not in path.parts)


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=str)
def test_what_a_dockerfile_copies_is_enough_for_the_wheel(dockerfile: Path, root: Path, tmp_path: Path) -> None:
    copied = re.findall(r"(?m)^COPY ((?!--).+) (\S+)$", (root / dockerfile).read_text(encoding="utf-8"))
    assert copied
    for sources, target in copied:
        for source in sources.split():
            folder = tmp_path / "context" / target
            (folder if (root / source).is_file() else folder.parent).mkdir(parents=True, exist_ok=True)
            copy = shutil.copy if (root / source).is_file() else shutil.copytree
            copy(root / source, folder)

    wheel = build(tmp_path / "context", "wheel", tmp_path / "built")

    assert wheel.name.startswith(f"regswap-{__version__}-")
