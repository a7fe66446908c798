"""The work of ``regswap rewrite``, for either reader of its command line."""

from __future__ import annotations

import os
import stat
import sys

from regswap.errors import Diagnostic, ExitCode, UsageError
from regswap.output.summary import SummaryLine, count
from regswap.record import TYPE_CHECKING
from regswap.run import conduct, run
from regswap.settings.options import Options
from regswap.settings.policy import make_step
from regswap.streams.destination import STDOUT
from regswap.streams.names import ENDINGS
from regswap.streams.sink import StreamSink
from regswap.streams.source import peek

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import TextIO

    from regswap.output.report import Report
    from regswap.run import Track
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


def rewrite(options: Options, track: Track = list) -> int:
    """Rewrite what the options name to where they say, and return the exit code."""
    if _reads_resource_list(options):
        from regswap.hosts.krm.function import transform

        return transform(options)

    options = options.with_environment()
    if options.report == "-" and (options.in_place or options.output not in {None, "-"}):
        options = options._replace(report=STDOUT)
    sinks: list[Sink] = []

    def make_sink(sources: list[Source]) -> Sink:
        sinks.append(_choose_sink(options, sources))
        _refuse_overlap(options, sinks[-1])
        return sinks[-1]

    line = _choose_summary_line(options)
    if options.in_place:
        line = line._replace(find_where=lambda: _count_files(sinks[-1:]))
    code, report = run(options, make_sink, make_step, track, starts_over=not options.stream, summary_line=line)
    found_changes = (options.check or options.diff) and report.counts["changed"]
    return ExitCode.CHANGES_FOUND if code == 0 and found_changes else code


def _count_files(sinks: list[Sink]) -> str:
    """Return in how many of the files something was replaced; nothing where it did not come to that."""
    from regswap.streams.files_sink import FilesSink

    for sink in sinks:
        if isinstance(sink, FilesSink):
            total = count(len({os.path.realpath(target) for target in sink.targets.values()}), "file")
            return f"in {len(sink.replaced)} of {total}"
    return ""


def _refuse_overlap(options: Options, sink: Sink) -> None:
    """Refuse to replace what the rules come from, and with the report what was written, or the other way round."""
    if not options.in_place and options.output in {None, "-"}:
        return

    from regswap.streams.files_sink import FilesSink
    from regswap.streams.overlap import refuse_outputs, refuse_report

    outputs: Collection[str] = ()
    if isinstance(sink, FilesSink):
        outputs = sink.targets.values()
    elif isinstance(sink, StreamSink) and sink.path is not None:
        outputs = (sink.path,)
    refuse_outputs(outputs, options._replace(paths=()).read_files)
    refuse_report(options.report, outputs)


def _choose_summary_line(options: Options) -> SummaryLine:
    """Say always what was done in place, which nothing else shows; else only what was left needs a line."""
    verb = "restored" if options.restore else "rewritten"
    verb = f"would be {verb}" if options.check or options.diff else verb
    return SummaryLine(verb, on_stderr="always" if options.in_place else "if left")


def refuse_listing(flag: str, arguments: Sequence[str]) -> int:
    """Say that an option of a command line without a command, as post-renderers have them, writes no manifests."""

    def act(_: Options, __: Report) -> int:
        message = f"{flag} writes no manifests, and a command line without a command is one of a post-renderer"
        raise UsageError(Diagnostic(message, f"leave it out, or write `regswap rewrite {flag}`"))

    from itertools import pairwise

    named = dict(pairwise(arguments)).get("--report")
    return conduct(Options(report=named), act)[0]


def _reads_resource_list(options: Options) -> bool:
    """Tell whether a ResourceList comes on standard input, and is to go to standard output."""
    is_filter = options.paths in ((), ("-",)) and options.output in (None, "-")
    if not is_filter or options.in_place or options.diff or options.stream or options.restore:
        return False
    head = peek().removeprefix(b"\xef\xbb\xbf")
    return b"config.kubernetes.io/" in head and _is_resource_list(head)


def _is_resource_list(head: bytes) -> bool:
    """Tell by the version, which no other object has: in a sorted list the kind comes after the items."""
    import re

    return (
        re.search(rb"""(?m)^(?:---[ \t]+)?\{?\s*["']?apiVersion["']?\s*:\s*["']?config\.kubernetes\.io/""", head)
        is not None
    )


def find_contradiction(options: Options) -> str:
    """Say which two options exclude each other, empty where none do."""
    asked = {
        "--output": options.output,
        "--in-place": options.in_place,
        "--check or --diff": options.check or options.diff,
        "--stream": options.stream,
    }
    chosen = [name for name, value in asked.items() if value]
    return f"{chosen[0]} and {chosen[1]} exclude each other" if len(chosen) > 1 else ""


def _choose_sink(options: Options, sources: list[Source]) -> Sink:
    output = options.output
    if options.diff:
        return _make_diff_sink(options.with_defaults().color)
    if options.check:
        return _make_check_sink(quiet=options.quiet)
    if options.in_place or (output is not None and _is_folder(output, sources)):
        from regswap.streams.files_sink import FilesSink

        return FilesSink(None if options.in_place else output, sources, follows_links=options.follow_links)
    return StreamSink(None if output == "-" else output, joins=len(sources) > 1, at_once=options.stream)


def _is_folder(output: str, sources: list[Source]) -> bool:
    if output.endswith(os.sep) or os.path.isdir(output):
        return True
    if output == "-" or os.path.exists(output) or output.lower().endswith(ENDINGS):
        return False
    return len(sources) > 1 or any(source.folder for source in sources)


def _make_check_sink(*, quiet: bool) -> Sink:
    """Return what lists the changes."""
    from regswap.output.formatter import FormatterSink
    from regswap.output.site_listing import tell_change
    from regswap.output.table import LinesFormatter

    return FormatterSink(LinesFormatter(tell_change), lambda _, rewritten: () if quiet else rewritten.entries)


def _make_diff_sink(color: str | None) -> Sink:
    from regswap.output.diff_formatter import DiffFormatter
    from regswap.output.formatter import FormatterSink

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    is_colored = _wants_color(is_terminal=is_terminal) if color == "auto" else color == "always"
    in_log = os.environ.get("GITHUB_ACTIONS") == "true" and not _is_file(sys.stdout)
    formatter = DiffFormatter(color=is_colored, escaped=is_colored or is_terminal, in_log=in_log)
    return FormatterSink(formatter, lambda document, rewritten: [(document.data, rewritten.data)])


def _wants_color(*, is_terminal: bool) -> bool:
    """Tell whether there shall be colors: https://no-color.org, https://force-color.org, in this order as in Python."""
    return not os.environ.get("NO_COLOR") and (bool(os.environ.get("FORCE_COLOR")) or is_terminal)


def _is_file(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False
