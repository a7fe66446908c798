"""Results as a JUnit report, the format in which CI servers show tests.

There is no standard; this is what the schema of Jenkins' xUnit plugin and the reader of GitLab have in common:
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

import re

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.output.row_form import TestCase
from regswap.record import TYPE_CHECKING
from regswap.streams.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from regswap.output.formatter import Listing

_NO_XML = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML 1.0 cannot hold, not even as an escape."""


class JunitWriter:
    """Writes a report: a suite for each file, a case for each test in it."""

    def __init__(self, name: str) -> None:
        """Begin with no suite."""
        self._name = name
        self._suites, self._cases = Spool(), Spool()
        self._counts, self._suite_counts = (0, 0), (0, 0, 0)

    def write_case(self, case: TestCase, suite: str) -> None:
        """Add a case to the suite that will be ended next; raises OutputError where it cannot be kept."""
        tests, failures, skipped = self._suite_counts
        self._suite_counts = tests + 1, failures + bool(case.failure), skipped + bool(case.skipped)
        self._cases.write(_render(case, suite))

    def end_suite(self, name: str) -> None:
        """End a suite; raises OutputError where it cannot be kept."""
        tests, failures, skipped = self._suite_counts
        self._counts = self._counts[0] + tests, self._counts[1] + failures
        counts = {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
        head = _tag("testsuite", name=name, **counts)
        self._suites.write(f"  {head}\n".encode())
        for block in self._cases.read():
            self._suites.write(block)
        self._suites.write(b"  </testsuite>\n")
        self._cases, self._suite_counts = Spool(), (0, 0, 0)

    def read(self) -> Iterator[bytes]:
        """Yield the report, once."""
        tests, failures = map(str, self._counts)
        head = _tag("testsuites", name=self._name, tests=tests, failures=failures, errors="0")
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n'.encode()
        yield from self._suites.read()
        yield b"</testsuites>\n"

    def close(self) -> None:
        """Let go of everything."""
        self._suites.close()
        self._cases.close()


class JunitFormatter(Formatter):
    """Writes the report of a listing: a suite for each source."""

    def __init__(self, listing: Listing) -> None:
        """Begin with nothing."""
        self._find = listing.cases or (lambda _: ())
        self._nothing = listing.nothing
        self._writer = JunitWriter(f"regswap {listing.command}")
        self._source = ""
        self._names: set[str] = set()
        """Of the cases of the suite."""

    def begin(self, source: str) -> None:
        """Begin a suite."""
        self._source = source

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the cases of the next row."""
        for case in self._find(row):
            name = f"{case.name} ({case.place})" if case.name in self._names else case.name
            self._names.add(name)
            self._writer.write_case(case._replace(name=name), self._source)

    def end(self) -> None:
        """End the suite; one without cases has one that says so."""
        if not self._names:
            self._writer.write_case(TestCase(self._nothing, self._source), self._source)
        self._writer.end_suite(self._source)
        self._names.clear()

    def read(self) -> Iterator[bytes]:
        """Yield the report, once."""
        return self._writer.read()

    def close(self) -> None:
        """Let go of everything."""
        self._writer.close()


def _render(case: TestCase, suite: str) -> bytes:
    line = {"line": str(case.line)} if case.line else {}
    parts = [f"    {_tag('testcase', classname=suite, name=case.name, file=case.file, **line)}"]
    if case.failure:
        parts.append(f"      {_tag('failure', type='regswap', message=case.failure)}{_escape(case.details)}</failure>")
    if case.skipped:
        parts.append(f"      {_tag('skipped', message=case.skipped)}{_escape(case.details)}</skipped>")
    if case.output:
        parts.append(f"      <system-out>{_escape(case.output)}</system-out>")
    return "\n".join([*parts, "    </testcase>\n"]).encode()


def _tag(element: str, /, **attributes: str) -> str:
    from xml.sax.saxutils import quoteattr

    # `quoteattr` writes line breaks as `&#10;`, and readers show what they are.
    written = (f" {key}={quoteattr(_clean(visible(text)))}" for key, text in attributes.items())
    return f"<{element}{''.join(written)}>"


def _escape(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(_clean(text))


def _clean(text: str) -> str:
    """Write what XML cannot hold as an escape."""
    return re.sub(_NO_XML, lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
