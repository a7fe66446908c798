"""``regswap rules show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.output.formats import make_formatter
from regswap.output.formatter import render
from regswap.output.rule_listing import make_listing
from regswap.rules import RuleSet
from regswap.rules.engine.order import Turn, order_rules
from regswap.settings.policy import load_rules
from regswap.streams.destination import write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="List rules in the order in which they are tried.")
@option.takes_rule_files("rules show")
@option.output_format(make_listing("standard"), help="A table, or a JSON array.")
def show(options: Options, form: str) -> None:
    """List the rules of all files as one set, in the order in which they are tried."""
    decider = load_rules(options)
    is_standard = isinstance(decider, RuleSet)
    turns = order_rules(decider.rules) if is_standard else [Turn(rule, None) for rule in decider.rules]
    mode = "standard" if is_standard else "compat"
    write_stdout(render(make_formatter(form, make_listing(mode)), enumerate(turns, 1)))
    option.tell(decider.warnings, options)
