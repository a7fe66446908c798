"""The pipeline: document -> sites -> decisions -> edits -> document."""

from __future__ import annotations

from transformer.document.field import format_path
from transformer.document.sharing import plan
from transformer.errors import ManifestError
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.report import Entry, Fragment
from transformer.scope import Scope
from transformer.verdict import exempt, hold, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transformer.document.reading import Reading
    from transformer.document.stream import Document
    from transformer.errors import Diagnostic
    from transformer.places.search import Places
    from transformer.places.site import Site
    from transformer.rules import Decider
    from transformer.rules.rule import Rule
    from transformer.verdict import Verdict

_REMEDY = "add the field, or a rule that keeps what the fields cannot say"


class Policy(NamedTuple):
    """Everything that decides what becomes of a document."""

    places: Places
    rules: Decider
    scope: Scope = Scope()
    unmatched: str = "keep"
    """``fail`` where each reference must be matched by a rule."""
    namespaces: Mapping[str, Mapping[str, str]] = {}
    """Labels of namespaces, by name, that are known before any document is read."""
    hidden: str = "report"
    """Whether references in hidden places are rewritten: ``report`` or ``rewrite``; with ``off`` none are found."""


class Rewritten(NamedTuple):
    """A document, and what was seen and done in it."""

    data: bytes
    """The same object as the document's data where nothing changed."""
    was_read: bool
    entries: tuple[Entry, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    unmatched: tuple[Diagnostic, ...] = ()
    """References without a rule, where the policy wants one for each."""
    namespaces: Mapping[str, Mapping[str, str]] = {}
    """The labels of the Namespaces in it, by name."""


def rewrite(document: Document, policy: Policy, namespaces: Mapping[str, Mapping[str, str]] | None = None) -> Rewritten:
    """Rewrite the references of one document; every byte outside of them stays.

    ``namespaces`` has the labels of those that earlier documents hold, by name; the policy's go before them.

    Raises ManifestError where the document may hold a reference and cannot be read, or cannot be rewritten safely.
    """
    found = policy.places.search(document) if document.number else None
    if found is None:
        return Rewritten(document.data, was_read=False)
    reading, sites = found.reading, found.sites
    known = {**(namespaces or {}), **found.namespaces, **policy.namespaces}
    verdicts = [_judge(site, policy, known) for site in sites]
    _refuse_faults(reading, sites, verdicts)
    entries = tuple(_make_entry(reading, site, verdict) for site, verdict in zip(sites, verdicts, strict=True))
    changes = [change for verdict in verdicts for change in verdict.changes]
    data = reading.apply(plan(reading, changes)) if changes else document.data
    return Rewritten(
        data,
        was_read=True,
        entries=entries,
        warnings=_warnings(reading, sites, entries),
        unmatched=_find_unmatched(reading, sites, verdicts) if policy.unmatched == "fail" else (),
        namespaces=found.namespaces,
    )


def _judge(site: Site, policy: Policy, namespaces: Mapping[str, Mapping[str, str]]) -> Verdict:
    reason = "" if site.other_type else policy.scope.exempt(site.object, site.value, namespaces)
    if reason:
        return exempt(site, reason)
    verdict = judge(site, policy.rules)
    if site.token is not None and (policy.hidden != "rewrite" or site.token.certainty == POSSIBLE):
        return hold(verdict, site)
    return verdict


def _find_unmatched(reading: Reading, sites: list[Site], verdicts: list[Verdict]) -> tuple[Diagnostic, ...]:
    return tuple(
        reading.locate(
            site.field.node,
            f"{format_path(site.field.path)}: {_quote(site.value)} is matched by no rule",
            "add a rule for it, or leave it out with --exclude",
        )
        for site, verdict in zip(sites, verdicts, strict=True)
        if site.token is None
        and verdict.decision.parsed
        and not verdict.is_exempt
        and _says_nothing(verdict.decision.rule)
    )


def _says_nothing(rule: Rule | None) -> bool:
    """Tell whether nobody said what becomes of a reference: a map file must have a default, be it an empty one."""
    return rule is None or (rule.kind == "default" and not rule.target)


def _refuse_faults(reading: Reading, sites: list[Site], verdicts: list[Verdict]) -> None:
    faults = [
        reading.locate(
            site.field.node, f"{format_path(site.field.path)}: {_quote(site.value)} {verdict.fault}", _REMEDY
        )
        for site, verdict in zip(sites, verdicts, strict=True)
        if verdict.fault
    ]
    if faults:
        raise ManifestError(*faults)


def _make_entry(reading: Reading, site: Site, verdict: Verdict, place: Place) -> Entry:
    decision, token = verdict.decision, site.token
    return Entry(
        source=reading.document.source,
        document=reading.document.number,
        line=place.line,
        column=place.column,
        api_version=site.object.api_version,
        kind=site.object.kind,
        namespace=site.object.namespace,
        name=site.object.name,
        path=format_path(site.field.path),
        reference=site.value,
        rewritten=decision.rewritten,
        status=_status_of(verdict),
        rule=decision.rule,
        reason=decision.reason,
        found=site.shape.found if token is None else token.reason,
        certainty=CERTAIN if token is None else token.certainty,
        offset=None if token is None else token.start,
        parts=_list_parts(site, verdict),
    )


def _status_of(verdict: Verdict) -> Status:
    if verdict.is_held:
        return "reported"
    decision = verdict.decision
    return "changed" if decision.changed else "unchanged" if decision.parsed else "unparsable"


def _list_parts(site: Site, verdict: Verdict) -> tuple[Fragment, ...]:
    becomes = {change.field.path: change.value for change in verdict.changes}
    return tuple(
        Fragment(format_path(part.field.path), part.value, becomes.get(part.field.path, part.value))
        for part in site.parts
    )


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
