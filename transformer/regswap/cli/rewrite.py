"""``regswap rewrite``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.cli.rewriting import find_contradiction
from regswap.cli.rewriting import rewrite as run_rewrite

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Rewrite the references of manifests.")
@option.paths
@option.takes("rewrite")
def rewrite(options: Options) -> int:
    """Rewrite the references of manifests: standard input, files, or folders of them.

    The result goes to standard output, whole or not at all. Nothing but the references changes.
    """
    contradiction = find_contradiction(options)
    if contradiction:
        raise click.UsageError(contradiction)
    return run_rewrite(options, list if options.quiet else track)
