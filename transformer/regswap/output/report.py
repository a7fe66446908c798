"""What was seen and done: one entry for each site, counts, warnings and errors."""

from __future__ import annotations

import re
import sys

from regswap import __version__
from regswap.errors import UNSAFE, Diagnostic
from regswap.output.summary import SummaryLine, summarise
from regswap.pipeline.entry import REWRITTEN_BY, STATUSES
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from regswap.pipeline.entry import Entry, Status
    from regswap.rules.engine.rule import Rule


COUNTED = ("sources", "documents", "read", "sites", *STATUSES, "left", "unmatched", "refused")
"""What a report counts beside warnings and errors: how many sites there are, how many have each status, and how many of
those that stay do so for want of an option, of a rule, or of a rule whose result can be used."""


def entry_as_json(entry: Entry) -> bytes:
    """Return an entry as the JSON object, on one line, that ``regswap images`` and the report show."""
    return dump(entry_as_object(entry))


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
        self.notes: list[Diagnostic] = []
        """What is told on standard error only."""
        self.errors: list[Diagnostic] = []
        self._unsaid = 0
        self._details: dict[Status, Spool] | None = None
        if self._is_detailed:
            self._details = {status: Spool() for status in STATUSES}

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
            if self._details is not None:
                spool = self._details[entry.status]
                spool.write(b",\n    " * bool(spool.size) + entry_as_json(entry))

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
            key: str = "changes" if status == "changed" else status
            spool = self._details[status] if self._details is not None else Spool()
            yield b',\n  "%s": [' % key.encode() + b"\n    " * bool(spool.size)
            yield from spool.read()
            yield b"\n  ]" if spool.size else b"]"
        for key, diagnostics in (("warnings", self.warnings), ("errors", self.errors)):
            rows = b",\n    ".join(dump(_diagnostic_as_object(diagnostic)) for diagnostic in diagnostics)
            yield b',\n  "%s": [%s]' % (key.encode(), b"\n    " + rows + b"\n  " if rows else b"")
        yield b"\n}\n"

    def _all_counts(self) -> dict[str, int]:
        return {**self.counts, "warnings": len(self.warnings), "errors": len(self.errors)}


def _versions() -> dict[str, str]:
    return {"regswap": __version__, "python": ".".join(map(str, sys.version_info[:3]))}


def _diagnostic_as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "source": diagnostic.source,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
    }


def dump(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON on one line; what is no text is escaped, and what a terminal takes for a command."""
    import json

    return escape_unsafe(json.dumps(value, ensure_ascii=False)).encode("utf-8", "backslashreplace")


def escape_unsafe(text: str) -> str:
    """Return JSON with escapes, which mean the same, for what a terminal or a CI server could take for a command."""
    if text.isprintable() and "##" not in text:
        return text
    return re.sub(UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)
