"""``regswap rules``: the rule files themselves."""

from __future__ import annotations

import click

from transformer.cli.rules_convert import convert
from transformer.cli.rules_show import show


@click.group()
def rules() -> None:
    """Show and convert rule files."""


rules.add_command(convert)
rules.add_command(show)
