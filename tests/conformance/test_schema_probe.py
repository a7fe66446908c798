"""How many of the fields that look like images are found, of thousands of schemas: certain, hidden, possible, unseen.

From each schema an object is made in which each such field holds a reference of its own (see
``tests.support.schema_probe``).
Every kind is looked at twice, as itself and as a kind that is unknown, each without and with its definition.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.discover.addition import add_derived
from regswap.places.discover.definition import Definition, Version
from regswap.places.discover.derived import gather
from regswap.places.kind import CATALOGUED, NEVER, Kinds
from regswap.places.search import Places
from tests.support.pipeline import EVERYTHING, read_rules, run
from tests.support.schema_probe import REGISTRY, Field, Probe, make_probe

RULES = read_rules(f"default::\n{REGISTRY}::mirror.example/q")
UNKNOWN = ("probe.example", "Probed")
SURE = {"certain": 3, "hidden": 2, "possible": 1, "unseen": 0}

FLOORS: dict[str, tuple[float, float]] = {
    "as it is": (0.99, 0.99),
    "with its definition": (0.99, 0.99),
    "as an unknown kind": (0.99, 0.0),
    "as an unknown kind, with its definition": (0.99, 0.99),
}
"""The least share of fields that are listed, and that are certain."""


class Schema(NamedTuple):
    """A schema, and what it is of."""

    group: str
    kind: str
    version: str
    schema: dict[str, Any]


def read_schemas(folder: Path) -> Iterator[Schema]:
    """Yield one schema of each kind that may hold an image, spelled as the catalogue does where that has it."""
    names = {f"{group}/{kind}".lower(): kind for kind in CATALOGUE for group, _, _ in CATALOGUE[kind]}
    found: dict[str, Schema] = {}
    for file in ("catalog.jsonl.xz", "projects.jsonl.xz"):
        with lzma.open(folder / file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if "mage" not in line and "egistry" not in line:
                    continue
                entry = json.loads(line)
                stem, _, last = Path(entry.get("file", "")).stem.rpartition("_")
                kind, version = entry.get("kind", stem), entry.get("version", last)
                name = f"{entry['group']}/{kind}".lower()
                spelled = names.get(name) or (kind if kind != kind.lower() else kind.capitalize())
                found[name] = Schema(entry["group"], spelled, version, entry["schema"])
    yield from found.values()


def is_judged(group: str, kind: str, field: Field) -> bool:
    """Tell whether the catalogue says of a field that it is no reference."""
    rows = [paths for known, _, paths in CATALOGUE.get(kind, ()) if known == group]
    never = [path for paths in rows for path, shape in paths if shape == NEVER]
    return any(re.match(re.escape(path).replace(r"\.\*", r"\.\w+") + r"($|[.\[])", field.path) for path in never)


def with_definition(schema: Schema, group: str, kind: str) -> Places:
    """Return what a run with ``--crds`` looks for."""
    definition = Definition(group, kind, (Version(schema.version, schema.schema),), "crd.yaml", 1)
    derived = add_derived(gather([definition]), [CATALOGUE])
    return Places(Kinds((CATALOGUE, CATALOGUED), (derived, "definition"), bare=BARE | frozenset(derived)))


def look(value: dict[str, Any], probe: Probe, places: Places) -> dict[str, str]:
    """Return how sure the entry of each field is, by its marker."""
    data = str(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, width=10**6)).encode()
    sure = dict.fromkeys((field.marker for field in probe.fields), "unseen")
    for entry in run(data, RULES, places=places).entries:
        for marker in re.findall(r"p\d{4}x", entry.reference):
            sure[marker] = max(sure[marker], entry.certainty, key=SURE.__getitem__)
    return sure


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """Return how sure each field is, and where it is, by how it was looked at."""
    folder = shared / "data" / "crds"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data/crds")
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in FLOORS}
    for schema in read_schemas(folder):
        probe = make_probe(*schema)
        if probe is None:
            continue
        unknown = {**probe.value, "apiVersion": f"{UNKNOWN[0]}/v1", "kind": UNKNOWN[1]}
        looks = (
            (probe.value, EVERYTHING),
            (probe.value, with_definition(schema, schema.group, schema.kind)),
            (unknown, EVERYTHING),
            (unknown, with_definition(schema._replace(version="v1"), *UNKNOWN)),
        )
        for listed, (value, places) in zip(found.values(), looks, strict=True):
            sure = look(value, probe, places)
            listed += [
                (sure[field.marker], f"{schema.group}/{schema.kind} {field.path}")
                for field in probe.fields
                if not is_judged(schema.group, schema.kind, field)
            ]
    return found


@pytest.mark.parametrize("name", FLOORS)
def test_fields_that_look_like_images_are_found(found: dict[str, list[tuple[str, str]]], name: str) -> None:
    count = Counter(certainty for certainty, _ in found[name])
    total = sum(count.values())
    assert total > 1000
    listed, certain = FLOORS[name]

    unseen = sorted(where for certainty, where in found[name] if certainty == "unseen")
    assert total - count["unseen"] >= listed * total, (name, dict(count), unseen)
    doubted = sorted(where for certainty, where in found[name] if certainty not in ("certain", "unseen"))
    assert count["certain"] >= certain * total, (name, dict(count), doubted)
