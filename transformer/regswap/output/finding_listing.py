"""The listing of ``regswap rules lint``: findings."""

from __future__ import annotations

from regswap.output.formatter import Listing
from regswap.output.row_form import Description, Result
from regswap.output.table import LinesFormatter
from regswap.record import TYPE_CHECKING
from regswap.rules.lint.finding import CHECKS
from regswap.rules.load import IMAGE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.lint.finding import Finding


def summarise(findings: Sequence[Finding]) -> str:
    """Return how much was found, in one line."""
    severities = [finding.severity for finding in findings]
    counts = {name: severities.count(name) for name in ("error", "warning", "note")}
    told = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return ", ".join(told) or "nothing found"


def _tell(finding: Finding) -> Iterator[str]:
    """Yield a finding with its place, its line and a caret."""
    diagnostic = finding.diagnostic
    yield diagnostic._replace(message=f"{diagnostic.message} [{finding.code}]").render(finding.severity)


def _as_objects(finding: Finding) -> Iterator[dict[str, object]]:
    diagnostic = finding.diagnostic
    yield {
        "id": finding.code,
        "severity": finding.severity,
        "source": diagnostic.source,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "details": dict(finding.details),
    }


def _as_results(finding: Finding) -> Iterator[Result]:
    diagnostic = finding.diagnostic
    text = f"{diagnostic.message}; {diagnostic.remedy}" if diagnostic.remedy else diagnostic.message
    # An option of the command line is not a file to show anything beside.
    file = "" if diagnostic.source == IMAGE_PREFIX else diagnostic.source
    yield Result(finding.code, finding.severity, text, file, diagnostic.line, diagnostic.column)


LISTING = Listing(
    "rules lint",
    lambda: LinesFormatter(_tell),
    _as_objects,
    results=_as_results,
    descriptions=lambda: [Description(check.code, check.summary, check.severity) for check in CHECKS.values()],
)
