"""``regswap paths``, the group of the commands about where references are looked for."""

from __future__ import annotations

import click

from transformer.cli.paths_discover import discover


@click.group(short_help="Where references are looked for.")
def paths() -> None:
    """Where references are looked for."""


paths.add_command(discover)
