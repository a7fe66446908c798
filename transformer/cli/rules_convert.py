"""``regswap rules convert``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from transformer.cli.rules_option import finish, make_options, rules_options
from transformer.errors import Diagnostic
from transformer.rules.formats import NAMES
from transformer.run import load_rules
from transformer.target import Replacements, refuse_unwritable, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command(short_help="Write rules in another format.")
@rules_options
@click.option("--to", required=True, type=click.Choice(NAMES), help="The format to write.")
@click.option("--as", "form", type=click.Choice(["configmap"]), help="Write ImageSwap's map in its ConfigMap.")
@click.option("--lossy", is_flag=True, help="Leave out what the format cannot express, with a warning for each rule.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file, which is replaced whole.")
def convert(
    files: tuple[str, ...],
    rules: tuple[str, ...],
    rules_format: str | None,
    image_prefix: str | None,
    to: str,
    form: str | None,
    output: str | None,
    *,
    quiet: bool,
    lossy: bool,
) -> int:
    """Write rules of any format, from one file or several, in another format.

    What is written decides the same about every reference in standard mode. Rules that the format cannot express are
    listed, and then nothing is written, unless --lossy leaves them out.
    """
    if form and to != "imageswap":
        message = f"--as {form} is a form of imageswap, and --to is {to}"
        raise click.UsageError(message)

    def work() -> Iterable[Diagnostic]:
        from transformer.rules.convert import convert as convert_rules
        from transformer.rules.convert.imageswap import write_config_map

        if output not in (None, "-"):
            refuse_unwritable(output)
        decider = load_rules(make_options(files, rules, rules_format, image_prefix, "standard"))
        converted = convert_rules(decider, to, lossy=lossy)
        _write(write_config_map(converted.text) if form else converted.text, output)
        hints = () if converted.is_detected or form else (_hint(to, output),)
        return (*decider.warnings, *converted.losses, *hints)

    return finish(work, quiet=quiet)


def _write(text: str, output: str | None) -> None:
    blocks = [text.encode()]
    if output in (None, "-"):
        write_stdout(blocks)
        return
    replacements = Replacements()
    try:
        replacements.stage(output, blocks)
        replacements.commit()
    finally:
        replacements.discard()


def _hint(to: str, output: str | None) -> Diagnostic:
    message = "this text alone does not tell its format"
    return Diagnostic(message, f"read it with `--rules-format {to}`", output or "<stdout>")
