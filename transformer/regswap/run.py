"""One run: sources through a step into a sink, with its report and exit code."""

from __future__ import annotations

from contextlib import suppress

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import Document, documents
from regswap.errors import Diagnostic, ExitCode, ManifestError, OutputError, RegswapError, UsageError
from regswap.output.report import Report
from regswap.output.summary import SummaryLine, summarise_all, summarise_unasked
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import STDOUT, ReaderGone, refuse_unwritable, write_stderr, write_stdout
from regswap.streams.names import is_kustomization_name
from regswap.streams.source import look_for_sources, read_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from regswap.jobs import Workers
    from regswap.kustomize.plan import SourcePlan
    from regswap.pipeline.rewrite import FileRole, Rewritten
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.coverage import Coverage
    from regswap.streams.sink import Sink
    from regswap.streams.source import Found, Source

    Act = Callable[[Options, Report], int]
    Tell = Callable[[Options, Report], None]
    MakeSink = Callable[[list[Source]], Sink]
    MakeStep = Callable[[Options], Step]
    Track = Callable[[list[Source]], Iterable[Source]]
    Find = Callable[[Options], Found]

_MOST_ERRORS = 100
MOST_WARNINGS = 1000
"""What a run says of what may be wrong; more are counted."""


class _LateNamespaceError(Exception):
    """A Namespace opts out after objects of it were rewritten."""


def conduct(
    options: Options,
    act: Act,
    tell: Tell | None = None,
    *,
    reads_environment: bool = True,
    summary_line: SummaryLine = SummaryLine(),  # noqa: B008 - a constant
) -> tuple[int, Report]:
    """Act, and print and write what there is to say about it, whatever happens.

    ``act`` gets the options with the environment filled in, unless that is not to be read, and the report. ``tell``
    says what is in the report where it is not said on standard error as usual. Returns the exit code and the report.
    """
    options = options.with_environment() if reads_environment else options
    report = Report(detailed=options.report is not None, summary_line=summary_line)
    try:
        _refuse_report(options.report, options.read_files)
        code = act(options, report)
    except RegswapError as error:
        report.errors += error.diagnostics
        code = error.exit_code
    except ReaderGone:
        code = ExitCode.READER_GONE
    report.close_warnings()
    code = write_report(options.report, report) or code
    (tell or print_diagnostics)(options, report)
    return code, report


def run(  # noqa: PLR0913 - what a command asks of a run beside its options, each by name
    options: Options,
    make_sink: MakeSink,
    make_step: MakeStep,
    track: Track = list,
    *,
    starts_over: bool = True,
    summary_line: SummaryLine = SummaryLine(),  # noqa: B008 - a constant
) -> tuple[int, Report]:
    """Send everything that the options name through a step; see ``conduct`` and ``send``."""
    return conduct(options, send(make_sink, make_step, track, starts_over=starts_over), summary_line=summary_line)


def find_named(options: Options) -> Found:
    """Return the sources that options name."""
    return look_for_sources(options.paths, options.ignore)


def send(
    make_sink: MakeSink,
    make_step: MakeStep,
    track: Track = list,
    *,
    starts_over: bool = True,
    find: Find = find_named,
) -> Act:
    """Return what sends everything that options name through a step into a sink.

    ``track`` may show progress while it passes the sources on. ``starts_over`` tells whether files may be read a second
    time where a Namespace comes after the objects that it concerns. ``find`` returns the sources. It raises
    RegswapError for what cannot be asked or delivered, and ReaderGone; other errors are in the report.
    """

    def act(options: Options, report: Report) -> int:
        if options.report not in {None, STDOUT}:
            refuse_unwritable(options.report)
        step = make_step(options)
        found = find(options)
        sources = found.sources
        if found.problems and not (options.keep_going and sources):
            report.warnings += step.warnings
            raise UsageError(*found.problems)
        _refuse_report(options.report, (source.path for source in sources if source.path))
        namespaces: dict[str, Mapping[str, str]] = {}
        one_pass = _Pass(options, report, step, namespaces, found)
        one_pass.starts_over = starts_over and all(source.can_be_read_again for source in sources)
        while True:
            with suppress(_LateNamespaceError):
                return one_pass.run(make_sink(sources), track(sources))
            # They are known now.
            report.clear()
            one_pass = one_pass.again()

    return act


