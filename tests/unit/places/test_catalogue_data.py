"""The shape of the catalogue's rows; what they find is proved elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

FOLDER = Path(__file__).parents[3] / "transformer" / "regswap" / "places" / "catalogue"
# The kinds of Kubernetes itself have groups without a dot, and no sources but one.
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kubernetes.yaml")

KEYS = {"kinds", "source", "versions", "paths", "never"}
SHAPES = {"container", "json", "object", "oci", "podSpec", "reference", "registry", "repository", "text", "values"}
SHAPES |= {"volume", "yaml"}
SHAPES |= {
    "chart",
    "kustomizeImage",
    "kustomizeImageText",
    "literal",
    "parameters",
    "patch",
    "secretLiteral",
    "valuesText",
}
PARTS = {"registry", "repository", "name", "tag", "digest", "prefix", "suffix"}
LOCATING = {"reference", "registry", "repository", "name"}
"""The roles of which a split value needs one: a tag alone is not a reference."""

KIND = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+/)?[A-Za-z][A-Za-z0-9]*")
VERSION = re.compile(r"v\d+((alpha|beta)\d+)?")
KEY = r"([A-Za-z_][\w-]*|\['[^']+'\])"
PATH = re.compile(rf"{KEY}(\[\*\])*(\.\*|\.?{KEY}(\[\*\])*)*")
PLAIN = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*")

Scalar = str | int | bool | None
Where = dict[str, Scalar]
Split = dict[str, str | Where]
Shape = str | Split


class Row(NamedTuple):
    file: str
    kinds: list[str]
    keys: set[str]
    source: str
    versions: list[str]
    paths: dict[str, Shape | list[Shape]]
    never: list[str]


def read_rows(file: Path) -> list[Row]:
    return [
        Row(
            file.name,
            row["kinds"],
            set(row),
            row.get("source", ""),
            row.get("versions", []),
            row.get("paths", {}),
            row.get("never", []),
        )
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


ROWS = [row for file in FILES for row in read_rows(file)]
SHAPED = [
    (row.kinds[0], path, one)
    for row in ROWS
    for path, shape in row.paths.items()
    for one in (shape if isinstance(shape, list) else [shape])
]
SPLIT = [(kind, path, shape) for kind, path, shape in SHAPED if not isinstance(shape, str)]
EVERY_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def roles_of(split: Split) -> dict[str, Scalar | Where]:
    return {role: key for role, key in split.items() if role != "where"}


def lies_at_or_below(path: str, other: str) -> bool:
    return path == other or path.startswith((f"{other}.", f"{other}["))


def test_the_catalogue_holds_hundreds_of_kinds() -> None:
    assert len({kind for row in ROWS if row.paths for kind in row.kinds}) >= 450


def test_a_row_holds_known_keys_only_and_says_where_it_was_verified() -> None:
    assert [row for row in ROWS if row.keys - KEYS] == []
    assert [row for row in ROWS if not row.source.strip() or not (row.paths or row.never)] == []


def test_a_kind_is_written_with_its_group_and_without_its_version() -> None:
    assert [kind for row in ROWS for kind in row.kinds if not KIND.fullmatch(kind)] == []
    assert [version for row in ROWS for version in row.versions if not VERSION.fullmatch(version)] == []


def test_a_path_follows_the_grammar() -> None:
    assert [path for row in ROWS for path in [*row.paths, *row.never] if not PATH.fullmatch(path)] == []


def test_a_shape_is_known() -> None:
    assert [found for found in SHAPED if isinstance(found[2], str) and found[2] not in SHAPES] == []


def test_the_parts_of_a_split_reference_have_known_roles() -> None:
    assert [found for found in SPLIT if not set(found[2]) <= PARTS | {"reference", "where"}] == []


def test_a_split_reference_says_where_it_is() -> None:
    assert [found for found in SPLIT if not set(found[2]) & LOCATING] == []


def test_a_whole_reference_has_no_parts_beside_it() -> None:
    assert [found for found in SPLIT if "reference" in found[2] and len(roles_of(found[2])) > 1] == []


def test_each_part_stands_at_a_key_of_its_own() -> None:
    keys = [(found, [str(key) for key in roles_of(found[2]).values()]) for found in SPLIT]
    assert [found for found, names in keys if len(set(names)) < len(names)] == []
    assert [found for found, names in keys if not all(map(PLAIN.fullmatch, names))] == []


def test_a_condition_compares_keys_with_texts() -> None:
    conditions = [(kind, split["where"]) for kind, _, split in SPLIT if "where" in split]
    assert conditions != []
    for kind, where in conditions:
        assert isinstance(where, dict), kind
        assert where, kind
        assert all(PLAIN.fullmatch(key) and isinstance(value, str) for key, value in where.items()), kind


def test_a_place_is_not_also_a_false_friend() -> None:
    pairs = [(path, never) for row in ROWS for path in row.paths for never in row.never]
    assert [pair for pair in pairs if lies_at_or_below(*pair)] == []


def test_no_kind_has_a_path_twice() -> None:
    count = Counter((kind, path) for row in ROWS for kind in row.kinds for path in [*row.paths, *row.never])
    assert [found for found, times in count.items() if times > 1] == []


def test_a_row_is_sorted() -> None:
    assert [row.kinds for row in ROWS if row.kinds != sorted(set(row.kinds))] == []
    assert [row.kinds for row in ROWS if list(row.paths) != sorted(row.paths)] == []
    assert [row.kinds for row in ROWS if row.never != sorted(set(row.never))] == []


@EVERY_FILE
def test_the_rows_of_a_file_are_sorted(file: Path) -> None:
    names = [[kind.lower() for kind in row.kinds] for row in read_rows(file)]
    assert names == sorted(names)


@EVERY_FILE
def test_no_path_is_written_twice_in_a_row(file: Path) -> None:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        paths = [line.split(": ")[0].rstrip(":") for line in block.splitlines() if re.match(r" {4}[^ -].*:", line)]
        assert len(paths) == len(set(paths)), block


@EVERY_FILE
def test_each_false_friend_has_its_reason(file: Path) -> None:
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    lists = [block.partition("  never:\n")[2].splitlines() for block in blocks]
    assert [line for lines in lists for line in lines if not re.search(r"\S {2}# \S", line)] == []
