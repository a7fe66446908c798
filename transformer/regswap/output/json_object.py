"""What every JSON output shows of an entry, a rule and a diagnostic, as docs/reference/report.schema.json says."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from regswap.errors import Diagnostic
    from regswap.pipeline.entry import Entry
    from regswap.rules.engine.rule import Rule


def entry_as_object(entry: Entry) -> dict[str, Any]:
    """Return an entry as every JSON output shows it."""
    parts = [{"path": part.path, "value": part.value, "becomes": part.becomes} for part in entry.parts]
    return {
        "source": entry.source,
        "document": entry.document,
        "line": entry.line,
        "column": entry.column,
        "apiVersion": entry.api_version,
        "kind": entry.kind,
        "namespace": entry.namespace,
        "name": entry.name,
        "path": entry.path,
        "reference": entry.reference,
        "rewritten": entry.rewritten,
        "changed": entry.changed,
        "rule": rule_as_object(entry.rule),
        "reason": entry.reason,
        "found": entry.found,
        "certainty": entry.certainty,
        **({"container": entry.container} if entry.container else {}),
        **({} if entry.offset is None else {"offset": entry.offset}),
        **({"parts": parts} if parts else {}),
    }


def rule_as_object(rule: Rule | None) -> dict[str, Any] | None:
    """Return a rule as every JSON output shows it."""
    if rule is None:
        return None
    return {"kind": rule.kind, "text": rule.text, "file": rule.origin.file, "line": rule.origin.line}


def diagnostic_as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as every JSON output shows it."""
    return {
        "source": diagnostic.source,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
    }
