"""The rule formats do not know each other, and are found by their rows in the registry only."""

from __future__ import annotations

import re
from pathlib import Path

import grimp

from regswap.rules.formats import FORMATS, NAMES

FORMATS_PACKAGE = "regswap.rules.formats"
FOLDERS = {name.replace("-", "_") for name in NAMES}
DECLARED = {
    ("mirror_registries.original", "imageswap.original"),
    ("regswap.writer", "imageshift.writer"),
}
"""What a format uses of another: what its own program does with its rules, and what an ImageRewrite says inline."""


def test_a_format_imports_no_other_but_where_it_is_declared() -> None:
    graph = grimp.build_graph("regswap", cache_dir=None)
    prefix = f"{FORMATS_PACKAGE}."
    found = {
        (importer.removeprefix(prefix), imported.removeprefix(prefix))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if importer.startswith(prefix) and imported.startswith(prefix)
    }
    between = {pair for pair in found if len({name.partition(".")[0] for name in pair} & FOLDERS) == len(pair)}

    assert between == DECLARED


def test_every_folder_has_a_row_and_every_row_a_folder(root: Path) -> None:
    folder = root / "transformer" / Path(*FORMATS_PACKAGE.split("."))

    assert {path.parent.name for path in folder.glob("*/__init__.py")} == FOLDERS


def test_no_module_is_loaded_by_a_name_that_is_put_together(root: Path) -> None:
    package = root / "transformer" / "regswap"
    modules = [
        path for path in package.rglob("*.py") if re.search(r"import_module|__import__", path.read_text("utf-8"))
    ]

    # The API's names have their modules written out beside them, and a test compares these with the imports.
    assert modules == [package / "__init__.py"]
    assert 'f"' not in modules[0].read_text("utf-8").partition("def __getattr__")[2].replace('f"module {', "")


def test_each_record_loads_its_own_modules() -> None:
    for rule_format in FORMATS:
        folder = f"{FORMATS_PACKAGE}.{rule_format.name.replace('-', '_')}"
        loaders = (rule_format.load_reader, rule_format.load_writer, rule_format.load_original, rule_format.load_finder)
        names = [getattr(load(), "__name__", "") for load in loaders if load]
        assert [name.rpartition(".")[0] for name in names] == [folder] * len(names)
