"""The outcome for the sites of a document: entries for the report, warnings, and errors."""

from __future__ import annotations

import re

from regswap.document.read.dispute import BYTE_ORDER_MARK
from regswap.errors import ManifestError
from regswap.pipeline.decide import ENTRIES
from regswap.pipeline.entry import CERTAIN, REWRITTEN_BY, Entry, Fragment
from regswap.places.split import is_registry, names_version, stands_below
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.node import Scalar
    from regswap.document.read.reading import Reading
    from regswap.errors import Diagnostic
    from regswap.pipeline.check import CheckPolicy, Finding
    from regswap.pipeline.entry import Named, Status
    from regswap.pipeline.site_decision import SiteDecision
    from regswap.places.site import Site
    from regswap.rules.engine.rule import Rule

_TEMPLATE = r"\{\{|\$[({]"
"""What in the value of a chart says that something else is put in its place."""

_INEXPRESSIBLE = "add the field, or a rule that keeps what the fields cannot say"
_UNMATCHED = "add a rule for it, or leave it out with --exclude"
_MARKED = "a byte order mark in the middle of a text: it is part of the text, and nobody sees it"


class DecidedSite(NamedTuple):
    """A site, what was decided about it, and where it is written."""

    site: Site
    outcome: SiteDecision
    offset: int
    """Of the parsed text."""
    line: int
    """1-based, of the stream."""
    column: int
    """1-based."""


def join_decisions(reading: Reading, sites: list[Site], outcomes: list[SiteDecision]) -> list[DecidedSite]:
    """Return the sites of a document with all that is known of them."""
    offsets = _find_offsets(reading, sites)
    decided = []
    for place, (site, outcome) in enumerate(zip(sites, outcomes, strict=True)):
        node = site.field.node if site.within is None else reading.composed.roots[0]
        offset = offsets.get(place, node.start)
        line, column = reading.place_of(offset) if place in offsets else (reading.line_of(node), node.column + 1)
        decided.append(DecidedSite(site, outcome, offset, line, column))
    return decided


def refuse_faults(reading: Reading, decided: list[DecidedSite]) -> None:
    """Refuse what was decided and cannot be carried out; raises ManifestError with all of it."""
    faults = [
        tell_of(reading, each, each.outcome.fault, each.outcome.remedy or _INEXPRESSIBLE)
        for each in decided
        if each.outcome.fault
    ]
    if faults:
        raise ManifestError(*faults)


def find_unmatched(reading: Reading, decided: list[DecidedSite]) -> tuple[Diagnostic, ...]:
    """Return the references that no rule says anything about, and those for which a rule makes what cannot be used."""
    return tuple(
        _tell_trouble(reading, each)
        if each.outcome.decision.refused
        else tell_of(reading, each, "is matched by no rule", _UNMATCHED)
        for each in decided
        if _is_unmatched(each)
    )


def find_warnings(reading: Reading, decided: list[DecidedSite]) -> tuple[Diagnostic, ...]:
    """Return what is doubtful in a document that has sites: keys written twice, and what was left."""
    return (
        *tell_repeated(reading, decided),
        *(warning for each in decided for warning in _find_warnings(reading, each)),
    )


def tell_doubts(reading: Reading) -> tuple[Diagnostic, ...]:
    """Return what some readers may take for a reference, or for an object that has some, and others do not."""
    found = [reading.locate(doubt.key, doubt.message, doubt.remedy) for doubt in reading.composed.doubts]
    mark = reading.parsed.find(BYTE_ORDER_MARK)
    if mark != -1:
        line, column = reading.place_of(mark)
        found.append(reading.locate_place(mark, line, column, _MARKED, "remove it"))
    return tuple(found)


def tell_repeated(reading: Reading, decided: list[DecidedSite]) -> tuple[Diagnostic, ...]:
    """Return the keys that are written twice in a document that has sites."""
    if not decided:
        return ()
    return tuple(
        reading.locate(key, f"the key `{key.value}` is written twice in one mapping", "remove one: readers differ")
        for key in reading.composed.repeated
    )


def find_violations(
    reading: Reading, decided: list[DecidedSite], entries: tuple[Entry, ...], check_policy: CheckPolicy
) -> tuple[Finding, ...]:
    """Return what is wrong with the references of a document; ``entries`` are those of the decided, in order."""
    from regswap.pipeline.check import Finding

    return tuple(
        Finding(entry, violation, _tell(reading, each, violation.message, violation.remedy))
        for each, entry in zip(decided, entries, strict=True)
        if not each.outcome.is_left_out
        for violation in check_policy.violations(entry, _make_parts(each, entry))
    )


def _make_parts(each: DecidedSite, entry: Entry) -> dict[str, str]:
    """Return what the parts of a reference become, by role."""
    return {part.role: fragment.becomes for part, fragment in zip(each.site.parts, entry.parts, strict=True)}


def make_entry(reading: Reading, each: DecidedSite) -> Entry:
    """Return what a report says of a site."""
    site, decision = each.site, each.outcome.decision
    is_unmatched = _is_unmatched(each)
    return Entry(
        source=reading.document.source,
        document=reading.document.number,
        line=each.line,
        column=each.column,
        api_version=site.object.api_version,
        kind=site.object.kind,
        namespace=site.object.namespace,
        name=site.object.name,
        path=_path_of(each),
        reference=site.value,
        rewritten=decision.rewritten,
        status=_status_of(each.outcome),
        rule=decision.rule,
        reason=decision.reason,
        found=_found(site),
        certainty=site.hidden or CERTAIN,
        container=site.container,
        is_unmatched=is_unmatched and not decision.refused,
        is_refused=(is_unmatched and decision.refused) or (each.outcome.is_reported_only and not site.hidden),
        offset=None if site.token is None else site.token.start,
        parts=_list_parts(site, each.outcome),
        names=_tell_named(site),
        is_unlisted=site.is_unlisted,
    )


