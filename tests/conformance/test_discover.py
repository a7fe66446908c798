"""What is derived from real definitions, against the catalogue and against the fields that another program found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from regswap.document.parse.stream import documents
from regswap.places.branch import RENDERER_SHAPES
from regswap.places.discover.definition import Definition, find_definitions
from regswap.places.discover.derived import Derived, gather
from regswap.places.discover.proposal import DOUBTFUL
from tests.conftest import ROOT

CATALOGUE = ROOT / "transformer" / "regswap" / "places" / "catalogue"
ENOUGH = 0.95
POD_SPEC = (
    "initContainers[*].image",
    "containers[*].image",
    "ephemeralContainers[*].image",
    "volumes[*].image.reference",
)
LOCATIONS = ("registry", "repository", "name")
"""The parts of a reference that say where it is; a tag is one by what stands beside it."""

LEFT = {
    r"\.rbd\.image$|\.quobyte\.registry$|\.gitRepo\.repository$": "volumes of other kinds",
    r"\.kustomize\.images\[\*\]$": "overrides of Kustomize, which may be written `old=new`",
    r"\.repositoryMatch$": "a regular expression for Git repositories",
    r"^spec\.build\.output\.image$": "an image that is pushed",
    r"\.artifacts\[\*\]\.repository$": "a Maven repository",
    r"\.gitConfig\.repository$": "a Git repository",
    r"^spec\.applicationRefs\[\*\]\.images\[\*\]\.imageName$": "an image whose versions are watched",
    r"\.imageRegistry$": "an object that holds a JMESPath",
    r"\.verifyImages\[\*\]\.|\.podSecurity\.|\.validate\.manifests\.": "patterns of a policy",
    r"^spec\.image\.imageType$": "one of a few words",
    r"^spec\.imageCatalogRef$": "the name of an object",
}
"""Fields that the other program found and that hold no reference to rewrite."""


def read_catalogue() -> dict[str, dict[str, Any]]:
    """Return what the catalogue says stands at which path, by group and kind; nothing where there is no catalogue."""
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(CATALOGUE.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            for name in row["kinds"]:
                rows.setdefault(name, {}).update(row.get("paths") or {})
    return rows


def read_other_fields(shared: Path) -> dict[str, set[str]]:
    """Return the fields that another program derived from the schemas of other versions, by lower-case kind."""
    fields: dict[str, set[str]] = {}
    for name, rows in json.loads((shared / "data" / "crd-image-fields.json").read_text()).items():
        fields.setdefault(name.rpartition("_")[0], set()).update(_field(*row) for row in rows)
    for name, found in json.loads((shared / "data" / "crd-image-fields-from-projects.json").read_text()).items():
        kind = name.rpartition("/")[0].lower()
        fields.setdefault(kind, set()).update(_field(*row) for row in found["f"])
    return fields


def _field(path: str, what: str) -> str:
    below = {"PODSPEC": ".containers[*].image", "CONTAINER": ".image", "OBJ{pullPolicy,reference}": ".reference"}
    return path.removeprefix(".") + below.get(what.partition(" ")[0], "")


@pytest.fixture(scope="module")
def definitions(shared: Path) -> list[Definition]:
    """The definitions of the corpus; those in the sources of charts are not rendered."""
    found = []
    for path in sorted((shared / "corpus").rglob("*")):
        data = path.read_bytes() if path.is_file() and "chart-sources" not in path.parts else b""
        if b"CustomResourceDefinition" in data:
            found += list(_find(data, path.name))
    assert len(found) > 200
    return found


def _find(data: bytes, name: str) -> Iterator[Definition]:
    for document in documents([data], name):
        yield from find_definitions(document)


@pytest.fixture(scope="module")
def kinds(definitions: list[Definition]) -> list[Derived]:
    return gather(definitions)


def found_in(derived: Derived) -> set[str]:
    """Return the fields that are found and on."""
    return {
        string_field
        for finding in derived.findings
        if finding.certainty != DOUBTFUL
        for string_field in leaves(finding.path, finding.shape)
    }


def leaves(path: str, shape: str | dict[str, str] | list[dict[str, str]]) -> set[str]:
    """Return the fields that hold where a reference points, as the engine reads a row."""
    if isinstance(shape, list):
        return {string_field for one in shape for string_field in leaves(path, one)}
    if isinstance(shape, dict):
        return {f"{path}.{key}" for role, key in shape.items() if role in LOCATIONS}
    if shape in RENDERER_SHAPES:
        # What a renderer is told: no schema says that.
        return set()
    below = {"podSpec": POD_SPEC, "container": ("image",), "volume": ("image.reference",)}.get(shape)
    return {path} if below is None else {f"{path}.{key}" for key in below}


def is_in_schema(path: str, schema: dict[str, Any] | None) -> bool:
    """Tell whether a schema has a field."""
    here: Any = schema
    for key in re.findall(r"\[\*\]|\.\*|\['[^']*'\]|[^.\[]+", path):
        if not isinstance(here, dict):
            return False
        if key == "[*]":
            here = here.get("items")
        elif key == ".*":
            here = here.get("additionalProperties")
        else:
            here = here.get("properties", {}).get(key.removeprefix("['").removesuffix("']"))
    return isinstance(here, dict)


def in_schemas(path: str, name: str, definitions: list[Definition]) -> bool:
    return any(
        is_in_schema(path, version.schema)
        for definition in definitions
        if f"{definition.group}/{definition.kind}".lower() == name.lower()
        for version in definition.versions
    )


def test_the_catalogues_paths_are_found(kinds: list[Derived], definitions: list[Definition]) -> None:
    catalogue = read_catalogue()
    shared_kinds = [derived for derived in kinds if catalogue.get(derived.name)]
    if not shared_kinds:
        pytest.skip("the catalogue has none of the corpus's kinds")

    wanted, missed = 0, []
    for derived in shared_kinds:
        paths = {
            string_field for path, shape in catalogue[derived.name].items() for string_field in leaves(path, shape)
        }
        known = {path for path in paths if in_schemas(path, derived.name, definitions)}
        wanted += len(known)
        missed += [f"{derived.name} {path}" for path in sorted(known - found_in(derived))]

    assert len(missed) <= wanted * (1 - ENOUGH), missed


def test_every_field_that_another_program_found_is_found_or_left_for_a_reason(
    kinds: list[Derived], definitions: list[Definition], shared: Path
) -> None:
    others = read_other_fields(shared)
    missed = [
        f"{derived.name} {path}"
        for derived in kinds
        for path in sorted(others.get(derived.name.lower(), set()) - found_in(derived))
        if in_schemas(path, derived.name, definitions) and not any(re.search(left, path) for left in LEFT)
    ]

    assert missed == []


def test_no_field_is_on_that_is_known_to_be_left(kinds: list[Derived]) -> None:
    wrong = [
        f"{derived.name} {path}"
        for derived in kinds
        for path in sorted(found_in(derived))
        if any(re.search(left, path) for left in LEFT)
    ]

    assert wrong == []
