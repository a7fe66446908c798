"""``docs/development/host.md``: its host is added to a copy of the package, and its command runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import COMMAND, LONG_ENOUGH, POD, REWRITTEN, RULES, environment
from tests.support.walkthrough import apply, list_touched

PAGE = (ROOT / "docs" / "development" / "host.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"(?ms)^`(\S+)`:\n\n```python\n(.*?)^```$", PAGE))
CHANGES = dict(
    zip(("settings/options.py", "cli/group.py"), re.findall(r"(?ms)^```diff\n(.*?)^```$", PAGE), strict=True)
)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package that has the host: its two files, and its two rows."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "transformer", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    package = folder / "regswap"
    for name, text in FILES.items():
        (package / name).write_text(text, encoding="utf-8")
    for name, change in CHANGES.items():
        path = package / name
        path.write_text(apply(change, path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def run(changed: Path, folder: Path, *arguments: str, stdin: bytes = b"", **env: str) -> tuple[int, bytes, bytes]:
    (folder / "m.map").write_bytes(RULES)
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        cwd=folder,
        env=environment({"PYTHONPATH": str(changed), "PYTHONDONTWRITEBYTECODE": "1", **env}),
        capture_output=True,
        timeout=LONG_ENOUGH,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_two_files_and_two_rows_are_enough_for_a_new_host(changed: Path) -> None:
    assert list_touched(changed, ROOT / "transformer") == sorted(f"regswap/{name}" for name in (*FILES, *CHANGES))


def test_the_host_rewrites_with_every_option_about_rules(changed: Path, tmp_path: Path) -> None:
    assert run(changed, tmp_path, "ship", "-r", "m.map", stdin=POD) == (0, REWRITTEN, b"")
    assert run(changed, tmp_path, "ship", stdin=POD, REGSWAP_RULES="m.map") == (0, REWRITTEN, b"")
    assert run(changed, tmp_path, "ship", "-r", "m.map") == (0, b"--- {}\n", b"")
    code, out, _ = run(
        changed, tmp_path, "ship", "-r", "m.map", "--unmatched", "fail", stdin=POD.replace(b"nginx", b"a.b/c")
    )
    assert (code, out) == (4, b"")


def test_the_host_has_the_life_of_every_run(changed: Path, tmp_path: Path) -> None:
    code, out, errors = run(changed, tmp_path, "ship", "--report", "report.json", stdin=POD)

    assert (code, out) == (2, b"")
    assert b"error: no rules; name a rule file" in errors
    assert b"no rules" in (tmp_path / "report.json").read_bytes()