def _tell_named(site: Site) -> Named:
    """Tell what a site names: where its parts have no version, the program that reads them chooses one."""
    if site.shape.name in ENTRIES:
        return "entry"
    if not site.parts and site.token is None:
        return "image"
    parts = {part.role: part.value for part in site.parts}
    if is_registry(parts) or (site.token is not None and site.token.names_place):
        return "registry"
    is_part = parts and (not names_version(site.value) or stands_below(parts, site.value))
    return "part" if is_part else "image"


def _find_offsets(reading: Reading, sites: list[Site]) -> dict[int, int]:
    """Return where the tokens among some sites are written, by the places of the sites in the list."""
    if any(site.within is not None for site in sites):
        from regswap.pipeline.embedded import find_outer_offset
    tokens: dict[int, tuple[Scalar, list[tuple[int, int]]]] = {}
    for place, site in enumerate(sites):
        if site.within is not None:
            outer = find_outer_offset(site)
            if outer is not None:
                tokens.setdefault(id(outer[0]), (outer[0], []))[1].append((place, outer[1]))
        elif site.token is not None and site.shape.name != "base64":
            scalar: Scalar = site.field.node  # type: ignore[assignment] # a token stands in a scalar
            tokens.setdefault(id(scalar), (scalar, []))[1].append((place, site.token.start))
    offsets: dict[int, int] = {}
    for scalar, found in tokens.values():
        from regswap.document.edit.fragment import locate_parts

        located = locate_parts(reading.parsed, scalar, [start for _, start in found])
        offsets.update(zip((place for place, _ in found), located, strict=True))
    return offsets


def tell_of(reading: Reading, each: DecidedSite, fault: str, remedy: str) -> Diagnostic:
    """Make a finding about a site; ``fault`` continues a sentence that begins with its reference."""
    return _tell(reading, each, f"{_path_of(each)}: {_quote(each.site.value)} {fault}", remedy)


def _find_warnings(reading: Reading, each: DecidedSite) -> list[Diagnostic]:
    site, decision = each.site, each.outcome.decision
    if each.outcome.warning:
        return [tell_of(reading, each, each.outcome.warning, each.outcome.remedy)]
    if decision.trouble and site.hidden != "possible":
        return [_tell_trouble(reading, each)]
    if each.outcome.is_reported_only and site.hidden in REWRITTEN_BY:
        becomes = f"{_quote(each.outcome.would_become)} ({_found(site)})"
        return [
            tell_of(
                reading, each, f"is left and would become {becomes}", f"rewrite it with {REWRITTEN_BY[site.hidden]}"
            )
        ]
    is_template = re.search(_TEMPLATE, site.value) is not None and (site.token is None or _is_named_value(site))
    if (site.hidden and not is_template) or decision.parsed:
        return []
    return [_tell(reading, each, f"{_path_of(each)} was left as it is: {_quote(site.value)} {decision.reason}", "")]


def _is_named_value(site: Site) -> bool:
    """Tell whether a token is the value of an argument or a variable whose name says that it is an image."""
    is_value = site.shape.name in ("arguments", "variables") or site.is_unlisted
    return is_value and site.token is not None and site.token.reason.startswith(("the value of", "stands under"))


def _tell_trouble(reading: Reading, each: DecidedSite) -> Diagnostic:
    """Make a finding about a rule whose result is not used, or cannot be."""
    decision = each.outcome.decision
    at = f" at {decision.rule.origin}" if decision.rule else ""
    remedy = f"correct the rule{at}, or write one for this reference"
    return tell_of(reading, each, decision.trouble, remedy)


def _found(site: Site) -> str:
    return site.shape.found if site.token is None else site.token.reason


def _is_unmatched(each: DecidedSite) -> bool:
    """Tell whether a reference would be rewritten, and no rule says anything about it that can be used.

    Of those in hidden places only what is certain is asked for: the others may be none.
    """
    outcome = each.outcome
    is_asked = not outcome.is_exempt and (not each.site.hidden or (each.site.hidden == CERTAIN and outcome.is_active))
    decision = outcome.decision
    return is_asked and (decision.refused or (decision.parsed and _says_nothing(decision.rule)))


def _says_nothing(rule: Rule | None) -> bool:
    """Tell whether nobody said what becomes of a reference: a map file must have a default, be it an empty one."""
    return rule is None or (rule.kind == "default" and not rule.target)


def _status_of(outcome: SiteDecision) -> Status:
    if outcome.is_reported_only:
        return "reported"
    decision = outcome.decision
    return "changed" if decision.changed else "unchanged" if decision.parsed else "unparsable"


def _list_parts(site: Site, outcome: SiteDecision) -> tuple[Fragment, ...]:
    if not site.parts:
        return ()
    becomes = {change.field.path: change.value for change in outcome.changes}
    return tuple(
        Fragment(site.name_path(part.field), part.value, becomes.get(part.field.path, part.value))
        for part in site.parts
    )


def _path_of(each: DecidedSite) -> str:
    return each.site.name_path(each.site.field)


def _tell(reading: Reading, each: DecidedSite, message: str, remedy: str) -> Diagnostic:
    finding = reading.locate_place(each.offset, each.line, each.column, message, remedy)
    # What else stands in a Secret is nobody's business.
    return finding._replace(excerpt="") if each.site.object.kind == "Secret" else finding


def _quote(text: str) -> str:
    longest = 100
    return f"`{text if len(text) <= longest else f'{text[:longest]}...'}`" if text else "it"
