"""The compiled form of the catalogue: each kind is read when it is asked for."""

from __future__ import annotations

import pytest

from regswap.places.catalogue.table import Table

TABLE = Table(
    {
        "A": "\n\nA\n\t\n spec\tpodSpec\n\nAb\na.io\tv1,v2\n spec.image\treference\n x\tnever\nb.io\t\n\n",
        "B": "\n\nB\nb.io\t\n spec.from\t{reference=name,where.kind=DockerImage,where.a.b=c}\n"
        " spec\t{repository=image['a.b/c'],tag=tag}\n\n",
    }
)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("A", (("", (), (("spec", "podSpec"),)),)),
        ("Ab", (("a.io", ("v1", "v2"), (("spec.image", "reference"), ("x", "never"))), ("b.io", (), ()))),
        (
            "B",
            (
                (
                    "b.io",
                    (),
                    (
                        ("spec.from", {"reference": "name", "where": {"kind": "DockerImage", "a.b": "c"}}),
                        ("spec", {"repository": "image['a.b/c']", "tag": "tag"}),
                    ),
                ),
            ),
        ),
    ],
)
def test_the_rows_of_a_kind_are_read(kind: str, rows: object) -> None:
    assert TABLE[kind] == rows


@pytest.mark.parametrize("kind", ["", "a", "Abc", "C", "spec", "a.io\t", "A\n\t", "A\n", "\nA"])
def test_what_is_not_a_kind_has_no_rows(kind: str) -> None:
    assert kind not in TABLE
    assert TABLE.get(kind, ()) == ()


def test_all_kinds_are_listed() -> None:
    assert (list(TABLE), len(TABLE)) == (["A", "Ab", "B"], 3)
    assert dict(TABLE.items()).keys() == {"A", "Ab", "B"}
