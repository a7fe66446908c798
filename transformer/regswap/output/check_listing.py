"""The listing of ``regswap check``, findings about references: for people, programs, code hosts and CI servers."""

from __future__ import annotations

from itertools import groupby

from regswap.output.formatter import Formatter, Listing
from regswap.output.json_object import diagnostic_as_object, entry_as_object
from regswap.output.row_form import Description, Result, TestCase
from regswap.output.summary import count
from regswap.pipeline.check import CHECKS
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.coverage import NO_OBJECT
from regswap.streams.destination import printable
from regswap.streams.source import STDIN
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal

    from regswap.errors import Diagnostic
    from regswap.output.report import Report
    from regswap.pipeline.check import Finding
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten

_MOST_REGISTRIES = 5
NOT_LOOKED_AT = "not-looked-at"
GAPS_SUITE = "not looked at"
"""Where the listing has them that belong to no source."""
_GAPS = {
    NOT_LOOKED_AT: Description(NOT_LOOKED_AT, "Something that may name images was not looked at.", "warning"),
    NO_OBJECT: Description(NO_OBJECT, "There is no object, so that nothing was checked.", "error"),
}
"""What a check says beside what is wrong with references."""


class Gap(NamedTuple):
    """What a check could not judge."""

    code: str
    """Which of ``_GAPS`` it is."""
    severity: Literal["warning", "error"]
    """An error where it fails the check."""
    diagnostic: Diagnostic

    @property
    def text(self) -> str:
        """What it is and what to do, without its place."""
        return self.diagnostic._replace(source="", line=0, column=0, excerpt="").render()


def find_gaps(report: Report) -> list[Gap]:
    """Return what a run of which there is this report did not look at."""
    return [
        Gap(told.code or NOT_LOOKED_AT, "error" if told in report.errors else "warning", told)
        for told in report.overlooked
    ]


class Summary:
    """How many references there are, and with how many something is wrong."""

    def __init__(self, overlooked: Sequence[str] = ()) -> None:
        """Begin with none; ``overlooked`` is what was not looked at, each with why."""
        self.references = 0
        self.overlooked = overlooked
        self.counts = dict.fromkeys(CHECKS, 0)
        self.notes = 0
        self.registries: dict[str, int] = {}
        """How many references are in each of the registries that are not allowed."""
        self.gaps: list[Gap] = []

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        return any(self.counts.values())

    def count(self, rewritten: Rewritten) -> tuple[Rewritten]:
        """Count the references of a document, which is a row of the listing."""
        self.references += len(rewritten.entries)
        for _, violation, _ in rewritten.findings:
            if violation.severity == "note":
                self.notes += 1
                continue
            self.counts[violation.code] += 1
            if violation.registry:
                self.registries[violation.registry] = self.registries.get(violation.registry, 0) + 1
        return (rewritten,)

    def count_gaps(self, report: Report) -> list[Gap]:
        """Count what was not looked at, each of which is a row of the listing."""
        self.gaps = find_gaps(report)
        return self.gaps

    def summarise(self) -> str:
        """Return what was found in one line."""
        told = [f"{number} {code}" for code, number in self.counts.items() if number]
        if self.registries:
            ranked = sorted(self.registries, key=lambda name: (-self.registries[name], name))
            named = [f"{name} {self.registries[name]}" for name in ranked[:_MOST_REGISTRIES]]
            told[0] += f" ({', '.join(named)}{', ...' if len(ranked) > len(named) else ''})"
        notes = f"; {self.notes} doubtful" if self.notes else ""
        found = ", ".join(told) or ("all pass" if self.references else "nothing to check")
        overlooked = "".join(f"; not looked at: {what}" for what in self.overlooked)
        unseen = sum(gap.code == NOT_LOOKED_AT for gap in self.gaps)
        gaps = f"; {unseen} not looked at" if unseen else ""
        return f"{count(self.references, 'reference')}: {found}{notes}{overlooked}{gaps}"


