"""``regswap images``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.completion import complete_file
from regswap.cli.progress import track
from regswap.output.formats import make_formatter
from regswap.output.formatter import FormatterSink
from regswap.output.site_listing import LISTING
from regswap.pipeline.step import follow
from regswap.run import run
from regswap.settings.policy import make_policy

if TYPE_CHECKING:
    from regswap.output.formatter import Formatter
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(cls=option.Command, short_help="List the references of manifests.")
@option.paths
@option.takes("images")
@option.output_format(
    LISTING, help="A table; the references alone, one a line; CSV; Markdown; a page of HTML; a JSON array."
)
@click.option(
    "--verification",
    metavar="FILE",
    shell_complete=complete_file,
    help="What `bundle verify --format json` printed: the page says of each image whether it is there.",
)
def images(options: Options, form: str, verification: str | None) -> int:
    """List the references of manifests: where each stands, what it becomes and by which rule.

    Without rules it lists what is there. The page of HTML is for whoever signs the images off; with --lock or
    --verification it has their digests and whether they are there.
    """
    if verification is not None and form != "html":
        raise click.UsageError("--verification is for --format html")
    named = options.with_environment()
    listing = LISTING if form != "html" else LISTING._replace(page=lambda: _make_page(named.lock, verification))

    def make_sink(_: list[Source]) -> Sink:
        return FormatterSink(make_formatter(form, listing), lambda _, rewritten: rewritten.entries)

    def make_step(named: Options) -> Step:
        return follow(make_policy(named, needs_rules=False))

    code, _ = run(options, make_sink, make_step, list if options.quiet else track)
    return code


def _make_page(lock: str | None, verification: str | None) -> Formatter:
    from regswap.bundle.verification.states import read_states
    from regswap.output.page import PageFormatter

    return PageFormatter(None if lock is None and verification is None else read_states(lock, verification))
