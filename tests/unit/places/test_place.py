"""Rows of the catalogue: listed, and written as the configuration reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from regswap.places.catalogue.compiled import CATALOGUE
from regswap.places.kind import CATALOGUED, NEVER
from regswap.places.place import draft_places, list_places
from regswap.settings.config import read_config

if TYPE_CHECKING:
    from regswap.places.kind import Catalogue

ODD: Catalogue = {
    "Shop": (
        (
            "example.com",
            ("v1", "v2"),
            (
                ("data['a.b/c: \"x\"']", "text"),
                ("spec.*", {"registry": "hub", "where": {"kind": "a, b", "on": "yes"}}),
                ("spec.*", "reference"),
                ("spec.back.image", NEVER),
                ("$.spec[?(@.name=='x')].image", "reference"),
            ),
        ),
        ("*", (), (("spec.x[*]", NEVER),)),
        ("none.example.com", (), ()),
    ),
    "null": (("", ("1",), (("true", "podSpec"),)),),
}


@pytest.mark.parametrize("catalogue", [CATALOGUE, ODD], ids=["the catalogue", "odd rows"])
def test_what_is_drafted_reads_back(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text("\n".join(draft_places(list(list_places([(catalogue, CATALOGUED)])))))

    read: dict[object, list[object]] = {}
    for kind, (group, versions, paths) in read_config(str(path)).paths:
        read.setdefault((kind, group, versions), []).extend(paths)

    expected = {
        (kind, group, versions): paths for kind, rows in catalogue.items() for group, versions, paths in rows if paths
    }
    assert {key: sorted(paths, key=str) for key, paths in read.items()} == {
        key: sorted(paths, key=str) for key, paths in expected.items()
    }


def test_a_draft_of_nothing_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "regswap.yaml"
    path.write_text("\n".join(draft_places([])))

    assert read_config(str(path)).paths == ()
