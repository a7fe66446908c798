"""``regswap rules lint``."""

from __future__ import annotations

import click

from transformer.cli import option
from transformer.rules.lint import lint as find_findings
from transformer.rules.lint.rendering import RENDERERS, summarise
from transformer.run import READER_GONE, Options
from transformer.target import ReaderGone, printable, write_stderr, write_stdout

_BAD_RULES = 2


@click.command(short_help="Find what is doubtful about rules.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@option.rules
@option.rules_format
@option.image_prefix
@click.option(
    "--format", "form", type=click.Choice(list(RENDERERS)), default="text", help="For people, programs or code hosts."
)
@click.option("--strict", is_flag=True, help="Exit with 2 if there is a warning.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
def lint(
    files: tuple[str, ...],
    rules: tuple[str, ...],
    rules_format: str | None,
    image_prefix: str | None,
    form: str,
    *,
    strict: bool,
    quiet: bool,
) -> int:
    """Find what is doubtful about rules: those that never win, misspelt registries, images that collide, and more.

    Several files are read as one set, as every other command reads them. Exit codes: 0 done, whatever was found;
    2 the rules do not load, or there is a warning and --strict.
    """
    paths = Options(rules=(*rules, *files)).with_environment().rules
    if not paths and image_prefix is None:
        raise click.UsageError("no rules: name a rule file, here, with -r or in REGSWAP_RULES")
    findings = find_findings(paths, rules_format, image_prefix)
    try:
        write_stdout([printable(RENDERERS[form](findings))])
    except ReaderGone:
        return READER_GONE
    if not quiet:
        write_stderr(f"{summarise(findings)}\n")
    severities = {finding.severity for finding in findings}
    return _BAD_RULES if "error" in severities or (strict and "warning" in severities) else 0
