"""``regswap rules convert``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.errors import Diagnostic
from regswap.rules.formats.registry import FORMATS, NAMES, find_format
from regswap.settings.policy import load_rules
from regswap.streams.destination import refuse_unwritable, write_stdout
from regswap.streams.replacement import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.settings.options import Options

_FORMS = [name for one in FORMATS for name, _ in one.wrappers]


@click.command(cls=option.Command, short_help="Write rules in another format.")
@option.takes_rule_files("rules convert")
@click.option("--to", required=True, type=click.Choice(NAMES), help="The format to write.")
@click.option("--as", "form", type=click.Choice(_FORMS), help="Write ImageSwap's map in its ConfigMap.")
@click.option("--lossy", is_flag=True, help="Leave out what the format cannot express, with a warning for each rule.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, which is replaced whole.")
def convert(options: Options, to: str, form: str | None, output: str | None, *, lossy: bool) -> None:
    """Write rules of any format, from one file or several, in another format.

    The result decides the same about every reference in standard mode. Rules that the format cannot express are
    listed, and then nothing is written, unless --lossy leaves them out.
    """
    from regswap.rules.convert import convert as convert_rules

    wrap = _find_wrapper(to, form)
    if output is not None and output != "-":
        refuse_unwritable(output)
    decider = load_rules(options._replace(mode="standard"))
    converted = convert_rules(decider, to, lossy=lossy)
    _write(wrap(converted.text) if wrap else converted.text, output)
    hints = () if converted.is_detected or wrap else (_hint(to, output),)
    option.tell((*decider.warnings, *converted.losses, *converted.deviations, *hints), options)


def _find_wrapper(to: str, form: str | None) -> Callable[[str], str] | None:
    """Return what puts the text of a format in another form of its file."""
    if form is None:
        return None
    wrap = dict(find_format(to).wrappers).get(form)
    if wrap is None:
        owner = next(one.name for one in FORMATS if form in dict(one.wrappers))
        message = f"--as {form} is a form of {owner}, and --to is {to}"
        raise click.UsageError(message)
    return wrap


def _write(text: str, output: str | None) -> None:
    blocks = [text.encode()]
    if output is None or output == "-":
        write_stdout(blocks)
        return
    replace_file(output, blocks)


def _hint(to: str, output: str | None) -> Diagnostic:
    message = "this text alone does not tell its format"
    return Diagnostic(message, f"read it with `--rules-format {to}`", output or "<stdout>")
