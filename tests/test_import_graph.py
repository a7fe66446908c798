"""``tools/import_graph.py`` counts what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from tools.import_graph import describe, find_circles


def write(folder: Path, **modules: str) -> None:
    for name, text in modules.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")


def test_packages_arrows_and_circles_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        counted__a="from counted import b\nfrom counted.c import d",
        counted__b="import counted.c.e",
        counted__c__d="from counted.c import e",
        counted__c__e="from counted.c import d\nfrom counted import f",
        counted__f="",
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    lines = list(describe(grimp.build_graph("counted", cache_dir=None), "counted"))

    assert lines == [
        "7 modules, 6 imports",
        "4 packages directly below `counted`, 4 arrows, 0 circles",
        "1 folders, circles inside of 1 of them",
        "  counted.c: d, e",
    ]


@pytest.mark.parametrize(
    ("arrows", "circles"),
    [
        ({"a": set(), "b": {"a"}}, []),
        ({"a": {"b"}, "b": {"a"}, "c": {"a"}}, [["a", "b"]]),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"e"}, "e": {"d"}}, [["a", "b", "c"], ["d", "e"]]),
    ],
)
def test_circles_are_what_reaches_itself(arrows: dict[str, set[str]], circles: list[list[str]]) -> None:
    assert find_circles(arrows) == circles


def test_the_project_has_no_circle_of_packages(root: Path) -> None:
    command = [sys.executable, str(root / "tools" / "import_graph.py")]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert re.search(r"(?m)^\d+ packages directly below `regswap`, \d+ arrows, 0 circles$", out)
