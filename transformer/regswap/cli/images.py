"""``regswap images``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.output.table import JsonSink, TableSink
from regswap.run import run
from regswap.settings.policy import make_policy

if TYPE_CHECKING:
    from regswap.settings.policy import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(short_help="List the references of manifests.")
@option.takes_manifests
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="A table, or a JSON array.")
def images(options: Options, form: str) -> int:
    """List the references of manifests: where each stands, what it becomes and by which rule.

    Without rules it lists what is there.
    """

    def make_sink(_: list[Source]) -> Sink:
        return JsonSink() if form == "json" else TableSink()

    code, _ = run(
        options, make_sink, list if options.quiet else track, choose_policy=partial(make_policy, needs_rules=False)
    )
    return code
