"""The import contracts of pyproject.toml hold, and ARCHITECTURE.md names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

_ELSEWHERE = ("plugins/", "tools/", "docs/", "tests/", "fixtures/", "transformer/")


def test_no_module_imports_what_its_layer_forbids(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)

    status = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_file_and_package_that_the_architecture_names_exists(root: Path) -> None:
    package = root / "transformer" / "regswap"
    base, missing = package, []
    for line in (root / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            base = package
        elif heading := re.match(r"\| in `(?:transformer/regswap/)?([a-z/]*)`", line):
            base = package / heading[1]
        for name in re.findall(r"`([a-z_/]+(?:\.py|\.md|/))`", line.partition("](")[0]):
            roots = (root,) if name.startswith(_ELSEWHERE) else (base, package, root)
            # A file that a row's package holds may be named alone.
            if not any((one / name).exists() or any(base.rglob(name)) for one in roots):
                missing.append(f"{name}: {line}")

    assert missing == []


def test_every_package_has_a_row_in_the_architecture(root: Path) -> None:
    rows = [
        line.split("|")[1]
        for line in (root / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+(?:/|\.py))`", row)}
    package = root / "transformer" / "regswap"
    tops = {
        path.name + "/" * path.is_dir()
        for path in package.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    inner = {
        f"{path.name}/"
        for parent in ("document", "rules", "places")
        for path in (package / parent).iterdir()
        if (path / "__init__.py").exists()
    }

    assert sorted((tops | inner) - {"__init__.py", "__main__.py", "__pycache__/"} - named) == []
