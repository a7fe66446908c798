"""The table of ``docs/convert.md``: a rule of each row is converted into each format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from regswap.rules.convert import convert
from regswap.rules.formats import NAMES
from regswap.rules.load import load_text
from tests.conftest import ROOT

SWAP = {"swap": [{"registry": "quay.io", "target": "h.example/q"}]}
EXACT_SWAP = {"exactSwap": [{"reference": "nginx", "target": "h.example/n:1"}]}
RULES: dict[str, dict[str, Any]] = {
    "exact, one spelling": {"exact": "nginx", "target": "h.example/n:1"},
    "exact, every spelling": {"imageshift": {"mappings": EXACT_SWAP}},
    "glob that ends with its only `*`": {"glob": "quay.io/a*", "target": "h.example/q"},
    "any other glob": {"glob": "*/a:[0-9]", "target": "h.example/q"},
    "glob that leaves alone": {"glob": "*/a:?", "target": ""},
    "regex": {"regex": "^quay\\.io/(.*)$", "target": "h.example/$1"},
    "prefix": {"prefix": "docker.io", "target": "h.example/hub"},
    "prefix that leaves alone": {"prefix": "quay.io", "target": ""},
    "prefix, then the old registry (`-`)": {"prefix": "quay.io", "target": "h.example/m-"},
    "prefix that adds `library/` and `:latest`": {"imageshift": {"mappings": SWAP}},
    "skip": {"imageswap": "noswap_wildcards::quay\ndefault::h.example"},
    "default": {"default": "h.example/all"},
    "default, then the old registry (`-`)": {"default": "h.example/m-"},
    "default before the whole reference (`all`)": {"registry-connect": {"all": "h.example/all"}},
    "default that keeps the last name (`IMAGE_PREFIX`)": {"image-prefix": "h.example/all"},
}
PAGE = ROOT / "docs" / "convert.md"


def read_table(page: Path) -> dict[str, dict[str, str]]:
    """Return the cells of the table by row and format."""
    rows = [line.strip("| ").split(" | ") for line in page.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    head = next(number for number, row in enumerate(rows) if row[0] == "a rule")
    return {row[0]: dict(zip(rows[head][1:], row[1:], strict=True)) for row in rows[head + 2 :]}


@pytest.mark.parametrize("to", NAMES)
@pytest.mark.parametrize("row", RULES)
def test_a_format_expresses_what_the_table_says(row: str, to: str) -> None:
    content = {"apiVersion": "regswap.dev/v1alpha1", "kind": "ImageRewrite", "spec": {"rules": [RULES[row]]}}
    rules = load_text(json.dumps(content), "regswap")

    losses = convert(rules, to, lossy=True).losses

    assert ("no" if losses else "yes") == read_table(PAGE)[row][to], losses


def test_the_table_has_every_format_and_nothing_that_is_not_tried() -> None:
    table = read_table(PAGE)

    assert list(table) == list(RULES)
    assert {tuple(cells) for cells in table.values()} == {NAMES}
