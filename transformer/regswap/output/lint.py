"""Findings for people, for programs, and for code hosts."""

from __future__ import annotations

from regswap.output.report import dump
from regswap.output.sarif import Description, Result, write_sarif
from regswap.record import TYPE_CHECKING
from regswap.rules.lint.finding import CHECKS
from regswap.rules.load import IMAGE_PREFIX
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.lint.finding import Finding


def render_text(findings: Sequence[Finding]) -> str:
    """Return each finding with its place, its line and a caret."""
    return "".join(f"{_render(finding)}\n" for finding in findings)


def render_json(findings: Sequence[Finding]) -> str:
    """Return an array with an object for each finding, one a line."""
    rows = ",\n".join(dump(_as_object(finding)).decode() for finding in findings)
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def render_sarif(findings: Sequence[Finding]) -> str:
    """Return a SARIF log."""
    descriptions = [Description(check.code, check.summary, check.severity) for check in CHECKS.values()]
    return write_sarif("regswap", __version__, descriptions, [_as_result(finding) for finding in findings]).decode()


def summarise(findings: Sequence[Finding]) -> str:
    """Return how much was found, in one line."""
    severities = [finding.severity for finding in findings]
    counts = {name: severities.count(name) for name in ("error", "warning", "note")}
    told = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return ", ".join(told) or "nothing found"


RENDERERS = {"text": render_text, "json": render_json, "sarif": render_sarif}
"""By the name of the output format."""


def _render(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    return diagnostic._replace(message=f"{diagnostic.message} [{finding.code}]").render(finding.severity)


def _as_object(finding: Finding) -> dict[str, object]:
    diagnostic = finding.diagnostic
    return {
        "id": finding.code,
        "severity": finding.severity,
        "source": diagnostic.source,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "details": dict(finding.details),
    }


def _as_result(finding: Finding) -> Result:
    diagnostic = finding.diagnostic
    text = f"{diagnostic.message}; {diagnostic.remedy}" if diagnostic.remedy else diagnostic.message
    # An option of the command line is no file to show anything beside.
    file = "" if diagnostic.source == IMAGE_PREFIX else diagnostic.source
    return Result(finding.code, finding.severity, text, file, diagnostic.line, diagnostic.column)
