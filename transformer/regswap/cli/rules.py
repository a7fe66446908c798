"""``regswap rules``, the group of the commands about rule files."""

from __future__ import annotations

import click

from regswap.cli.rules_convert import convert
from regswap.cli.rules_lint import lint
from regswap.cli.rules_show import show


@click.group(short_help="Check, list and convert rule files.")
def rules() -> None:
    """Check, list and convert rule files."""


rules.add_command(lint)
rules.add_command(show)
rules.add_command(convert)
