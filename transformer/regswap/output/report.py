"""The report of a run: one entry for each site, counts, warnings and errors."""

from __future__ import annotations

from regswap.errors import Diagnostic
from regswap.output.summary import SummaryLine, summarise
from regswap.pipeline.entry import REWRITTEN_BY, STATUSES
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.output.report_json import Details
    from regswap.pipeline.entry import Entry


COUNTED = ("sources", "documents", "read", "sites", *STATUSES, "left", "unmatched", "refused")
"""What a report counts beside warnings and errors: how many sites there are, how many have each status, and how many of
those that stay do so for want of an option, of a rule, or of a rule whose result can be used."""


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
        self._details = self._make_details()

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
                self._details.add(entry)

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
        from regswap.output.report_json import Details, list_blocks

        told = {"warnings": self.warnings, "errors": self.errors}
        every = {"overlooked": self.overlooked, **told}
        counts = {**self.counts, **{key: len(diagnostics) for key, diagnostics in every.items()}}
        return list_blocks(summarise(self), counts, self._details or Details(), told)

    def _make_details(self) -> Details | None:
        # Most runs write no report.
        if not self._is_detailed:
            return None
        from regswap.output.report_json import Details

        return Details()
