"""Drafts rows of the catalogue from schemas: what ``regswap paths discover`` finds and no row is about yet.

Reads CustomResourceDefinitions (YAML files and folders of them) and collections of schemas (``.jsonl``, also ``.xz``:
an object with ``group``, ``schema``, and ``kind`` and ``version`` or a ``file`` named ``group/kind_version.json``).
Prints rows to judge and to paste; what is doubtful is a comment with its reason.

A file name has its kind in lower case. It is spelled as in the catalogue or in another source, or as ``--spelling``
says (a file with a ``group/Kind`` on each line); what is left in lower case is marked.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from regswap.document.parse.stream import documents
from regswap.places.catalogue.compiled import CATALOGUE
from regswap.places.discover.addition import add_derived
from regswap.places.discover.definition import Definition, Version, find_definitions
from regswap.places.discover.derived import Derived, gather
from regswap.places.discover.proposal import DOUBTFUL
from regswap.places.place import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.places.branch import Spelling

_CATALOGUE_WIDTH = 120


class Draft(NamedTuple):
    """The rows of one kind that the catalogue lacks."""

    derived: Derived
    rows: list[tuple[tuple[str, ...], list[tuple[str, Spelling]]]]
    """Versions, none for all, and what stands at which path."""
    is_spelled: bool
    """Whether the kind is spelled as objects spell it."""


def read(paths: Iterable[Path]) -> Iterator[Definition]:
    """Yield the definitions of files and folders."""
    for path in paths:
        if path.is_dir():
            yield from read(sorted(path.iterdir()))
        elif path.name.endswith((".jsonl", ".jsonl.xz")):
            yield from _read_collection(path)
        elif path.suffix in (".yaml", ".yml", ".json"):
            for document in documents([path.read_bytes()], str(path)):
                yield from find_definitions(document)


def _read_collection(path: Path) -> Iterator[Definition]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            entry: dict[str, Any] = json.loads(line)
            kind, version = entry.get("kind", ""), entry.get("version", "")
            if not kind:
                # Schemas of whole clusters have no group and no version in their names.
                kind, _, version = Path(entry["file"]).stem.rpartition("_")
            if kind:
                source = entry.get("file", path.name)
                yield Definition(entry["group"], kind, (Version(version, entry["schema"]),), source, number)


def draft(definitions: Iterable[Definition], spellings: Iterable[str]) -> list[Draft]:
    """Return what the catalogue lacks, by kind."""
    names = {name.lower(): name for name in spellings}
    names |= {f"{group}/{kind}".lower(): f"{group}/{kind}" for kind in CATALOGUE for group, _, _ in CATALOGUE[kind]}
    by_name: defaultdict[str, list[Definition]] = defaultdict(list)
    for definition in definitions:
        name = f"{definition.group}/{definition.kind}"
        if definition.kind != definition.kind.lower():
            names.setdefault(name.lower(), name)
        by_name[name.lower()].append(definition)
    found = []
    for lower, listed in sorted(by_name.items()):
        kind = names.get(lower, lower).rpartition("/")[2]
        (derived,) = gather(definition._replace(kind=kind) for definition in listed)
        rows = [(versions, list(paths)) for _, versions, paths in add_derived([derived], [CATALOGUE]).get(kind, ())]
        if rows:
            found.append(Draft(derived, rows, lower in names))
    return found


def write(drafts: Iterable[Draft]) -> Iterator[str]:
    """Yield the lines of drafts, as the files of the catalogue are written."""
    for each in drafts:
        reasons = {finding.path: f"{finding.certainty}: {finding.reason}" for finding in each.derived.findings}
        for versions, paths in each.rows:
            yield "" if each.is_spelled else "# The kind is in lower case: find how it is spelled."
            yield f"- kinds: [{each.derived.name}]"
            yield from _write_source(each.derived.places)
            if versions:
                yield f"  versions: [{', '.join(versions)}]"
            yield "  paths:"
            for path, shape in sorted(paths, key=str):
                yield f"    {path}: {describe(shape)}  # {reasons.get(path, '')}"
        for finding in each.derived.findings:
            if finding.certainty == DOUBTFUL:
                yield f"  # {finding.path}: {finding.reason}"


def _write_source(places: Iterable[str]) -> Iterator[str]:
    sources = list(dict.fromkeys(place.rpartition(":")[0] for place in places))
    line = f"  source: {', '.join(sources)}"
    yield from [line] if len(line) <= _CATALOGUE_WIDTH else ["  source: >-", *(f"    {source}" for source in sources)]


def main() -> int:
    """Print rows for what the catalogue lacks."""
    parser = argparse.ArgumentParser(description="Draft rows of the catalogue from schemas.")
    parser.add_argument("paths", nargs="+", type=Path, help="definitions, or collections of schemas")
    parser.add_argument("--spelling", type=Path, help="a file with a group/Kind on each line")
    arguments = parser.parse_args()
    spellings = arguments.spelling.read_text(encoding="utf-8").split() if arguments.spelling else []
    for line in write(draft(read(arguments.paths), spellings)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
