from __future__ import annotations

import pytest

from regswap.document.parse.stream import Document
from regswap.document.read.field import format_path, root_field, text_of
from regswap.document.read.reading import read
from regswap.places.path import InvalidPathError
from regswap.places.query import Query

TEXT = """\
spec:
  sidecars:
  - {name: a, image: one, weight: 2}
  - {name: b, image: two, weight: 1, enabled: true}
  'odd.key': {image: three}
  base: &base {image: four}
  copy: {<<: *base}
  image: five
  image: six
"""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$.spec.sidecars[?(@.name == 'b')].image", [("spec.sidecars[1].image", "two")]),
        ("$.spec.sidecars[?(@.weight > 1)].image", [("spec.sidecars[0].image", "one")]),
        ("$.spec.sidecars[?(@.enabled == true)].image", [("spec.sidecars[1].image", "two")]),
        ("$.spec.sidecars[0].image", [("spec.sidecars[0].image", "one")]),
        ("$.spec['odd.key'].image", [("spec['odd.key'].image", "three")]),
        ("$.spec.copy..image", [("spec.copy.image", "four")]),
        ("$.spec.image.`this`", [("spec.image", "six")]),
        ("$.spec.none..image", []),
        ("$.spec.sidecars.`len`", []),
    ],
)
def test_a_query_selects_fields(query: str, expected: list[tuple[str, str]]) -> None:
    root = root_field(read(Document("s", 1, 1, TEXT.encode()), None).composed.roots[0])

    assert [(format_path(field.path), text_of(field)) for field in Query(query).select(root)] == expected


@pytest.mark.parametrize("query", ["$.a[", "$.a[?(", "$ a b", "$..", "$.a[?(@.b ==)]"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(InvalidPathError, match="is not a JSONPath"):
        Query(query)
