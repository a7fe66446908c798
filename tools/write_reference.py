"""Writes ``docs/reference/commands.md`` from the commands and the table of options.

``--check`` writes nothing and ends in 1 where the page is not the one of the commands.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regswap.cli.group import regswap
from regswap.cli.option import explain
from regswap.settings.option_row import GROUPS, Row
from regswap.settings.options import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"

_HEAD = """\
# Commands

<!-- Written by tools/write_reference.py from the commands and the table of options. Do not edit. -->

A flag takes precedence over its environment variable, and that over the configuration.
`spec.…` is the key in [regswap.yaml](../configuration.md) that says the same, `data.…` the key in a ConfigMap that is
the functionConfig of the [KRM function](../kustomize.md).
Exit codes are listed in [exit-codes.md](exit-codes.md).
"""


def write_reference() -> str:
    """Return the text of the page."""
    return "\n".join(
        [_HEAD, *(line for path, command in _list_commands(regswap, ()) for line in _write(path, command))]
    )


def _list_commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _list_commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def _write(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"regswap {path}")
    yield f"## regswap {path}\n"
    yield f"```\n{context.get_usage().removeprefix('Usage: ')}\n```\n"
    for paragraph in (command.help or "").split("\n\n"):
        yield f"{_as_prose(paragraph)}\n"
    rows = {row.name: row for row in TABLE if path in row.commands}
    options = [one for one in command.params if isinstance(one, click.Option)]
    for group in (*GROUPS, ""):
        section = [one for one in options if getattr(one, "group", "") == group]
        if section:
            yield f"| {group.capitalize() or 'Options'} | also | |\n| --- | --- | --- |"
            yield from (_describe(one, rows.get(one.name or "")) for one in section)
            yield ""


def _describe(option: click.Option, row: Row | None) -> str:
    flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = "" if option.is_flag else "\\|".join(map(str, choices)) or option.metavar or ""
    also = []
    if row is not None:
        also = [row.environment, f"spec.{row.key}" if row.key else "", f"data.{row.map_key}" if row.map_key else ""]
    text = (explain(row._replace(environment="")) if row else option.help or "").replace("|", "\\|")
    kept = ", ".join(f"`{one}`" for one in also if one)
    return f"| {flags}{f' `{value}`' if value else ''} | {kept} | {text} |"


def _as_prose(paragraph: str) -> str:
    """Return a paragraph with a line for each sentence, as the other pages have them."""
    return " ".join(paragraph.split()).replace(". ", ".\n")


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = write_reference()
    if not check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is not the page of the commands: run `make reference`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
