"""``regswap rules show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.output.report import dump
from regswap.output.table import align, shorten
from regswap.rules import RuleSet
from regswap.rules.engine.order import Turn, order_rules
from regswap.settings.policy import load_rules
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.settings.options import Options

_HEADINGS = ("#", "KIND", "MATCH", "TARGET", "JOIN", "WHERE", "NAME", "NOTE")
_USUAL = {"exact": "whole", "glob": "basename", "regex": "expand", "prefix": "path", "skip": "whole", "default": "path"}
_HEADS = {
    "standard": "standard mode: what is under a target already stays; else the first of these that matches decides",
    "compat": "compat mode: the rules as they are written; the original program has its own order",
}


@click.command(cls=option.Command, short_help="List rules in the order in which they are tried.")
@option.takes_rule_files("rules show")
@option.output_format("text", "json", help="A table, or a JSON array.")
def show(options: Options, form: str) -> None:
    """List the rules of all files as one set, in the order in which they are tried."""
    decider = load_rules(options)
    is_standard = isinstance(decider, RuleSet)
    turns = order_rules(decider.rules) if is_standard else [Turn(rule, None) for rule in decider.rules]
    mode = "standard" if is_standard else "compat"
    write_stdout(_write_json(turns) if form == "json" else _write_table(turns, mode))
    option.tell(decider.warnings, options)


def _write_table(turns: list[Turn], mode: str) -> Iterator[bytes]:
    yield printable(f"{_HEADS[mode]}\n")
    rows = [_HEADINGS, *(_row(number, turn) for number, turn in enumerate(turns, 1))]
    # A column that says nothing of any rule is not shown.
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])] or [(heading,) for heading in _HEADINGS]
    yield from align(list(zip(*columns, strict=True)), [max(map(len, column)) for column in columns])


def _row(number: int, turn: Turn) -> tuple[str, ...]:
    rule = turn.rule
    cells = (
        str(number),
        rule.kind,
        "" if rule.kind == "default" else rule.match,
        rule.target or ("" if rule.kind == "skip" else "(left alone)"),
        "" if rule.join == _USUAL[rule.kind] else rule.join,
        str(rule.origin),
        rule.name,
        f"never: {turn.loses_to.origin} wins" if turn.loses_to else "",
    )
    return tuple(map(shorten, cells))


def _write_json(turns: list[Turn]) -> Iterator[bytes]:
    yield b"["
    separator = b"\n"
    for number, turn in enumerate(turns, 1):
        yield separator + dump(_describe(number, turn))
        separator = b",\n"
    yield b"\n]\n" if turns else b"]\n"


def _describe(number: int, turn: Turn) -> dict[str, object]:
    rule = turn.rule
    fields = {name: value for name, value in rule._asdict().items() if name != "origin"}
    place = {"file": rule.origin.file, "line": rule.origin.line, "column": rule.origin.column}
    return {"order": number, **fields, **place, "never": turn.loses_to is not None}
