"""One run: sources through a step into a sink, with its report and exit code."""

from __future__ import annotations

import os
from contextlib import suppress

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import Document, documents
from regswap.errors import Diagnostic, ExitCode, ManifestError, OutputError, RegswapError
from regswap.output.report import Report
from regswap.output.summary import SummaryLine, is_worth_saying, summarise, summarise_all
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import STDOUT, ReaderGone, refuse_unwritable, write_stderr, write_stdout
from regswap.streams.overlap import REFUSED, refuse_report
from regswap.streams.replacement import Replacements
from regswap.streams.source import KUSTOMIZATIONS, find_sources, read_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from regswap.kustomize.plan import SourcePlan
    from regswap.pipeline.rewrite import Rewritten
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source

    Act = Callable[[Options, Report], int]
    Tell = Callable[[Options, Report], None]
    MakeSink = Callable[[list[Source]], Sink]
    MakeStep = Callable[[Options], Step]
    Track = Callable[[list[Source]], Iterable[Source]]

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
    summary_line: SummaryLine = SummaryLine(),  # noqa: B008 - a constant
) -> tuple[int, Report]:
    """Act, and print and write what there is to say about it, whatever happens.

    ``act`` gets the options with the environment filled in, and the report. ``tell`` says what is in the report where
    it is not said on standard error as usual. Returns the exit code and the report.
    """
    options = options.with_environment()
    report = Report(detailed=options.report is not None, summary_line=summary_line)
    try:
        refuse_report(options.report, options.read_files)
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


def send(make_sink: MakeSink, make_step: MakeStep, track: Track = list, *, starts_over: bool = True) -> Act:
    """Return what sends everything that options name through a step into a sink.

    ``track`` may show progress while it passes the sources on. ``starts_over`` tells whether files may be read a second
    time where a Namespace comes after the objects that it concerns. It raises RegswapError for what cannot be asked or
    delivered, and ReaderGone; other errors are in the report.
    """

    def act(options: Options, report: Report) -> int:
        if options.report not in {None, STDOUT}:
            refuse_unwritable(options.report)
        step = make_step(options)
        report.warnings += step.warnings
        sources = find_sources(options.paths)
        refuse_report(options.report, (source.path for source in sources if source.path))
        can_start_over = starts_over and all(source.can_be_read_again for source in sources)
        namespaces: dict[str, Mapping[str, str]] = {}
        while True:
            plan = plan_kustomizations(sources, step, namespaces, report)
            one_pass = _Pass(report, step, namespaces, plan, starts_over=can_start_over)
            with suppress(_LateNamespaceError):
                return one_pass.run(make_sink(sources), track(sources))
            # They are known now.
            report.clear()
            report.warnings += step.warnings

    return act


