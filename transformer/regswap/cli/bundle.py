"""``regswap bundle``, the group of the commands about what an air gap needs."""

from __future__ import annotations

import click

from regswap.cli.bundle_plan import plan
from regswap.cli.bundle_pull import pull
from regswap.cli.bundle_push import push


@click.group(short_help="Plan, copy and prove what an air gap needs.")
def bundle() -> None:
    """Plan, copy and prove what the rewritten references need to be pulled behind an air gap."""


bundle.add_command(plan)
bundle.add_command(pull)
bundle.add_command(push)
