"""The report of a run: one entry for each site, counts, warnings and errors."""

from __future__ import annotations

import sys

from regswap.errors import Diagnostic
from regswap.output.json_text import JsonArray, dump
from regswap.output.summary import SummaryLine, summarise
from regswap.pipeline.entry import REWRITTEN_BY, STATUSES
from regswap.record import TYPE_CHECKING
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from regswap.pipeline.entry import Entry, Status
    from regswap.rules.engine.rule import Rule


COUNTED = ("sources", "documents", "read", "sites", *STATUSES, "left", "unmatched", "refused")
"""What a report counts beside warnings and errors: how many sites there are, how many have each status, and how many of
those that stay do so for want of an option, of a rule, or of a rule whose result can be used."""


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


class Report:
    """Counts what a run meets, and keeps the details for the report file if there will be one.

    The details wait in spools as JSON text, so that a long stream does not pile up in memory.
    """

    def __init__(self, *, detailed: bool, summary_line: SummaryLine = SummaryLine()) -> None:  # noqa: B008 - a constant
        """Begin a report; without details it only counts."""
        self._is_detailed = detailed
        self.summary_line = summary_line
        self.clear()

    def clear(self) -> None:
        """Begin again."""
        self.counts = dict.fromkeys(COUNTED, 0)
        self.left = dict.fromkeys(REWRITTEN_BY, 0)
        """How many references would change if hidden places were rewritten, by how sure they are."""
        self.warnings: list[Diagnostic] = []
        self.unread: list[Diagnostic] = []
        """What was not looked at; it is among the warnings too."""
        self.notes: list[Diagnostic] = []
        """What is told on standard error only."""
        self.errors: list[Diagnostic] = []
        self.overlooked: list[Diagnostic] = []
        """What a check did not look at, and that it had nothing to look at; said as a warning or an error too."""
        self._unsaid = 0
        self._details: dict[Status, JsonArray] = {status: _make_array() for status in STATUSES}

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Take what became of the sites of a document."""
        for entry in entries:
            self.counts["sites"] += 1
            self.counts[entry.status] += 1
            self.counts["unmatched"] += entry.is_unmatched
            self.counts["refused"] += entry.is_refused
            if entry.is_left:
                self.counts["left"] += 1
                self.left[entry.certainty] += 1
            if self._is_detailed:
                self._details[entry.status].add(entry_as_object(entry))

    def add_warnings(self, warnings: Sequence[Diagnostic], most: int) -> None:
        """Take the warnings about a document, and only count what would make more than ``most`` of them."""
        room = max(0, most - len(self.warnings))
        self.warnings += warnings[:room]
        self._unsaid += len(warnings[room:])

    def close_warnings(self) -> None:
        """Say how many warnings were only counted."""
        if self._unsaid:
            self.warnings.append(Diagnostic(f"{self._unsaid} more warnings are not shown"))

    def blocks(self) -> Iterator[bytes]:
        """Yield the report as JSON, once: two runs on the same input and rules yield the same bytes."""
        yield b'{\n  "versions": %s,\n  "summary": %s' % (dump(_versions()), dump(summarise(self)))
        yield b',\n  "counts": %s' % dump(self._all_counts())
        for status in STATUSES:
            yield b',\n  "%s": ' % (b"changes" if status == "changed" else status.encode())
            yield from self._details[status].read()
        for key, diagnostics in ((b"warnings", self.warnings), (b"errors", self.errors)):
            array = _make_array()
            for diagnostic in diagnostics:
                array.add(diagnostic_as_object(diagnostic))
            yield b',\n  "%s": ' % key
            yield from array.read()
        yield b"\n}\n"

    def _all_counts(self) -> dict[str, int]:
        told = {"overlooked": self.overlooked, "warnings": self.warnings, "errors": self.errors}
        return {**self.counts, **{key: len(diagnostics) for key, diagnostics in told.items()}}


def _make_array() -> JsonArray:
    return JsonArray(b"\n    ", b"\n  ")


def _versions() -> dict[str, str]:
    return {"regswap": __version__, "python": ".".join(map(str, sys.version_info[:3]))}


def diagnostic_as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as every JSON output shows it."""
    return {
        "source": diagnostic.source,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
    }
