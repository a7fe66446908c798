"""``regswap images``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.output.formats import make_formatter
from regswap.output.formatter import FormatterSink
from regswap.output.site_listing import LISTING
from regswap.pipeline.step import follow
from regswap.run import run
from regswap.settings.policy import make_policy

if TYPE_CHECKING:
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(cls=option.Command, short_help="List the references of manifests.")
@option.paths
@option.takes("images")
@option.output_format(LISTING, help="A table, or a JSON array.")
def images(options: Options, form: str) -> int:
    """List the references of manifests: where each stands, what it becomes and by which rule.

    Without rules it lists what is there.
    """

    def make_sink(_: list[Source]) -> Sink:
        return FormatterSink(make_formatter(form, LISTING), lambda _, rewritten: rewritten.entries)

    def make_step(named: Options) -> Step:
        return follow(make_policy(named, needs_rules=False))

    code, _ = run(options, make_sink, make_step, list if options.quiet else track)
    return code