class _Pass:
    """One pass over all sources."""

    def __init__(
        self, options: Options, report: Report, step: Step, namespaces: dict[str, Mapping[str, str]], found: Found
    ) -> None:
        self.options = options
        self.report = report
        self.step = step
        self.namespaces = namespaces
        self.found = found
        self.starts_over = False
        self.rewritten: set[str] = set()
        """The namespaces with objects that changed."""
        self.code = ExitCode.POLICY
        """How the run ends if there are errors."""
        self.plan: SourcePlan | None = None
        self.workers: Workers | None = None
        self.coverage = _make_coverage(options, step)

    def again(self) -> _Pass:
        """Return a pass that knows the namespaces that this one met."""
        made = _Pass(self.options, self.report, self.step, self.namespaces, self.found)
        made.starts_over = self.starts_over
        return made

    @property
    def stops(self) -> bool:
        """Whether an error ends the run without a result."""
        return bool(self.report.errors) and not self.options.keep_going

    def prepare(self) -> None:
        """Say what is known before anything is read, and follow the kustomizations among the files."""
        found, report = self.found, self.report
        report.warnings += self.step.warnings
        if found.problems:
            self.fail(UsageError(*found.problems))
        self.plan = plan_kustomizations(found.sources, self.step, self.namespaces)
        if self.plan is not None and self.plan.errors:
            self.fail(ManifestError(*self.plan.errors))
        report.add_warnings(found.warnings, MOST_WARNINGS)
        if not self.options.complete:
            self.note_unread(self.list_passed())

    def list_passed(self) -> list[Diagnostic]:
        """Return what is to be said of charts, and of what kustomizations name, that is not read."""
        return [*self.found.charts, *(() if self.plan is None else self.plan.warnings)]

    def run(self, sink: Sink, sources: Iterable[Source]) -> int:
        """Return the exit code."""
        report = self.report
        try:
            self.prepare()
            if not self.stops:
                self.workers = self.start_workers()
                self.send_all(sources, sink)
            if self.stops:
                return self.code
            conclusion = self.step.conclude()
            report.add_warnings(conclusion.warnings, MOST_WARNINGS)
            report.notes += conclusion.notes
            # Ahead of the results, some of which count what was not looked at.
            self.tell_coverage()
            sink.deliver()
            return self.code if report.errors else ExitCode.DONE
        finally:
            if self.workers is not None:
                self.workers.stop()
            sink.discard()

    def start_workers(self) -> Workers | None:
        """Let other processes make the documents, if that is asked for and there is enough to do."""
        if self.options.jobs in (None, "1"):
            return None
        from regswap.jobs import Share, start

        share = Share(self.step, self.found.sources, self.cut, self.find_role)
        return start(share, self.options.jobs, self.namespaces)

    def send_all(self, sources: Iterable[Source], sink: Sink) -> None:
        """Send every stream through, until there are more errors than anybody reads."""
        report = self.report
        for source in sources:
            if self.stops and len(report.errors) >= _MOST_ERRORS:
                break
            report.counts["sources"] += 1
            self.send_source(source, sink)
        if self.stops and len(report.errors) >= _MOST_ERRORS:
            report.errors.append(Diagnostic(f"after {len(report.errors)} errors the rest was not read"))

    def tell_coverage(self) -> None:
        """Say what was not looked at, and where there was nothing to look at; it is an error where that is asked."""
        coverage, options, report = self.coverage, self.options, self.report
        report.overlooked += self.list_passed()
        if coverage is None:
            return
        if coverage.tells_all:
            report.overlooked += coverage.unseen
            if options.complete:
                report.overlooked += coverage.doubtful
                report.errors += report.overlooked
            else:
                self.note_unread(coverage.unseen)
        if options.allow_empty:
            return
        if coverage.is_empty and (coverage.tells_all or options.check or options.diff):
            report.overlooked.append(coverage.tell_empty())
            report.errors.append(report.overlooked[-1])
        elif not report.errors:
            report.add_warnings(coverage.tell_files(), MOST_WARNINGS)

    def note_unread(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Say what was not looked at, where that is not an error."""
        self.report.unread += diagnostics
        self.report.add_warnings(diagnostics, MOST_WARNINGS)

    def send_source(self, source: Source, sink: Sink) -> None:
        """Send one stream through; errors are collected, and after the first that stops the sink gets nothing more."""
        report = self.report
        if self.workers is not None:
            self.workers.begin()
        try:
            encoded = decode(read_blocks(source), source.name)
            sink.begin(source, encoded)
            if self.coverage is not None:
                self.coverage.begin(source)
            for document in self.cut(source, encoded.blocks):
                report.counts["documents"] += document.number > 0
                self.send_document(source, document, sink)
                if self.stops and len(report.errors) >= _MOST_ERRORS:
                    break
            if not self.stops:
                sink.end()
        except (ManifestError, OutputError) as error:
            self.fail(error)

    def cut(self, source: Source, blocks: Iterable[bytes]) -> Iterable[Document]:
        """Return the documents of a stream; one that is all of it where it is not YAML."""
        if self.plan is None or source.name not in self.plan.whole:
            return documents(blocks, source.name)
        return [Document(source.name, 1, 1, b"".join(blocks))]

    def send_document(self, source: Source, document: Document, sink: Sink) -> None:
        """Send one document through."""
        report = self.report
        role = self.find_role(document)
        try:
            rewritten = None if self.workers is None else self.workers.take(document)
            if rewritten is None:
                rewritten = self.step.transform(document, self.namespaces, role)
            self.step.note(document, rewritten)
            self.note_namespaces(document, rewritten)
        except ManifestError as error:
            self.fail(error)
            return
        report.counts["read"] += rewritten.was_read
        report.add_entries(rewritten.entries)
        report.add_warnings(rewritten.warnings, MOST_WARNINGS)
        report.errors += (*rewritten.unmatched, *rewritten.unpinned)
        if rewritten.unpinned and self.code == ExitCode.POLICY:
            self.code = ExitCode.MISMATCH
        if self.coverage is not None:
            self.coverage.take(source, document, rewritten, has_role=role is not None)
        if not self.stops:
            sink.take(document, rewritten)

    def find_role(self, document: Document) -> FileRole | None:
        """Return what a document is to a kustomization."""
        return None if self.plan is None else self.plan.roles.get(document.source)

    def fail(self, error: ManifestError | OutputError | UsageError) -> None:
        """Note what cannot be done; it takes precedence over what should not be."""
        self.report.errors += error.diagnostics
        self.code = error.exit_code

    def note_namespaces(self, document: Document, rewritten: Rewritten) -> None:
        """Remember what the Namespaces of a document say, and what was done before they could say it."""
        for name, labels in rewritten.namespaces.items():
            self.namespaces[name] = labels
            if self.workers is not None:
                self.workers.learn(name, labels)
            if name not in self.rewritten or not self.step.exempt_namespace(name, labels):
                continue
            if self.starts_over:
                raise _LateNamespaceError
            message = f"the Namespace `{name}` comes after objects that are rewritten, and says that they shall not be"
            remedy = "put it first, or name its labels with --namespace-labels"
            raise ManifestError(Diagnostic(message, remedy, document.source, document.line))
        self.rewritten |= {entry.namespace for entry in rewritten.entries if entry.changed}


def plan_kustomizations(
    sources: list[Source], step: Step, namespaces: Mapping[str, Mapping[str, str]]
) -> SourcePlan | None:
    """Follow the kustomizations among the files, if there are any."""
    if step.policy is None or not any(is_kustomization_name(source.name) for source in sources):
        return None
    from regswap.kustomize.plan import plan_sources

    return plan_sources(sources, step.policy, namespaces)


def _make_coverage(options: Options, step: Step) -> Coverage | None:
    """Return what watches over the documents; a post-renderer gets an empty stream every now and then."""
    is_gate = step.policy is not None and step.policy.check_policy is not None
    if not (is_gate or options.check or options.diff) and all(path == "-" for path in options.paths):
        return None
    from regswap.streams.coverage import Coverage

    return Coverage(tells_all=is_gate)


def _refuse_report(report: str | None, others: Iterable[str]) -> None:
    if report is not None:
        from regswap.streams.overlap import refuse_report

        refuse_report(report, others)


def write_report(path: str | None, report: Report) -> int:
    """Write the report, if there shall be one, and return the exit code of failing to."""
    if path is None:
        return ExitCode.DONE
    # Most runs write none, and start without what it takes.
    from regswap.streams.overlap import REFUSED
    from regswap.streams.replacement import replace_file

    if any(error.code == REFUSED for error in report.errors):
        return ExitCode.DONE
    try:
        if path == STDOUT:
            write_stdout(report.blocks())
        else:
            replace_file(path, report.blocks())
    except OutputError as error:
        report.errors += (found for found in error.diagnostics if found not in report.errors)
        return error.exit_code
    return ExitCode.DONE


def print_diagnostics(options: Options, report: Report, *, prefix: str = "") -> None:
    """Say on standard error what went wrong, what may, and what was done where that is asked for or worth saying.

    ``prefix`` begins every message, where others say something there as well.
    """
    lines = [diagnostic.render("error") for diagnostic in report.errors]
    if not options.quiet:
        told = [("warning", diagnostic) for diagnostic in report.warnings]
        told += [("note", diagnostic) for diagnostic in report.notes]
        lines = [diagnostic.render(severity) for severity, diagnostic in told] + lines
    if options.verbose:
        lines.append(summarise_all(report))
    elif not options.quiet and (line := summarise_unasked(report)):
        lines.append(line)
    if lines:
        write_stderr("".join(f"{prefix}{line}\n" for line in lines))
