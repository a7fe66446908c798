"""Counts the packages, the imports between them and the circles: now, or as a commit had them.

::

    .venv/bin/python tools/import_graph.py
    .venv/bin/python tools/import_graph.py --commit v0.1.0

A *package* is what stands directly below the root package, a module or a folder. An *arrow* says that something in one
imports something in another. A *circle* is a set of packages, or of modules and folders in one of them, that import
each other; imports for type checkers alone count too.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent

Arrows = Mapping[str, set[str]]


def find_package(folder: Path) -> tuple[Path, str]:
    """Return the folder to import from, and the name of the package in it, which the first commits called otherwise."""
    source = folder / "transformer"
    return (folder, "transformer") if (source / "__init__.py").exists() else (source, "regswap")


def find_arrows(graph: grimp.ImportGraph, parent: str) -> Arrows:
    """Return what the children of a package import of each other."""
    children = graph.find_children(parent)
    depth = parent.count(".") + 2
    arrows: dict[str, set[str]] = {child: set() for child in children}
    for module in graph.find_descendants(parent):
        importer = ".".join(module.split(".")[:depth])
        for imported in graph.find_modules_directly_imported_by(module):
            other = ".".join(imported.split(".")[:depth])
            if other in children and other != importer:
                arrows[importer].add(other)
    return arrows


def find_circles(arrows: Arrows) -> list[list[str]]:
    """Return the sets of packages that import each other, by the packages that can be reached from each."""
    reached = {package: set(_reach(package, arrows)) for package in arrows}
    circles = {
        frozenset(other for other in reached[package] if package in reached[other])
        for package in arrows
        if package in reached[package]
    }
    return sorted(sorted(circle) for circle in circles)


def _reach(package: str, arrows: Arrows) -> Iterator[str]:
    waiting, seen = list(arrows[package]), set()
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            yield other
            waiting += arrows[other]


def describe(graph: grimp.ImportGraph, root: str) -> Iterator[str]:
    """Yield the lines to print."""
    arrows = find_arrows(graph, root)
    circles = find_circles(arrows)
    imports = sum(len(graph.find_modules_directly_imported_by(module)) for module in graph.modules)
    yield f"{len(graph.modules)} modules, {imports} imports"
    yield f"{len(arrows)} packages directly below `{root}`, {sum(map(len, arrows.values()))} arrows, {_tell(circles)}"
    inner = [module for module in sorted(graph.modules) if module != root and graph.find_children(module)]
    inside = {package: found for package in inner if (found := find_circles(find_arrows(graph, package)))}
    yield f"{len(inner)} folders, circles inside of {len(inside)} of them"
    for package, found in inside.items():
        yield from (f"  {package}: {', '.join(name.rpartition('.')[2] for name in circle)}" for circle in found)


def _tell(circles: Iterable[list[str]]) -> str:
    told = [", ".join(name.rpartition(".")[2] for name in circle) for circle in circles]
    return f"{len(told)} circles{': ' if told else ''}{'; '.join(told)}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commit", help="a commit or a tag of this repository; the files as they are otherwise")
    commit = parser.parse_args().commit
    with tempfile.TemporaryDirectory() as scratch:
        folder = ROOT
        if commit:
            folder = Path(scratch)
            archive = subprocess.run(
                ["git", "archive", commit, "transformer"], cwd=ROOT, capture_output=True, check=True
            )
            with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
                files.extractall(folder, filter="data")
        source, root = find_package(folder)
        # Before the one that is installed.
        sys.path.insert(0, str(source))
        for line in describe(grimp.build_graph(root, cache_dir=None), root):
            print(line)


if __name__ == "__main__":
    main()
