"""What the gate says of the references of a run: for people, for programs, for code hosts and for CI servers."""

from __future__ import annotations

from itertools import groupby

from regswap import __version__
from regswap.output.junit import JunitWriter, TestCase
from regswap.output.report import diagnostic_as_object, dump, entry_as_object
from regswap.output.sarif import Description, Result, SarifWriter
from regswap.output.summary import count
from regswap.pipeline.check import CHECKS
from regswap.record import TYPE_CHECKING, NamedTuple, Protocol
from regswap.streams.coverage import NO_OBJECT
from regswap.streams.destination import printable, write_stdout
from regswap.streams.source import STDIN
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Literal

    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.errors import Diagnostic
    from regswap.output.report import Report
    from regswap.pipeline.check import Finding
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

_MOST_REGISTRIES = 5
NOT_LOOKED_AT = "not-looked-at"
_GAPS = {
    NOT_LOOKED_AT: Description(NOT_LOOKED_AT, "Something that may name images was not looked at.", "warning"),
    NO_OBJECT: Description(NO_OBJECT, "There is no object, so that nothing was checked.", "error"),
}
"""What a check says beside what is wrong with references."""
_GAPS_SUITE = "not looked at"


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


class Summary:
    """How many references there are, and with how many something is wrong."""

    def __init__(self, overlooked: Sequence[str] = ()) -> None:
        """Begin with none; ``overlooked`` is what nobody wanted looked at, each with why."""
        self.references = 0
        self.overlooked = overlooked
        self.gaps: Sequence[Gap] = ()
        self.counts = dict.fromkeys(CHECKS, 0)
        self.notes = 0
        self.registries: dict[str, int] = {}
        """How many references are in each of the registries that are not allowed."""

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        return any(self.counts.values())

    def add(self, rewritten: Rewritten) -> None:
        """Count the references of a document."""
        self.references += len(rewritten.entries)
        for _, violation, _ in rewritten.findings:
            if violation.severity == "note":
                self.notes += 1
                continue
            self.counts[violation.code] += 1
            if violation.registry:
                self.registries[violation.registry] = self.registries.get(violation.registry, 0) + 1

    def summarise(self) -> str:
        """Return what was found in one line."""
        told = [f"{number} {code}" for code, number in self.counts.items() if number]
        if self.registries:
            ranked = sorted(self.registries, key=lambda name: (-self.registries[name], name))
            named = [f"{name} {self.registries[name]}" for name in ranked[:_MOST_REGISTRIES]]
            told[0] += f" ({', '.join(named)}{', ...' if len(ranked) > len(named) else ''})"
        notes = f"; {self.notes} doubtful" if self.notes else ""
        verdict = ", ".join(told) or ("all pass" if self.references else "nothing to check")
        overlooked = "".join(f"; not looked at: {what}" for what in self.overlooked)
        unseen = sum(gap.code == NOT_LOOKED_AT for gap in self.gaps)
        gaps = f"; {unseen} not looked at" if unseen else ""
        return f"{count(self.references, 'reference')}: {verdict}{notes}{overlooked}{gaps}"


class Formatter(Protocol):
    """Writes what was found in one format."""

    def take(self, entries: tuple[Entry, ...], findings: tuple[Finding, ...]) -> None:
        """Take the references of the next document."""

    def end(self, source: str) -> None:
        """End a stream."""

    def read(self, summary: Summary) -> Iterator[bytes]:
        """Yield everything, once."""

    def close(self) -> None:
        """Let go of everything."""


class CheckSink:
    """What is wrong with references, to standard output."""

    def __init__(self, formatter: Formatter, report: Report, overlooked: Sequence[str] = ()) -> None:
        """Begin with nothing; ``report`` will know what could not be judged, ``overlooked`` says what shall not be."""
        self.summary = Summary(overlooked)
        self._formatter = formatter
        self._report = report
        self._source = ""

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        del encoded
        self._source = source.name

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take what was found in the next document."""
        del document
        self.summary.add(rewritten)
        self._formatter.take(rewritten.entries, rewritten.findings)

    def end(self) -> None:
        """End the stream."""
        self._formatter.end(self._source)

    def deliver(self) -> None:
        """Write everything out."""
        self.summary.gaps = tuple(
            Gap(told.code or NOT_LOOKED_AT, "error" if told in self._report.errors else "warning", told)
            for told in self._report.overlooked
        )
        write_stdout(self._formatter.read(self.summary))

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._formatter.close()


class TextFormatter:
    """Each finding with its place, its line and a caret, those of a kind together; then a line that sums up."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Begin with nothing; ``quiet`` leaves out what does not fail the check, and the sum."""
        self._quiet = quiet
        self._spools = {key: Spool() for key in (*CHECKS, "note")}

    def take(self, entries: tuple[Entry, ...], findings: tuple[Finding, ...]) -> None:
        """Take the references of the next document."""
        del entries
        for _, violation, diagnostic in findings:
            key = violation.code if violation.severity == "error" else violation.severity
            told = diagnostic._replace(message=f"{diagnostic.message} [{violation.code}]").render(violation.severity)
            self._spools[key].write(printable(told + "\n"))

    def end(self, source: str) -> None:
        """End a stream."""

    def read(self, summary: Summary) -> Iterator[bytes]:
        """Yield the lines, once."""
        for key, spool in self._spools.items():
            if key != "note" or not self._quiet:
                yield from spool.read()
        if not self._quiet:
            yield f"{summary.summarise()}\n".encode("ascii", "backslashreplace")

    def close(self) -> None:
        """Let go of everything."""
        for spool in self._spools.values():
            spool.close()


