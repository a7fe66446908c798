"""Modules are found by their names: two have one only if they are the same thing for different formats or commands."""

from __future__ import annotations

from pathlib import Path

SAME_FOR_EACH = {"__init__", "finder", "lint", "original", "reader", "writer"}
"""In the folder of each rule format."""

IN_THEMSELVES = ("bundle", "lock", "mirrors", "places/unlisted")
"""Packages beside the rewriting, and the one that does for unlisted fields what others do for those of a row."""

KNOWN = {
    # References that are composed of several texts: where they are, and what becomes of them.
    "composed": {"places", "pipeline"},
    # Paths as they are written; those that are derived from a schema.
    "path": {"places", "places/discover"},
    # What people read; the catalogue as it is compiled.
    "table": {"output", "places/catalogue"},
    # The registries that everybody knows; the formats that rules are read in.
    "registry": {"", "rules/formats"},
}
"""Names that stand twice all the same."""


def test_no_two_modules_of_different_packages_have_one_name(root: Path) -> None:
    package = root / "transformer" / "regswap"
    found: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        folder = path.parent.relative_to(package).as_posix().removeprefix(".")
        # A command has the name of what it runs.
        is_apart = folder == "cli" or folder.startswith(IN_THEMSELVES)
        if path.stem not in SAME_FOR_EACH and not is_apart:
            found.setdefault(path.stem, set()).add(folder)

    twice = {name: folders for name, folders in found.items() if len(folders) > 1}

    assert {name: folders for name, folders in twice.items() if not folders <= KNOWN.get(name, set())} == {}
