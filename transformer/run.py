"""One run: streams through the pipeline into a sink, with its report and exit code."""

from __future__ import annotations

import os

from transformer.document.encoding import decode
from transformer.document.stream import documents
from transformer.errors import Diagnostic, ManifestError, OutputError, RegswapError, UsageError
from transformer.places.catalogue import BUILT_IN
from transformer.places.site import Places
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.report import Report
from transformer.rewrite import Policy, rewrite
from transformer.rules import load
from transformer.source import find_sources, read_blocks
from transformer.target import ReaderGone, Replacements, refuse_unwritable, write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from transformer.document.stream import Document
    from transformer.rules import Decider
    from transformer.sink import Sink
    from transformer.source import Source

    MakeSink = Callable[[list[Source]], Sink]
    Track = Callable[[list[Source]], Iterable[Source]]

CHANGES_FOUND = 1
"""The exit code of a check or a diff that found changes."""

READER_GONE = 141
"""The exit code of a program whose reader went away: 128 + SIGPIPE."""

_MOST_ERRORS = 100
_MOST_WARNINGS = 1000


class Options(NamedTuple):
    """What is asked of every run; the flags of the command line have the same names."""

    paths: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    rules_format: str | None = None
    mode: str = "standard"
    image_prefix: str | None = None
    report: str | None = None
    quiet: bool = False
    verbose: bool = False

    def with_environment(self) -> Options:
        """Fill from REGSWAP_RULES (paths joined as in PATH) and REGSWAP_REPORT what no flag says."""
        rules = self.rules or tuple(filter(None, os.environ.get("REGSWAP_RULES", "").split(os.pathsep)))
        return self._replace(rules=rules, report=self.report or os.environ.get("REGSWAP_REPORT") or None)


def run(options: Options, make_sink: MakeSink, track: Track = list, *, needs_rules: bool = True) -> tuple[int, Report]:
    """Send everything that the options name through the pipeline, and print and write what there is to say about it.

    ``track`` may show progress while it passes the sources on. Returns the exit code and the report; prints errors and
    warnings to standard error, and writes the report file whatever happens.
    """
    options = options.with_environment()
    report = Report(detailed=options.report is not None)
    try:
        code = _run(options, report, make_sink, track, needs_rules=needs_rules)
    except RegswapError as error:
        report.errors += error.diagnostics
        code = error.exit_code
    except ReaderGone:
        code = READER_GONE
    report.close_warnings()
    code = write_report(options.report, report) or code
    _print_diagnostics(options, report)
    return code, report


def _run(options: Options, report: Report, make_sink: MakeSink, track: Track, *, needs_rules: bool) -> int:
    if options.report is not None:
        refuse_unwritable(options.report)
    policy = Policy(Places(BUILT_IN), load_rules(options, needs_rules=needs_rules))
    report.warnings += policy.rules.warnings
    sources = find_sources(options.paths)
    sink = make_sink(sources)
    try:
        for source in track(sources):
            if len(report.errors) >= _MOST_ERRORS:
                break
            report.counts["sources"] += 1
            _rewrite_source(source, policy, sink, report)
        if len(report.errors) >= _MOST_ERRORS:
            report.errors.append(Diagnostic(f"after {len(report.errors)} errors the rest was not read"))
        if report.errors:
            return ManifestError.exit_code
        sink.deliver()
        return 0
    finally:
        sink.discard()


def _rewrite_source(source: Source, policy: Policy, sink: Sink, report: Report) -> None:
    """Send one stream through; its errors are collected, and after the first of a run the sink gets nothing more."""
    try:
        encoded = decode(read_blocks(source), source.name)
        sink.begin(source, encoded)
        for document in documents(encoded.blocks, source.name):
            report.counts["documents"] += document.number > 0
            _rewrite_document(document, policy, sink, report)
            if len(report.errors) >= _MOST_ERRORS:
                break
        if not report.errors:
            sink.end()
    except (ManifestError, OutputError) as error:
        report.errors += error.diagnostics


def _rewrite_document(document: Document, policy: Policy, sink: Sink, report: Report) -> None:
    try:
        rewritten = rewrite(document, policy)
    except ManifestError as error:
        report.errors += error.diagnostics
        return
    report.counts["read"] += rewritten.was_read
    report.add_entries(rewritten.entries)
    report.add_warnings(rewritten.warnings, _MOST_WARNINGS)
    if not report.errors:
        sink.take(document, rewritten)


def load_rules(options: Options, *, needs_rules: bool = True) -> Decider:
    """Load the rules that the options name.

    Raises:
        UsageError: they name none, and some are needed.
        RulesError: with every finding.

    """
    if needs_rules and not options.rules and options.image_prefix is None:
        raise UsageError(Diagnostic("no rules", "name a rule file with -r or in REGSWAP_RULES"))
    if not needs_rules and not options.rules and options.image_prefix is None:
        return load(())
    return load(options.rules, options.rules_format, options.mode, options.image_prefix)


def write_report(path: str | None, report: Report) -> int:
    """Write the report file, if there shall be one, and return the exit code of failing to."""
    if path is None:
        return 0
    replacements = Replacements()
    try:
        replacements.stage(path, report.blocks())
        replacements.commit()
    except OutputError as error:
        report.errors += (found for found in error.diagnostics if found not in report.errors)
        return error.exit_code
    finally:
        replacements.discard()
    return 0


def _print_diagnostics(options: Options, report: Report) -> None:
    """Say on standard error what went wrong, what may, and on request what was done."""
    lines = [diagnostic.render("error") for diagnostic in report.errors]
    if not options.quiet:
        lines = [diagnostic.render("warning") for diagnostic in report.warnings] + lines
    if options.verbose:
        lines.append(summary(report))
    if lines:
        write_stderr("\n".join([*lines, ""]))


def summary(report: Report) -> str:
    """Return what a run did in one line."""
    counts = report.counts
    return (
        f"{counts['documents']} documents, {counts['read']} of them read: {counts['sites']} references, "
        f"{counts['changed']} rewritten, {counts['unchanged']} left, {counts['unparsable']} not understood"
    )
