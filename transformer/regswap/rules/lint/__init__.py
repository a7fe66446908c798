"""Lint: what is doubtful about rules that load, found without a manifest."""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.format_check import Check
from regswap.rules.lint.alike import find_alikes
from regswap.rules.lint.chain import find_chains
from regswap.rules.lint.collision import find_collisions
from regswap.rules.lint.difference import find_differences
from regswap.rules.lint.duplicate import find_duplicates
from regswap.rules.lint.finding import CHECKS, Finding
from regswap.rules.lint.library import find_unwritten_registries
from regswap.rules.lint.misspelling import find_misspellings
from regswap.rules.lint.own import find_doubts_of_formats
from regswap.rules.lint.port import find_missing_ports
from regswap.rules.lint.result import find_unusable_results
from regswap.rules.lint.shadow import find_shadows
from regswap.rules.lint.skip import find_skips
from regswap.rules.lint.subject import Subject
from regswap.rules.load import find_idleness, load_both
from regswap.rules.source.excerpt import Excerpts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Decider

__all__ = ["CHECKS", "Check", "Finding", "lint"]

_CHECKERS = (
    find_duplicates,
    find_shadows,
    find_alikes,
    find_misspellings,
    find_doubts_of_formats,
    find_unwritten_registries,
    find_skips,
    find_collisions,
    find_chains,
    find_unusable_results,
    find_missing_ports,
    find_differences,
)


def lint(paths: Sequence[str], rules_format: str | None = None, image_prefix: str | None = None) -> list[Finding]:
    """Return what is to be said about some rule files as one set, by file and line.

    Rules that do not load have findings of the kind ``cannot-load`` only.
    """
    excerpts = Excerpts()
    try:
        standard, loaded = load_both(paths, rules_format, image_prefix)
    except RulesError as error:
        return [Finding("cannot-load", excerpts.censor(diagnostic)) for diagnostic in error.diagnostics]
    findings: list[Finding] = []
    compat = _choose_compat(standard, loaded, findings)
    subject = Subject(standard, compat, excerpts)
    findings += _name_warnings(subject)
    findings += (Finding("idle-rules", found) for found in find_idleness(standard)[:1])
    for find in _CHECKERS:
        findings += find(subject)
    sources = [reading.source for reading in standard.readings]
    order = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    return sorted(dict.fromkeys(findings), key=lambda finding: _sort_key(finding, order))


def _choose_compat(standard: Decider, compat: Decider | RulesError, findings: list[Finding]) -> Decider | None:
    """Return the rules' own program; where there is none, or more than one, say why nothing is compared to it."""
    if not isinstance(compat, RulesError):
        return compat
    if {rule.format for rule in standard.rules} - {"regswap"}:
        message = f"standard and compat mode were not compared: {compat.diagnostics[0].message}"
        source = next((reading.source for reading in standard.readings), "")
        findings.append(Finding("not-compared", Diagnostic(message, "lint each program's rules alone", source)))
    return None


def _name_warnings(subject: Subject) -> Iterator[Finding]:
    """Yield what the loader warned of; duplicates in a set are found again here, with their column."""
    warnings = [warning for reading in subject.standard.readings for warning in reading.warnings]
    compat_warnings = subject.compat.warnings if subject.compat else ()
    warnings += [warning for warning in compat_warnings if warning.code == "skipped-by-original"]
    for warning in warnings:
        yield Finding(warning.code, subject.excerpts.censor(warning))


def _sort_key(finding: Finding, order: dict[str, int]) -> tuple[int, str, int, int, str, str]:
    found = finding.diagnostic
    place = order.get(found.source, len(order)), found.source, found.line, found.column
    return *place, finding.code, found.message
