"""What all definitions of a kind tell together."""

from __future__ import annotations

from regswap.places.discover.proposal import CERTAINTIES, Proposal
from regswap.places.discover.scan import scan
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.places.discover.definition import Definition


class Derived(NamedTuple):
    """The places of one kind."""

    group: str
    kind: str
    versions: tuple[str, ...]
    """The versions that have a schema, in the order in which they were met."""
    places: tuple[str, ...]
    """``source:line`` of each definition."""
    findings: tuple[Proposal, ...]
    """By path; where versions differ about one path, the stored version's comes first."""
    open_paths: tuple[str, ...]
    """Where the schemas tell nothing; ``("",)`` where there is no schema."""

    @property
    def name(self) -> str:
        """The group and the kind, as the configuration writes them."""
        return f"{self.group}/{self.kind}"


def gather(definitions: Iterable[Definition]) -> list[Derived]:
    """Derive the places of kinds, one for each, by name."""
    kinds: dict[tuple[str, str], Derived] = {}
    for definition in definitions:
        key = definition.group, definition.kind
        derived = _derive(definition)
        kinds[key] = _join(kinds[key], derived) if key in kinds else derived
    return [_sorted(kinds[key]) for key in sorted(kinds)]


def _derive(definition: Definition) -> Derived:
    place = f"{definition.source}:{definition.line}"
    derived = Derived(definition.group, definition.kind, (), (place,), (), ())
    for version in definition.versions:
        found = scan(definition.group, version.schema)
        is_empty = version.schema is None
        names = () if is_empty else (version.name,)
        open_paths = ("",) if is_empty else found.open_paths
        findings = tuple(finding._replace(versions=(version.name,)) for finding in found.findings)
        derived = _join(derived, derived._replace(versions=names, findings=findings, open_paths=open_paths))
    return derived


def _join(first: Derived, second: Derived) -> Derived:
    return first._replace(
        versions=tuple(dict.fromkeys((*first.versions, *second.versions))),
        places=tuple(dict.fromkeys((*first.places, *second.places))),
        findings=_join_findings(first.findings, second.findings),
        open_paths=tuple(sorted({*first.open_paths, *second.open_paths})),
    )


def _join_findings(first: tuple[Proposal, ...], second: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Keep each place once, as sure as any version is of it."""
    kept: dict[tuple[object, object], Proposal] = {}
    for finding in (*first, *second):
        known = kept.setdefault((finding.trail, finding.holds), finding)
        surest = min(known, finding, key=_rank)
        versions = tuple(dict.fromkeys((*known.versions, *finding.versions)))
        kept[finding.trail, finding.holds] = surest._replace(versions=versions)
    return tuple(kept.values())


def _rank(finding: Proposal) -> int:
    return CERTAINTIES.index(finding.certainty)


def _sorted(derived: Derived) -> Derived:
    # Not by what they hold: of two of one path, the stored version's stays the first.
    return derived._replace(findings=tuple(sorted(derived.findings, key=lambda finding: finding.path)))
