"""``regswap paths``, the group of the commands about where references are looked for."""

from __future__ import annotations

import click

from regswap.cli.paths_discover import discover
from regswap.cli.paths_import import import_
from regswap.cli.paths_list import list_
from regswap.cli.paths_test import test


@click.group(short_help="List, test, derive and import the paths of references.")
def paths() -> None:
    """List, test, derive and import the paths at which references are looked for."""


paths.add_command(list_)
paths.add_command(test)
paths.add_command(discover)
paths.add_command(import_)
