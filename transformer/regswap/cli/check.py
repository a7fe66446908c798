"""``regswap check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.errors import ExitCode
from regswap.output.check_listing import GAPS_SUITE, Summary, make_listing
from regswap.output.formats import make_formatter
from regswap.output.formatter import FormatterSink, Last
from regswap.pipeline.step import follow
from regswap.run import conduct, send
from regswap.settings.policy import make_check_policy
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from regswap.output.report import Report
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(cls=option.Command, short_help="Fail if a reference is not allowed.")
@option.paths
@option.takes("check")
@option.output_format(make_listing(Summary()), help="For people, programs, code hosts or CI servers.")
def check(options: Options, form: str) -> int:
    """Fail with exit code 4 if a reference is outside of the allowed registries, hidden ones included.

    Without rules it judges manifests as they are written, such as what `regswap rewrite` wrote. With rules it judges
    what `regswap rewrite` with the same options would write.

    --include and --exclude say what is judged. References that the configuration leaves alone are judged as they are
    written, because they are pulled so.
    """
    summaries: list[Summary] = []
    overlooked: list[str] = []

    def act(named: Options, report: Report) -> int:
        def make_sink(_: list[Source]) -> Sink:
            summary = Summary(overlooked)
            summaries.append(summary)
            formatter = make_formatter(form, make_listing(summary, quiet=options.quiet))
            last = Last(GAPS_SUITE, lambda: summary.count_gaps(report))
            return FormatterSink(formatter, lambda _, rewritten: summary.count(rewritten), last)

        return send(make_sink, make_step, list if options.quiet else track)(named, report)

    def make_step(named: Options) -> Step:
        policy = make_check_policy(named)
        if policy.hidden == "off":
            overlooked.append("hidden places (--hidden off)")
        return follow(policy)

    code, _ = conduct(options, act)
    if code or not summaries:
        return code
    summary = summaries[-1]
    if form != "text" and not options.quiet:
        write_stderr(f"{summary.summarise()}\n")
    return ExitCode.POLICY if summary.failed else 0
