"""The pipeline: document -> sites -> decisions -> edits -> document."""

from __future__ import annotations

from regswap.document.edit.sharing import plan
from regswap.document.parse.scalar import DISPUTED
from regswap.pipeline.decide import decide_site, exempt, report_only
from regswap.pipeline.entries import (
    find_unmatched,
    find_violations,
    find_warnings,
    join_decisions,
    make_entry,
    refuse_faults,
    tell_doubts,
    tell_repeated,
)
from regswap.pipeline.pod import spare_spoilt_pods
from regswap.pipeline.scope import HIDDEN, REWRITTEN, Scope
from regswap.places.branch import COMPOSED
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from regswap.document.edit.sharing import Change
    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Path
    from regswap.document.read.reading import Reading
    from regswap.errors import Diagnostic
    from regswap.pipeline.check import CheckPolicy, Finding
    from regswap.pipeline.entries import DecidedSite
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.kustomize_image import Incoming
    from regswap.pipeline.pin import Pins
    from regswap.pipeline.site_decision import SiteDecision
    from regswap.pipeline.watch import Watched
    from regswap.places.search import Found, Places
    from regswap.places.site import Site
    from regswap.rules import Decider


class Policy(NamedTuple):
    """Everything that decides what becomes of a document."""

    places: Places
    rules: Decider
    scope: Scope = Scope()
    unmatched: str = "keep"
    """``fail`` where each reference must be matched by a rule."""
    namespaces: Mapping[str, Mapping[str, str]] = {}
    """Labels of namespaces, by name, that are known before any document is read."""
    hidden: str = HIDDEN[0]
    """Which references in hidden places are rewritten, one of ``regswap.pipeline.scope.HIDDEN``."""
    watched: tuple[Watched, ...] = ()
    """Selectors and paths that are to be told if they find nothing."""
    check_policy: CheckPolicy | None = None
    """What is asked of references, if they are only to be judged."""
    left_out: Scope | None = None
    """Whose selectors say what is not to be judged."""
    annotate: str = ""
    """How the originals of what is rewritten are recorded, one of ``provenance.KINDS``, if they are. Then ``places``
    must read documents whole."""
    pins: Pins | None = None
    """The digests that references get, where each must have one; ``rules`` are ``PinnedRules`` then."""


class FileRole(NamedTuple):
    """What a file is to a kustomization."""

    search: Callable[[Document], Found | None]
    """Finds the sites of its documents."""
    incoming: Mapping[Path, Incoming] = {}
    """What reaches the entries of ``images``, by their paths, where the file is a kustomization."""


class Rewritten(NamedTuple):
    """A document, and what was seen and done in it."""

    data: bytes
    """The same object as the document's data where nothing changed."""
    was_read: bool
    entries: tuple[Entry, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    unmatched: tuple[Diagnostic, ...] = ()
    """References without a rule, where the policy wants one for each."""
    unpinned: tuple[Diagnostic, ...] = ()
    """References that are not those of the lock, where there is one."""
    namespaces: Mapping[str, Mapping[str, str]] = {}
    """The labels of the Namespaces in it, by name."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with the references, where there is a check_policy."""
    matched: tuple[Watched, ...] = ()
    """What of the policy's ``watched`` is about something in it."""


def rewrite(
    document: Document,
    policy: Policy,
    namespaces: Mapping[str, Mapping[str, str]] | None = None,
    role: FileRole | None = None,
) -> Rewritten:
    """Rewrite the references of one document; every byte outside of them stays.

    ``namespaces`` has the labels of those that earlier documents hold, by name; the policy's take precedence. ``role``
    says what the document is to a kustomization, if it is more than a manifest.

    Raises ManifestError where the document may hold a reference and cannot be read, or cannot be rewritten safely.
    """
    search = policy.places.search if role is None else role.search
    found = search(document) if document.number else None
    if found is None:
        return Rewritten(document.data, was_read=False)
    reading, sites = found.reading, found.sites
    known = {**(namespaces or {}), **found.namespaces, **policy.namespaces}
    outcomes = spare_spoilt_pods(sites, [decide(site, policy, known, role) for site in sites])
    if any(site.shape.name == COMPOSED for site in sites):
        from regswap.pipeline.composed import keep_together

        outcomes = keep_together(sites, outcomes)
    decided = join_decisions(reading, sites, outcomes)
    refuse_faults(reading, decided)
    changes = _collect_changes(reading, decided)
    entries = tuple(make_entry(reading, each) for each in decided)
    check_policy = policy.check_policy
    unmatched = find_unmatched(reading, decided) if policy.unmatched == "fail" else ()
    warnings = find_warnings(reading, decided) if check_policy is None else tell_repeated(reading, decided)
    unpinned: tuple[Diagnostic, ...] = ()
    if policy.pins is not None:
        unpinned, unpinnable = _judge_pins(reading, decided, entries, policy.pins)
        warnings = (*warnings, *unpinnable)
    data, doubts = _carry_out(reading, changes, policy.annotate) if changes else (document.data, ())
    return Rewritten(
        data,
        was_read=True,
        entries=entries,
        warnings=(*tell_doubts(reading), *(warning for warning in warnings if warning not in unmatched), *doubts),
        unmatched=unmatched,
        unpinned=unpinned,
        namespaces=found.namespaces,
        findings=() if check_policy is None else find_violations(reading, decided, entries, check_policy),
        matched=tuple(one for one in policy.watched if any(map(one.matches, sites))),
    )


def _judge_pins(
    reading: Reading, decided: list[DecidedSite], entries: tuple[Entry, ...], pins: Pins
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    from regswap.pipeline.pin import find_unpinnable, find_unpinned

    return find_unpinned(reading, decided, entries, pins), find_unpinnable(reading, decided, entries)


def _collect_changes(reading: Reading, decided: list[DecidedSite]) -> list[Change]:
    """Return all changes as changes of the document itself."""
    changes = [
        (each.site.within, change)
        for each in decided
        if not each.outcome.is_reported_only
        for change in each.outcome.changes
    ]
    if all(within is None for within, _ in changes):
        return [change for _, change in changes]
    from regswap.pipeline.embedded import lift_changes

    return lift_changes(reading, changes)


def _carry_out(reading: Reading, changes: list[Change], annotate: str) -> tuple[bytes, Iterable[Diagnostic]]:
    """Return the document with some changes, and with annotations about them if there shall be any."""
    if not annotate:
        return reading.apply(plan(reading, changes)), ()

    from regswap.pipeline.provenance.annotation import annotate as record

    added = record(reading, changes, annotate)
    return reading.apply([*plan(reading, [*changes, *added.changes]), *added.edits]), added.warnings


def decide(
    site: Site, policy: Policy, namespaces: Mapping[str, Mapping[str, str]], role: FileRole | None = None
) -> SiteDecision:
    """Return what becomes of a site by a policy, where some namespaces are known."""
    left_out = "" if policy.left_out is None else policy.left_out.leave_out(site.object, site.value)
    if left_out:
        return exempt(site, left_out)._replace(is_left_out=True)
    incoming = None if role is None or site.within is not None else role.incoming.get(site.field.path[:-1])
    # Where it is known what reaches an entry, it follows what becomes of that.
    is_unread = incoming is not None or site.other_type not in ("", DISPUTED)
    reason = "" if is_unread else policy.scope.exempt(site.object, site.value, namespaces)
    if reason:
        return exempt(site, reason)
    outcome = decide_site(site, policy.rules, incoming)
    if site.hidden and site.hidden not in REWRITTEN.get(policy.hidden, ()):
        return report_only(outcome, site)
    return outcome
