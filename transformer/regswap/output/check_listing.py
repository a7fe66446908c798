"""What the gate says of the references of a run: for people, for programs, for code hosts and for CI servers."""

from __future__ import annotations

from itertools import groupby

from regswap.output.formatter import Formatter, Listing
from regswap.output.report import entry_as_object
from regswap.output.row_form import Description, Result, TestCase
from regswap.output.summary import count
from regswap.pipeline.check import CHECKS
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable
from regswap.streams.source import STDIN
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.pipeline.check import Finding
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Rewritten

_MOST_REGISTRIES = 5


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
        return f"{count(self.references, 'reference')}: {found}{notes}{overlooked}"


class TextFormatter(Formatter):
    """Each finding with its place, its line and a caret, those of a kind together; then a line that sums up."""

    def __init__(self, summary: Summary, *, quiet: bool = False) -> None:
        """Begin with nothing; ``quiet`` leaves out what does not fail the check, and the sum."""
        self._summary = summary
        self._quiet = quiet
        self._spools = {key: Spool() for key in (*CHECKS, "note")}

    def take(self, row: Rewritten) -> None:
        """Take what was found in the next document."""
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


def _as_objects(rewritten: Rewritten) -> Iterator[dict[str, object]]:
    """Yield an object for each finding: what is wrong, and the reference as ``regswap images`` has it."""
    for entry, violation, _ in rewritten.findings:
        told = {"id": violation.code, "severity": violation.severity, "message": violation.message}
        yield {**told, "remedy": violation.remedy, **entry_as_object(entry)}


def _as_results(rewritten: Rewritten) -> Iterator[Result]:
    for entry, violation, _ in rewritten.findings:
        # There is no file to show what stands in standard input beside.
        file = "" if entry.source == STDIN else entry.source
        text = f"{violation.message}; {violation.remedy}"
        yield Result(violation.code, violation.severity, text, file, entry.line, entry.column)


def _as_cases(rewritten: Rewritten) -> Iterator[TestCase]:
    """Yield a case for each object that holds references."""
    for identity, group in groupby(rewritten.entries, _identify):
        mine = list(group)
        wrong = [finding for finding in rewritten.findings if _identify(finding.entry) == identity]
        yield _make_case(identity, mine[0], wrong)


LISTING = Listing(
    "check",
    objects=_as_objects,
    results=_as_results,
    descriptions=lambda: [Description(code, description, "error") for code, description in CHECKS.items()],
    cases=_as_cases,
    nothing="no references",
)


def _identify(entry: Entry) -> tuple[int, str, str]:
    return entry.document, entry.kind, f"{entry.namespace}/{entry.name}" if entry.namespace else entry.name


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
