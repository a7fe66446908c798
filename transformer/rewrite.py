"""The pipeline: document -> sites -> decisions -> edits -> document."""

from __future__ import annotations

from transformer.document.field import format_path
from transformer.document.reading import read
from transformer.document.sharing import Change, plan
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.report import Entry
from transformer.rules.rule import Decision

if TYPE_CHECKING:
    from transformer.document.reading import Reading
    from transformer.document.stream import Document
    from transformer.errors import Diagnostic
    from transformer.places.site import Places, Site
    from transformer.rules import Decider


class Policy(NamedTuple):
    """Everything that decides what becomes of a document."""

    places: Places
    rules: Decider


class Rewritten(NamedTuple):
    """A document, and what was seen and done in it."""

    data: bytes
    """The same object as the document's data where nothing changed."""
    was_read: bool
    entries: tuple[Entry, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def rewrite(document: Document, policy: Policy) -> Rewritten:
    """Rewrite the references of one document; every byte outside of them stays.

    Raises ManifestError where the document may hold a reference and cannot be read, or cannot be rewritten safely.
    """
    if not document.number or not policy.places.may_hold(document):
        return Rewritten(document.data, was_read=False)
    reading = read(document, policy.places.outline)
    sites = list(policy.places.find(reading))
    entries = tuple(_decide(reading, site, policy.rules) for site in sites)
    changes = [Change(site.field, entry.rewritten) for site, entry in zip(sites, entries, strict=True) if entry.changed]
    data = reading.apply(plan(reading, changes)) if changes else document.data
    return Rewritten(data, was_read=True, entries=entries, warnings=_warnings(reading, sites, entries))


def _decide(reading: Reading, site: Site, rules: Decider) -> Entry:
    node = site.field.node
    if site.other_type:
        decision = Decision(site.value, site.value, None, _is_a(site.other_type), parsed=False)
    else:
        decision = rules.decide(site.value)
    return Entry(
        source=reading.document.source,
        document=reading.document.number,
        line=reading.line_of(node),
        column=node.column + 1,
        api_version=site.object.api_version,
        kind=site.object.kind,
        namespace=site.object.namespace,
        name=site.object.name,
        path=format_path(site.field.path),
        reference=site.value,
        rewritten=decision.rewritten,
        status="changed" if decision.changed else "unchanged" if decision.parsed else "unparsable",
        rule=decision.rule,
        reason=decision.reason,
    )


def _is_a(other_type: str) -> str:
    return f"is {other_type}" if other_type.startswith(("null", "tagged")) else f"is a {other_type}, not a string"


def _warnings(reading: Reading, sites: list[Site], entries: tuple[Entry, ...]) -> tuple[Diagnostic, ...]:
    if not sites:
        return ()
    repeated = [
        reading.locate(key, f"the key `{key.value}` is written twice in one mapping", "remove one: readers differ")
        for key in reading.composed.repeated
    ]
    left = [
        reading.locate(site.field.node, f"{entry.path} was left as it is: {_quote(entry.reference)} {entry.reason}")
        for site, entry in zip(sites, entries, strict=True)
        if entry.status == "unparsable"
    ]
    return (*repeated, *left)


def _quote(text: str) -> str:
    longest = 100
    return f"`{text if len(text) <= longest else f'{text[:longest]}...'}`" if text else "it"