class JsonFormatter:
    """A JSON array with an object for each finding, one a line: that of its reference, and what is wrong with it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._spool = Spool()

    def take(self, entries: tuple[Entry, ...], findings: tuple[Finding, ...]) -> None:
        """Take the references of the next document."""
        del entries
        for entry, violation, _ in findings:
            told = {"id": violation.code, "severity": violation.severity, "message": violation.message}
            self._write({**told, "remedy": violation.remedy, **entry_as_object(entry)})

    def end(self, source: str) -> None:
        """End a stream."""

    def read(self, summary: Summary) -> Iterator[bytes]:
        """Yield the array, once."""
        for code, severity, told in summary.gaps:
            self._write({"id": code, "severity": severity, **diagnostic_as_object(told)})
        self._spool.write(b"\n]\n" if self._spool.size else b"[]\n")
        return self._spool.read()

    def _write(self, row: dict[str, Any]) -> None:
        self._spool.write((b",\n" if self._spool.size else b"[\n") + dump(row))

    def close(self) -> None:
        """Let go of everything."""
        self._spool.close()


class SarifFormatter:
    """A SARIF log; what is found in standard input has no place, because there is no file to show it beside."""

    def __init__(self) -> None:
        """Begin with nothing."""
        descriptions = [Description(code, description, "error") for code, description in CHECKS.items()]
        self._writer = SarifWriter("regswap", __version__, [*descriptions, *_GAPS.values()])

    def take(self, entries: tuple[Entry, ...], findings: tuple[Finding, ...]) -> None:
        """Take the references of the next document."""
        del entries
        for entry, violation, _ in findings:
            text = f"{violation.message}; {violation.remedy}"
            file = _file_of(entry.source)
            self._writer.write(Result(violation.code, violation.severity, text, file, entry.line, entry.column))

    def end(self, source: str) -> None:
        """End a stream."""

    def read(self, summary: Summary) -> Iterator[bytes]:
        """Yield the log, once."""
        for gap in summary.gaps:
            file, line, column = _file_of(gap.diagnostic.source), gap.diagnostic.line, gap.diagnostic.column
            self._writer.write(Result(gap.code, gap.severity, gap.text, file, line, column))
        return self._writer.read()

    def close(self) -> None:
        """Let go of everything."""
        self._writer.close()


class JunitFormatter:
    """A JUnit report: a suite for each source, a case for each object that holds references."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._writer = JunitWriter("regswap check")
        self._names: set[str] = set()
        """Of the cases of the stream."""

    def take(self, entries: tuple[Entry, ...], findings: tuple[Finding, ...]) -> None:
        """Take the references of the next document."""
        for identity, group in groupby(entries, _identify):
            mine = list(group)
            wrong = [finding for finding in findings if _identify(finding.entry) == identity]
            name = " ".join(filter(None, identity[1:])) or f"document {identity[0]}"
            if name in self._names:
                name = f"{name} (document {identity[0]}, line {mine[0].line})"
            self._names.add(name)
            self._writer.write_case(_make_case(name, mine[0], wrong), mine[0].source)

    def end(self, source: str) -> None:
        """End a stream; one without references has a case that says so."""
        if not self._names:
            self._writer.write_case(TestCase("no references", source), source)
        self._writer.end_suite(source)
        self._names.clear()

    def read(self, summary: Summary) -> Iterator[bytes]:
        """Yield the report, once; a suite of its own has what could not be judged."""
        for number, gap in enumerate(summary.gaps, start=1):
            told = {"failure" if gap.severity == "error" else "skipped": gap.text, "details": gap.diagnostic.render()}
            file, line = gap.diagnostic.source, gap.diagnostic.line
            self._writer.write_case(TestCase(f"{gap.code} {number}", file, line, **told), file or _GAPS_SUITE)
        if summary.gaps:
            self._writer.end_suite(_GAPS_SUITE)
        return self._writer.read()

    def close(self) -> None:
        """Let go of everything."""
        self._writer.close()


def _file_of(source: str) -> str:
    return "" if source == STDIN else source


def _identify(entry: Entry) -> tuple[int, str, str]:
    return entry.document, entry.kind, f"{entry.namespace}/{entry.name}" if entry.namespace else entry.name


def _make_case(name: str, entry: Entry, findings: list[Finding]) -> TestCase:
    errors = [finding for finding in findings if finding.violation.severity == "error"]
    first = errors[0].violation.message if errors else ""
    failure = f"{first} (and {len(errors) - 1} more)" if len(errors) > 1 else first
    notes = _render(finding for finding in findings if finding.violation.severity == "note")
    return TestCase(name, entry.source, entry.line, failure, _render(errors), notes)


def _render(findings: Iterable[Finding]) -> str:
    return "\n".join(finding.diagnostic.render(finding.violation.severity) for finding in findings)
