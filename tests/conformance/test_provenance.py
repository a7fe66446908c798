"""What is recorded of other people's manifests goes back to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import ManifestError
from regswap.pipeline.provenance import KINDS
from regswap.pipeline.restore import restore
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import CATALOGUED, Kinds
from regswap.places.search import Places
from tests.support.pipeline import read_rules

PLACES = Places(Kinds((CATALOGUE, CATALOGUED), bare=BARE), whole=True)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_recorded_of_others_manifests_goes_back_to_the_byte(shared: Path, kind: str) -> None:
    hidden = "rewrite" if kind == "regswap" else "off"
    policy = Policy(PLACES, read_rules("default::mirror.example/hub"), annotate=kind, hidden=hidden)
    recorded = 0
    folders = [shared / "corpus" / name for name in ("rendered", "crs")]
    for path in sorted(path for folder in folders for path in folder.rglob("*.yaml")):
        for document in documents(decode([path.read_bytes()], str(path)).blocks, str(path)):
            try:
                done = rewrite(document, policy)
            except ManifestError:
                # Some of the corpus is no YAML, and is refused with records or without.
                continue
            if any("is not recorded" in warning.message for warning in done.warnings):
                continue
            recorded += done.data is not document.data
            again = document._replace(data=done.data)
            assert rewrite(again, policy).data == done.data
            assert restore(again).data == document.data, (path, document.number)
    assert recorded > 100