class TextFormatter(Formatter):
    """Each finding with its place, its line and a caret, those of a kind together; then a line that sums up."""

    def __init__(self, summary: Summary, *, quiet: bool = False) -> None:
        """Begin with nothing; ``quiet`` leaves out what does not fail the check, and the sum."""
        self._summary = summary
        self._quiet = quiet
        self._spools = {key: Spool() for key in (*CHECKS, "note")}

    def take(self, row: Rewritten | Gap) -> None:
        """Take what was found in the next document; what was not looked at is said on standard error."""
        if isinstance(row, Gap):
            return
        for _, violation, diagnostic in row.findings:
            key = violation.code if violation.severity == "error" else violation.severity
            told = diagnostic._replace(message=f"{diagnostic.message} [{violation.code}]").render(violation.severity)
            self._spools[key].write(printable(told + "\n"))

    def read(self) -> Iterator[bytes]:
        """Yield the lines, once."""
        for key, spool in self._spools.items():
            if key != "note" or not self._quiet:
                yield from spool.read()
        if not self._quiet:
            yield f"{self._summary.summarise()}\n".encode("ascii", "backslashreplace")

    def close(self) -> None:
        """Let go of everything."""
        for spool in self._spools.values():
            spool.close()


def make_listing(summary: Summary, *, quiet: bool = False) -> Listing:
    """Return what ``regswap check`` lists: what was found in each document, which the summary counts too."""
    return LISTING._replace(text=lambda: TextFormatter(summary, quiet=quiet))


def _as_objects(row: Rewritten | Gap) -> Iterator[dict[str, object]]:
    """Yield an object for each finding: what is wrong, and the reference as ``regswap images`` has it."""
    if isinstance(row, Gap):
        yield {"id": row.code, "severity": row.severity, **diagnostic_as_object(row.diagnostic)}
        return
    for entry, violation, _ in row.findings:
        told = {"id": violation.code, "severity": violation.severity, "message": violation.message}
        yield {**told, "remedy": violation.remedy, **entry_as_object(entry)}


def _as_results(row: Rewritten | Gap) -> Iterator[Result]:
    if isinstance(row, Gap):
        place = _file_of(row.diagnostic.source), row.diagnostic.line, row.diagnostic.column
        yield Result(row.code, row.severity, row.text, *place)
        return
    for entry, violation, _ in row.findings:
        text = f"{violation.message}; {violation.remedy}"
        yield Result(violation.code, violation.severity, text, _file_of(entry.source), entry.line, entry.column)


def _file_of(source: str) -> str:
    # There is no file to show what stands in standard input beside.
    return "" if source == STDIN else source


def _as_cases(row: Rewritten | Gap) -> Iterator[TestCase]:
    """Yield a case for each object that holds references, or for what was not looked at."""
    if isinstance(row, Gap):
        failure, skipped = (row.text, "") if row.severity == "error" else ("", row.text)
        told, name = row.diagnostic, " ".join(filter(None, (row.code, row.diagnostic.source)))
        yield TestCase(name, told.source, told.line, failure, told.render(), "", told.message, skipped)
        return
    for identity, group in groupby(row.entries, _identify):
        mine = list(group)
        wrong = [finding for finding in row.findings if _identify(finding.entry) == identity]
        yield _make_case(identity, mine[0], wrong)


LISTING = Listing(
    "check",
    objects=_as_objects,
    results=_as_results,
    descriptions=lambda: [*(Description(code, told, "error") for code, told in CHECKS.items()), *_GAPS.values()],
    cases=_as_cases,
    nothing="no references",
)


def _identify(entry: Entry) -> tuple[int, str, str]:
    return entry.document, entry.kind, entry.full_name


def _make_case(identity: tuple[int, str, str], entry: Entry, findings: list[Finding]) -> TestCase:
    document, *names = identity
    name = " ".join(filter(None, names)) or f"document {document}"
    errors = [finding for finding in findings if finding.violation.severity == "error"]
    first = errors[0].violation.message if errors else ""
    failure = f"{first} (and {len(errors) - 1} more)" if len(errors) > 1 else first
    notes = _render(finding for finding in findings if finding.violation.severity == "note")
    place = f"document {document}, line {entry.line}"
    return TestCase(name, entry.source, entry.line, failure, _render(errors), notes, place)


def _render(findings: Iterable[Finding]) -> str:
    return "\n".join(finding.diagnostic.render(finding.violation.severity) for finding in findings)
