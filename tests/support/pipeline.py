"""The pipeline as a function of bytes, for tests that need no command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import Diagnostic, ManifestError
from regswap.pipeline.entry import Entry
from regswap.pipeline.rewrite import Policy, rewrite
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import CATALOGUED, Kinds
from regswap.places.search import Places
from regswap.rules import RuleSet
from regswap.rules.formats.imageswap import reader as imageswap
from regswap.rules.source.source_text import SourceText

_GROUPS = ("", "apps", "batch", "extensions")
WORKLOADS = {
    kind: tuple(row for row in rows if row[0] in _GROUPS)
    for kind, rows in CATALOGUE.items()
    if kind != "ConfigMap" and any(row[0] in _GROUPS for row in rows)
}
"""The kinds of Kubernetes itself."""

PLACES = Places(Kinds((WORKLOADS, CATALOGUED), hidden=False), by_shape=False)
"""What the independent search looks for too: no custom resources, nothing that is hidden or told from its shape."""


EVERYTHING = Places(Kinds((CATALOGUE, CATALOGUED), bare=BARE))
"""What a run without options looks for: the whole catalogue, PodSpecs told from their shape, hidden places."""


class Result(NamedTuple):
    """What became of a stream."""

    data: bytes
    entries: tuple[Entry, ...]
    warnings: tuple[Diagnostic, ...] = ()


def read_rules(text: str) -> RuleSet:
    """Read a map file's text."""
    (settled,) = imageswap.settle([imageswap.read_text(SourceText("map", text))])
    return RuleSet(settled.rules, settled.warnings)


def run(
    data: bytes | Iterable[bytes],
    rules: RuleSet | str,
    source: str = "s.yaml",
    *,
    places: Places = PLACES,
) -> Result:
    """Rewrite a stream, whole or in blocks, hidden places too; raises the error of its first bad document."""
    policy = Policy(places, read_rules(rules) if isinstance(rules, str) else rules, hidden="rewrite")
    encoded = decode([data] if isinstance(data, bytes) else data, source)
    done = [rewrite(document, policy) for document in documents(encoded.blocks, source)]
    return Result(
        b"".join(encoded.encode(one.data) for one in done),
        tuple(entry for one in done for entry in one.entries),
        tuple(warning for one in done for warning in one.warnings),
    )


def run_or_refuse(data: bytes, rules: RuleSet | str, *, places: Places = PLACES) -> Result | None:
    """Do the same; None where it ends in a ManifestError, the only way to end otherwise."""
    try:
        return run(data, rules, places=places)
    except ManifestError:
        return None
