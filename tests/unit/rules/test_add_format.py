"""``docs/development/rule-format.md``: its format is added to a copy of the package, and every command runs on it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import COMMAND, LONG_ENOUGH, environment
from tests.support.walkthrough import apply, list_touched

PAGE = (ROOT / "docs" / "development" / "rule-format.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"(?ms)^`(\S+)`:\n\n```python\n(.*?)^```$", PAGE))
FORMATS = Path("regswap", "rules", "formats")
RULES = "quay.io -> registry.example.com/quay\ndocker.io -> registry.example.com/hub\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: quay.io/a/b:1}]}\n"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package that has the format: its folder, and its row."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "transformer", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in FILES.items():
        path = folder / FORMATS / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    registry = folder / FORMATS / "registry.py"
    registry.write_text(apply(PAGE.split("```diff\n")[1].split("```")[0], registry.read_text(encoding="utf-8")))
    return folder


def run(package: Path, folder: Path, *arguments: str) -> tuple[int, str, str]:
    (folder / "rules.arrow").write_text(RULES, encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment({"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_page_shows_one_folder_and_one_row() -> None:
    assert {Path(name).parent for name in FILES} == {Path("arrow")}
    assert len(re.findall(r"(?m)^\+", PAGE)) == len(("the import of the record", "the row"))


def test_one_folder_and_one_row_are_enough_for_a_new_format(package: Path) -> None:
    files = sorted(str(FORMATS / name) for name in FILES)

    assert list_touched(package, ROOT / "transformer") == sorted([*files, str(FORMATS / "registry.py")])


def test_a_file_in_the_format_is_detected_and_rewrites(package: Path, tmp_path: Path) -> None:
    (tmp_path / "pod.yaml").write_text(POD, encoding="utf-8")

    result = run(package, tmp_path, "rewrite", "-r", "rules.arrow", "pod.yaml")

    assert result == (0, POD.replace("quay.io", "registry.example.com/quay"), "")


def test_the_format_can_be_named_and_its_mistakes_have_a_place(package: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("quay.io h.example\n", encoding="utf-8")

    code, _, errors = run(package, tmp_path, "explain", "--rules-format", "arrow", "-r", "wrong", "nginx")

    assert (code, errors.splitlines()[0]) == (2, "wrong:1:1: error: has no ` -> `; write `source -> target`")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("settings:\n  arrows: |\n    quay.io -> h.example/q\n", id="a key in YAML"),
        pytest.param(
            "apiVersion: regswap.dev/v1alpha1\nkind: ImageRewrite\nspec:\n  rules:\n"
            "    - arrow: quay.io -> h.example/q\n",
            id="an item of an ImageRewrite",
        ),
    ],
)
def test_the_format_is_found_where_the_record_says(package: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")

    code, out, errors = run(package, tmp_path, "explain", "-r", "rules.yaml", "quay.io/a/b:1")

    assert (code, errors) == (0, "")
    assert "becomes  h.example/q/a/b:1" in out


def test_rules_are_converted_from_the_format_and_to_it(package: Path, tmp_path: Path) -> None:
    code, out, _ = run(package, tmp_path, "rules", "convert", "--to", "mirror-registries", "rules.arrow")
    assert (code, out) == (0, "quay.io::registry.example.com/quay,docker.io::registry.example.com/hub\n")
    (tmp_path / "mirrors").write_text(out, encoding="utf-8")

    assert run(package, tmp_path, "rules", "convert", "--to", "arrow", "mirrors") == (0, RULES, "")


def test_compat_mode_and_lint_ask_the_original(package: Path, tmp_path: Path) -> None:
    code, out, _ = run(package, tmp_path, "explain", "--mode", "compat", "-r", "rules.arrow", "quay.iox/a")
    assert (code, "becomes  registry.example.com/quayx/a" in out) == (0, True)

    code, out, _ = run(package, tmp_path, "rules", "lint", "rules.arrow")

    assert code == 0
    assert "[differs-from-original]" in out
