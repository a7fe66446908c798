"""What was rewritten and recorded can be told apart, and put back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regswap.document.parse.stream import Document
from regswap.errors import ManifestError
from regswap.pipeline.provenance import KINDS
from regswap.pipeline.restore import restore
from regswap.pipeline.rewrite import Policy, Rewritten, rewrite
from regswap.places.kind import CATALOGUED, Kinds
from regswap.places.search import Places
from tests.property.document_strategies import MAPS
from tests.property.provenance_strategies import dressed_documents
from tests.support.independent import Items, Pairs, Text, read
from tests.support.pipeline import WORKLOADS, read_rules, run

PLACES = Places(Kinds((WORKLOADS, CATALOGUED), hidden=False), by_shape=False, whole=True)
PLAIN = "default::registry.example.com/mirror"
LINE_BREAKS = st.sampled_from(("\n", "\n", "\r\n"))
kinds = st.sampled_from(KINDS)
maps = st.sampled_from(MAPS)


def annotate(text: str, rules: str, kind: str) -> Rewritten:
    return rewrite(Document("s", 1, 1, text.encode()), Policy(PLACES, read_rules(rules), annotate=kind))


def all_recorded(done: Rewritten) -> bool:
    return not any("is not recorded" in warning.message for warning in done.warnings)


def undo(data: bytes) -> Rewritten:
    return restore(Document("s", 1, 1, data))


def meaning(data: bytes) -> list[Any]:
    """Return what a stream means; in metadata nothing is recorded, and what is empty or null is not there."""
    return [_simplify(root, "") for root in read(data)]


def _simplify(node: Any, key: str) -> Any:  # noqa: ANN401
    if isinstance(node, Items):
        return Items(tuple(_simplify(item, "") for item in node.items))
    if not isinstance(node, Pairs):
        return None if key in {"metadata", "annotations", "labels"} and not node.value.strip("~nul") else node
    pairs = [(name, _simplify(value, name.value)) for name, value in node.pairs if not _is_record(name)]
    kept = tuple((name, value) for name, value in pairs if value is not None)
    return Pairs(kept) if kept or key not in {"metadata", "annotations", "labels"} else None


def _is_record(name: Text) -> bool:
    return name.value.endswith(("regswap.dev/original", "imageshift.dev/original", "imageshift.dev/mutated"))


@given(dressed_documents(), maps, kinds)
def test_recording_adds_annotations_and_nothing_else(text: str, rules: str, kind: str) -> None:
    done = annotate(text, rules, kind)

    assert meaning(done.data) == meaning(run(text.encode(), rules).data)


@given(dressed_documents(shares=True), maps, kinds)
def test_recording_in_shared_text_is_refused_or_adds_nothing_else(text: str, rules: str, kind: str) -> None:
    try:
        done = annotate(text, rules, kind)
    except ManifestError:
        return

    assert meaning(done.data) == meaning(run(text.encode(), rules).data)


@given(dressed_documents(), maps, kinds)
def test_recording_again_changes_nothing(text: str, rules: str, kind: str) -> None:
    done = annotate(text, rules, kind)

    assert annotate(done.data.decode(), rules, kind).data == done.data


@given(dressed_documents(empty=False), kinds, LINE_BREAKS, st.booleans())
def test_what_was_recorded_goes_back_to_the_byte(text: str, kind: str, line_break: str, ends: bool) -> None:  # noqa: FBT001
    text = text.replace("\n", line_break)
    text = text if ends else text.rstrip("\r\n")

    done = annotate(text, PLAIN, kind)

    assume(all_recorded(done))
    undone = undo(done.data)
    assert not undone.warnings
    assert undone.data.decode() == text


@given(dressed_documents(), maps, kinds)
def test_what_was_recorded_means_the_same_when_it_is_back(text: str, rules: str, kind: str) -> None:
    done = annotate(text, rules, kind)

    assume(all_recorded(done))
    undone = undo(done.data)
    assert not undone.warnings
    assert meaning(undone.data) == meaning(text.encode())


@given(dressed_documents(), kinds)
def test_the_first_original_goes_back_after_two_rewrites(text: str, kind: str) -> None:
    once = annotate(text, PLAIN, kind)
    twice = annotate(once.data.decode(), "default::\nregistry.example.com::other.example", kind)

    assume(all_recorded(once) and all_recorded(twice))
    assert meaning(undo(twice.data).data) == meaning(text.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_changes_nothing_is_recorded(kind: str) -> None:
    data = b"kind: Pod\napiVersion: v1\nmetadata:\n  name: p\nspec:\n  containers:\n  - image: nginx\n"

    assert annotate(data.decode(), "default::", kind).data == data
