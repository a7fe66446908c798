"""One run: streams through the pipeline into a sink, with its report and exit code."""

from __future__ import annotations

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import Diagnostic, ManifestError, OutputError, PolicyError, RegswapError
from regswap.output.report import Report
from regswap.pipeline.rewrite import rewrite
from regswap.record import TYPE_CHECKING
from regswap.settings.policy import Options, make_policy
from regswap.streams.destination import STDOUT, ReaderGone, refuse_unwritable, write_stderr, write_stdout
from regswap.streams.overlap import REFUSED, refuse_report
from regswap.streams.replacement import Replacements
from regswap.streams.source import find_sources, read_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Policy, Rewritten
    from regswap.settings.policy import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source

    MakeSink = Callable[[list[Source]], Sink]
    ChoosePolicy = Callable[[Options], Policy]
    Track = Callable[[list[Source]], Iterable[Source]]

CHANGES_FOUND = 1
"""The exit code of a check or a diff that found changes."""

READER_GONE = 141
"""The exit code of a program whose reader went away: 128 + SIGPIPE."""

_MOST_ERRORS = 100
MOST_WARNINGS = 1000
"""What a run says of what may be wrong; more are counted."""


class _LateNamespaceError(Exception):
    """A Namespace opts out after objects of it were rewritten."""


def run(
    options: Options,
    make_sink: MakeSink,
    track: Track = list,
    *,
    choose_policy: ChoosePolicy = make_policy,
    starts_over: bool = True,
) -> tuple[int, Report]:
    """Send everything that the options name through the pipeline, and print and write what there is to say about it.

    ``track`` may show progress while it passes the sources on. Returns the exit code and the report; prints errors and
    warnings to standard error, and writes the report file whatever happens. ``starts_over`` tells whether files may be
    read a second time where a Namespace comes after the objects that it concerns.
    """
    options = options.with_environment()
    namespaces: dict[str, Mapping[str, str]] = {}
    while True:
        report = Report(detailed=options.report is not None)
        try:
            refuse_report(options.report, options.read_files)
            run = _Run(options, report, namespaces, choose_policy=choose_policy, starts_over=starts_over)
            code = run.run(make_sink, track)
        except _LateNamespaceError:
            # They are known now.
            continue
        except RegswapError as error:
            report.errors += error.diagnostics
            code = error.exit_code
        except ReaderGone:
            code = READER_GONE
        break
    report.close_warnings()
    code = write_report(options.report, report) or code
    print_diagnostics(options, report)
    return code, report


class _Run:
    """One passage through all sources."""

    def __init__(
        self,
        options: Options,
        report: Report,
        namespaces: dict[str, Mapping[str, str]],
        *,
        choose_policy: ChoosePolicy,
        starts_over: bool,
    ) -> None:
        if options.report not in {None, STDOUT}:
            refuse_unwritable(options.report)
        self.policy = choose_policy(options)
        self.options = options
        self.report = report
        self.namespaces = namespaces
        self.starts_over = starts_over
        self.rewritten: set[str] = set()
        """The namespaces with objects that changed."""
        self.code = PolicyError.exit_code
        """How the run ends if there are errors."""

    def run(self, make_sink: MakeSink, track: Track) -> int:
        """Return the exit code."""
        report = self.report
        report.warnings += self.policy.rules.warnings
        sources = find_sources(self.options.paths)
        refuse_report(self.options.report, (source.path for source in sources if source.path))
        self.starts_over = self.starts_over and all(source.can_be_read_again for source in sources)
        sink = make_sink(sources)
        try:
            for source in track(sources):
                if len(report.errors) >= _MOST_ERRORS:
                    break
                report.counts["sources"] += 1
                self.rewrite_source(source, sink)
            if len(report.errors) >= _MOST_ERRORS:
                report.errors.append(Diagnostic(f"after {len(report.errors)} errors the rest was not read"))
            if report.errors:
                return self.code
            sink.deliver()
            return 0
        finally:
            sink.discard()

    def rewrite_source(self, source: Source, sink: Sink) -> None:
        """Send one stream through; errors are collected, and after the first of a run the sink gets nothing more."""
        report = self.report
        try:
            encoded = decode(read_blocks(source), source.name)
            sink.begin(source, encoded)
            for document in documents(encoded.blocks, source.name):
                report.counts["documents"] += document.number > 0
                self.rewrite_document(document, sink)
                if len(report.errors) >= _MOST_ERRORS:
                    break
            if not report.errors:
                sink.end()
        except (ManifestError, OutputError) as error:
            self.fail(error)

    def rewrite_document(self, document: Document, sink: Sink) -> None:
        """Send one document through."""
        report = self.report
        try:
            rewritten = self.transform(document)
            self.note_namespaces(document, rewritten)
        except ManifestError as error:
            self.fail(error)
            return
        report.counts["read"] += rewritten.was_read
        report.add_entries(rewritten.entries)
        report.add_warnings(rewritten.warnings, MOST_WARNINGS)
        report.errors += rewritten.unmatched
        if not report.errors:
            sink.take(document, rewritten)

    def transform(self, document: Document) -> Rewritten:
        """Rewrite a document, or undo that."""
        if not self.options.restore:
            return rewrite(document, self.policy, self.namespaces)
        from regswap.pipeline.restore import restore

        return restore(document)

    def fail(self, error: ManifestError | OutputError) -> None:
        """Note what cannot be done; it goes before what should not be."""
        self.report.errors += error.diagnostics
        self.code = error.exit_code

    def note_namespaces(self, document: Document, rewritten: Rewritten) -> None:
        """Remember what the Namespaces of a document say, and what was done before they could say it."""
        scope = self.policy.scope
        for name, labels in rewritten.namespaces.items():
            self.namespaces[name] = labels
            reason = "" if name in self.policy.namespaces else scope.exempt_namespace(name, {name: labels})
            if not reason or name not in self.rewritten:
                continue
            if self.starts_over:
                raise _LateNamespaceError
            message = f"the Namespace `{name}` comes after objects that are rewritten, and says that they shall not be"
            remedy = "put it first, or name its labels with --namespace-labels"
            raise ManifestError(Diagnostic(message, remedy, document.source, document.line))
        self.rewritten |= {entry.namespace for entry in rewritten.entries if entry.changed}


def write_report(path: str | None, report: Report) -> int:
    """Write the report, if there shall be one, and return the exit code of failing to."""
    if path is None or any(error.code == REFUSED for error in report.errors):
        return 0
    replacements = Replacements()
    try:
        if path == STDOUT:
            write_stdout(report.blocks())
            return 0
        replacements.stage(path, report.blocks())
        replacements.commit()
    except OutputError as error:
        report.errors += (found for found in error.diagnostics if found not in report.errors)
        return error.exit_code
    finally:
        replacements.discard()
    return 0


def print_diagnostics(options: Options, report: Report) -> None:
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