class _Pass:
    """One pass over all sources."""

    def __init__(
        self,
        report: Report,
        step: Step,
        namespaces: dict[str, Mapping[str, str]],
        plan: SourcePlan | None,
        *,
        starts_over: bool,
    ) -> None:
        self.report = report
        self.plan = plan
        self.step = step
        self.namespaces = namespaces
        self.starts_over = starts_over
        self.rewritten: set[str] = set()
        """The namespaces with objects that changed."""
        self.code = ExitCode.POLICY
        """How the run ends if there are errors."""

    def run(self, sink: Sink, sources: Iterable[Source]) -> int:
        """Return the exit code."""
        report = self.report
        try:
            for source in sources:
                if len(report.errors) >= _MOST_ERRORS:
                    break
                report.counts["sources"] += 1
                self.send_source(source, sink)
            if len(report.errors) >= _MOST_ERRORS:
                report.errors.append(Diagnostic(f"after {len(report.errors)} errors the rest was not read"))
            if report.errors:
                return self.code
            conclusion = self.step.conclude()
            report.add_warnings(conclusion.warnings, MOST_WARNINGS)
            report.notes += conclusion.notes
            sink.deliver()
            return ExitCode.DONE
        finally:
            sink.discard()

    def send_source(self, source: Source, sink: Sink) -> None:
        """Send one stream through; errors are collected, and after the first of a run the sink gets nothing more."""
        report = self.report
        try:
            encoded = decode(read_blocks(source), source.name)
            sink.begin(source, encoded)
            for document in self.cut(source, encoded.blocks):
                report.counts["documents"] += document.number > 0
                self.send_document(document, sink)
                if len(report.errors) >= _MOST_ERRORS:
                    break
            if not report.errors:
                sink.end()
        except (ManifestError, OutputError) as error:
            self.fail(error)

    def cut(self, source: Source, blocks: Iterable[bytes]) -> Iterable[Document]:
        """Return the documents of a stream; one that is all of it where it is not YAML."""
        if self.plan is None or source.name not in self.plan.whole:
            return documents(blocks, source.name)
        return [Document(source.name, 1, 1, b"".join(blocks))]

    def send_document(self, document: Document, sink: Sink) -> None:
        """Send one document through."""
        report = self.report
        role = None if self.plan is None else self.plan.roles.get(document.source)
        try:
            rewritten = self.step.transform(document, self.namespaces, role)
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

    def fail(self, error: ManifestError | OutputError) -> None:
        """Note what cannot be done; it takes precedence over what should not be."""
        self.report.errors += error.diagnostics
        self.code = error.exit_code

    def note_namespaces(self, document: Document, rewritten: Rewritten) -> None:
        """Remember what the Namespaces of a document say, and what was done before they could say it."""
        for name, labels in rewritten.namespaces.items():
            self.namespaces[name] = labels
            if name not in self.rewritten or not self.step.exempt_namespace(name, labels):
                continue
            if self.starts_over:
                raise _LateNamespaceError
            message = f"the Namespace `{name}` comes after objects that are rewritten, and says that they shall not be"
            remedy = "put it first, or name its labels with --namespace-labels"
            raise ManifestError(Diagnostic(message, remedy, document.source, document.line))
        self.rewritten |= {entry.namespace for entry in rewritten.entries if entry.changed}


def plan_kustomizations(
    sources: list[Source], step: Step, namespaces: Mapping[str, Mapping[str, str]], report: Report
) -> SourcePlan | None:
    """Follow the kustomizations among the files, if there are any, and note what is to be said about them.

    Raises ManifestError where they cannot be rewritten so that kustomize builds the right thing.
    """
    if step.policy is None or not any(os.path.basename(source.name) in KUSTOMIZATIONS for source in sources):
        return None
    from regswap.kustomize.plan import plan_sources

    plan = plan_sources(sources, step.policy, namespaces)
    if plan is not None:
        report.add_warnings(plan.warnings, MOST_WARNINGS)
        if plan.errors:
            raise ManifestError(*plan.errors)
    return plan


def write_report(path: str | None, report: Report) -> int:
    """Write the report, if there shall be one, and return the exit code of failing to."""
    if path is None or any(error.code == REFUSED for error in report.errors):
        return ExitCode.DONE
    replacements = Replacements()
    try:
        if path == STDOUT:
            write_stdout(report.blocks())
            return ExitCode.DONE
        replacements.stage(path, report.blocks())
        replacements.commit()
    except OutputError as error:
        report.errors += (found for found in error.diagnostics if found not in report.errors)
        return error.exit_code
    finally:
        replacements.discard()
    return ExitCode.DONE


def print_diagnostics(options: Options, report: Report) -> None:
    """Say on standard error what went wrong, what may, and what was done where that is asked for or worth saying."""
    lines = [diagnostic.render("error") for diagnostic in report.errors]
    if not options.quiet:
        told = [("warning", diagnostic) for diagnostic in report.warnings]
        told += [("note", diagnostic) for diagnostic in report.notes]
        lines = [diagnostic.render(severity) for severity, diagnostic in told] + lines
    if options.verbose:
        lines.append(summarise_all(report))
    elif is_worth_saying(report) and not options.quiet:
        lines.append(summarise(report))
    if lines:
        write_stderr("\n".join([*lines, ""]))
