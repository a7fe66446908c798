"""What became of the sites of a document: entries for the report, warnings, and what cannot be done."""

from __future__ import annotations

from regswap.document.read.field import format_path
from regswap.errors import ManifestError
from regswap.pipeline.entry import CERTAIN, Entry, Fragment
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.parse.node import Scalar
    from regswap.document.read.reading import Reading
    from regswap.errors import Diagnostic
    from regswap.pipeline.check import Finding, Gate
    from regswap.pipeline.decide import Verdict
    from regswap.pipeline.entry import Status
    from regswap.places.site import Site
    from regswap.rules.engine.rule import Rule

_INEXPRESSIBLE = "add the field, or a rule that keeps what the fields cannot say"
_UNMATCHED = "add a rule for it, or leave it out with --exclude"
_HELD = "rewrite it with --hidden rewrite"


class Case(NamedTuple):
    """A site, what was decided about it, and where it is written."""

    site: Site
    verdict: Verdict
    offset: int
    """Of the parsed text."""
    line: int
    """1-based, of the stream."""
    column: int
    """1-based."""


def make_cases(reading: Reading, sites: list[Site], verdicts: list[Verdict]) -> list[Case]:
    """Return the sites of a document with all that is known of them."""
    offsets = _find_offsets(reading, sites)
    cases = []
    for place, (site, verdict) in enumerate(zip(sites, verdicts, strict=True)):
        node = site.field.node
        offset = offsets.get(place, node.start)
        line, column = reading.place_of(offset) if place in offsets else (reading.line_of(node), node.column + 1)
        cases.append(Case(site, verdict, offset, line, column))
    return cases


def refuse_faults(reading: Reading, cases: list[Case]) -> None:
    """Refuse what was decided and cannot be carried out; raises ManifestError with all of it."""
    faults = [
        _tell(reading, case, f"{_path_of(case)}: {_quote(case.site.value)} {case.verdict.fault}", _INEXPRESSIBLE)
        for case in cases
        if case.verdict.fault
    ]
    if faults:
        raise ManifestError(*faults)


def find_unmatched(reading: Reading, cases: list[Case]) -> tuple[Diagnostic, ...]:
    """Return the references that no rule says anything about; those in hidden places are not asked for."""
    return tuple(
        _tell(reading, case, f"{_path_of(case)}: {_quote(case.site.value)} is matched by no rule", _UNMATCHED)
        for case in cases
        if not case.site.hidden
        and case.verdict.decision.parsed
        and not case.verdict.is_exempt
        and _says_nothing(case.verdict.decision.rule)
    )


def find_warnings(reading: Reading, cases: list[Case]) -> tuple[Diagnostic, ...]:
    """Return what is doubtful in a document that has sites: keys written twice, and what was left."""
    return (*tell_repeated(reading, cases), *(warning for case in cases for warning in _find_warnings(reading, case)))


def tell_repeated(reading: Reading, cases: list[Case]) -> tuple[Diagnostic, ...]:
    """Return the keys that are written twice in a document that has sites."""
    if not cases:
        return ()
    return tuple(
        reading.locate(key, f"the key `{key.value}` is written twice in one mapping", "remove one: readers differ")
        for key in reading.composed.repeated
    )


def find_violations(reading: Reading, cases: list[Case], entries: tuple[Entry, ...], gate: Gate) -> tuple[Finding, ...]:
    """Return what is wrong with the references of a document; ``entries`` are those of the cases, in order."""
    from regswap.pipeline.check import Finding

    return tuple(
        Finding(entry, violation, _tell(reading, case, violation.message, violation.remedy))
        for case, entry in zip(cases, entries, strict=True)
        if not case.verdict.is_left_out
        for violation in gate.judge(entry, _make_parts(case, entry))
    )


def _make_parts(case: Case, entry: Entry) -> dict[str, str]:
    """Return what the parts of a reference become, by role."""
    return {part.role: fragment.becomes for part, fragment in zip(case.site.parts, entry.parts, strict=True)}


def make_entry(reading: Reading, case: Case) -> Entry:
    """Return what a report says of a site."""
    site, decision = case.site, case.verdict.decision
    return Entry(
        source=reading.document.source,
        document=reading.document.number,
        line=case.line,
        column=case.column,
        api_version=site.object.api_version,
        kind=site.object.kind,
        namespace=site.object.namespace,
        name=site.object.name,
        path=_path_of(case),
        reference=site.value,
        rewritten=decision.rewritten,
        status=_status_of(case.verdict),
        rule=decision.rule,
        reason=decision.reason,
        found=_found(site),
        certainty=site.hidden or CERTAIN,
        offset=None if site.token is None else site.token.start,
        parts=_list_parts(site, case.verdict),
    )


def _find_offsets(reading: Reading, sites: list[Site]) -> dict[int, int]:
    """Return where the tokens among some sites are written, by the places of the sites in the list."""
    tokens: dict[int, tuple[Scalar, list[tuple[int, int]]]] = {}
    for place, site in enumerate(sites):
        if site.token is not None and site.shape.name != "base64":
            scalar: Scalar = site.field.node  # type: ignore[assignment] # a token stands in a scalar
            tokens.setdefault(id(scalar), (scalar, []))[1].append((place, site.token.start))
    offsets: dict[int, int] = {}
    for scalar, found in tokens.values():
        from regswap.document.edit.fragment import locate_parts

        located = locate_parts(reading.parsed, scalar, [start for _, start in found])
        offsets.update(zip((place for place, _ in found), located, strict=True))
    return offsets


def _find_warnings(reading: Reading, case: Case) -> list[Diagnostic]:
    site, decision = case.site, case.verdict.decision
    if site.hidden:
        if not case.verdict.is_held or site.hidden == "possible":
            return []
        becomes = f"{_quote(case.verdict.held)} ({_found(site)})"
        message = f"{_path_of(case)}: {_quote(site.value)} is left and would become {becomes}"
        return [_tell(reading, case, message, _HELD)]
    if decision.parsed:
        return []
    return [
        _tell(reading, case, f"{_path_of(case)} was left as it is: {_quote(case.site.value)} {decision.reason}", "")
    ]


def _found(site: Site) -> str:
    return site.shape.found if site.token is None else site.token.reason


def _says_nothing(rule: Rule | None) -> bool:
    """Tell whether nobody said what becomes of a reference: a map file must have a default, be it an empty one."""
    return rule is None or (rule.kind == "default" and not rule.target)


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


def _path_of(case: Case) -> str:
    return format_path(case.site.field.path)


def _tell(reading: Reading, case: Case, message: str, remedy: str) -> Diagnostic:
    finding = reading.locate_place(case.offset, case.line, case.column, message, remedy)
    # What else stands in a Secret is nobody's business.
    return finding._replace(excerpt="") if case.site.object.kind == "Secret" else finding


def _quote(text: str) -> str:
    longest = 100
    return f"`{text if len(text) <= longest else f'{text[:longest]}...'}`" if text else "it"
