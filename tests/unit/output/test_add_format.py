"""``docs/development/output-format.md``: its format is added to a copy of the package, and the commands offer it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from regswap.output.formats import FORMATS
from regswap.output.formatter import Listing
from tests.conftest import ROOT
from tests.support.command import COMMAND, LONG_ENOUGH, POD, RULES, environment
from tests.support.walkthrough import apply, list_touched

PAGE = (ROOT / "docs" / "development" / "output-format.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"(?ms)^`(\S+)`:\n\n```python\n(.*?)^```$", PAGE))
OUTPUT = Path("transformer", "regswap", "output")
OFFERED = {
    ("images",): ["text", "plain", "tsv", "csv", "markdown", "html", "json"],
    ("check",): ["text", "json", "sarif", "junit"],
    ("rules", "lint"): ["text", "json", "sarif"],
    ("rules", "show"): ["text", "tsv", "csv", "markdown", "json"],
    ("paths", "list"): ["text", "tsv", "csv", "markdown", "json", "yaml"],
    ("paths", "test"): ["text", "json"],
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the project that has the format: its file, and its row."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("transformer", "tools", "docs/reference"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in FILES.items():
        (folder / OUTPUT / name).write_text(text, encoding="utf-8")
    table = folder / OUTPUT / "formats.py"
    table.write_text(apply(PAGE.split("```diff\n")[1].split("```")[0], table.read_text(encoding="utf-8")))
    return folder


def run(changed: Path, *arguments: str | Path, stdin: bytes = b"") -> bytes:
    env = environment({"PYTHONPATH": str(changed / "transformer"), "PYTHONDONTWRITEBYTECODE": "1"})
    done = subprocess.run(
        [*COMMAND[:1], *arguments], input=stdin, env=env, capture_output=True, timeout=LONG_ENOUGH, check=True
    )
    return done.stdout


def test_one_file_and_one_row_are_enough_for_a_new_format(changed: Path) -> None:
    touched = list_touched(changed / "transformer", ROOT / "transformer")

    assert touched == ["regswap/output/formats.py", "regswap/output/tsv_formatter.py"]


@pytest.mark.parametrize("command", OFFERED, ids=" ".join)
def test_every_command_that_has_the_form_offers_the_format(changed: Path, command: tuple[str, ...]) -> None:
    shown = run(changed, "-m", "regswap", *command, "--help").decode()

    assert re.findall(r"--format \[(\S+)\]", shown) == ["|".join(OFFERED[command])]


def test_the_reference_page_is_made_with_the_format(changed: Path) -> None:
    run(changed, changed / "tools" / "write_reference.py")

    page = (changed / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert page.count("\\|tsv\\|") == len([names for names in OFFERED.values() if "tsv" in names])


def test_the_format_is_written(changed: Path, tmp_path: Path) -> None:
    (tmp_path / "m.map").write_bytes(RULES)

    def rows(*arguments: str | Path) -> list[list[str]]:
        out = run(changed, "-m", "regswap", *arguments, "--format", "tsv", stdin=POD)
        return [line.split("\t") for line in out.decode().splitlines()]

    references = rows("images", "-q", "-r", tmp_path / "m.map")
    assert references[1][3:5] == ["nginx:1.27", "mirror.example/hub/nginx:1.27"]
    assert [row[1] for row in rows("rules", "show", tmp_path / "m.map")] == ["KIND", "prefix", "prefix", "default"]
    assert rows("paths", "list", "Pod")[0] == ["KIND", "VERSIONS", "PATH", "HOLDS", "FROM"]


def test_every_format_is_made_from_a_form_that_listings_have() -> None:
    assert {one.form for one in FORMATS} <= set(Listing._fields)
    for form in {one.form for one in FORMATS}:
        assert f"| `{form}` |" in PAGE
