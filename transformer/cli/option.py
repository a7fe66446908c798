"""The options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from transformer.rules.formats import NAMES
from transformer.rules.load import MODES

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

paths = click.argument("paths", metavar="[PATH]...", nargs=-1)

rules = click.option(
    "-r",
    "--rules",
    multiple=True,
    metavar="PATH",
    help="A rule file; give it again for more, in order. [env: REGSWAP_RULES, joined as in PATH]",
)
rules_format = click.option(
    "--rules-format",
    type=click.Choice(NAMES),
    help="The format of the rule files; detected if not given.",
)
mode = click.option(
    "--mode",
    type=click.Choice(MODES),
    default="standard",
    help="One semantics for all formats, or exactly what the format's own program does.",
)
image_prefix = click.option(
    "--image-prefix", metavar="PREFIX", help="ImageSwap's IMAGE_PREFIX, for what it calls LEGACY mode."
)
report = click.option(
    "--report", metavar="FILE", help="Write what was seen and done to a file, as JSON. [env: REGSWAP_REPORT]"
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
verbose = click.option("-v", "--verbose", is_flag=True, help="Say at the end what was done.")
color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color the diff; auto does on a terminal where NO_COLOR is not set.",
)


def run_options(function: F) -> F:
    """Add the options of every command that reads manifests."""
    for option in (verbose, quiet, report, image_prefix, mode, rules_format, rules, paths):
        function = option(function)
    return function
