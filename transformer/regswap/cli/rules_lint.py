"""``regswap rules lint``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.errors import ExitCode
from regswap.output.finding_listing import LISTING, summarise
from regswap.output.formats import make_formatter
from regswap.output.formatter import render
from regswap.rules.lint import lint as find_findings
from regswap.streams.destination import write_stderr, write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Find what is doubtful about rules.")
@option.takes_rule_files("rules lint")
@option.output_format(LISTING, help="For people, programs or code hosts.")
@click.option("--strict", is_flag=True, help="Exit with 2 if there is a warning.")
def lint(options: Options, form: str, *, strict: bool) -> int:
    """Find what is doubtful about rules: those that never win, misspelt registries, images that collide, and more.

    Several files are read as one set, as every other command reads them. Exit codes: 0 done, whatever was found;
    2 the rules do not load, or there is a warning and --strict.
    """
    paths = options.rules or ((options.config,) if options.config is not None else ())
    if not paths and options.image_prefix is None:
        raise click.UsageError("no rules: name a rule file, here, with -r or in REGSWAP_RULES")
    findings = find_findings(paths, options.rules_format, options.image_prefix)
    write_stdout(render(make_formatter(form, LISTING), findings))
    if not options.quiet:
        write_stderr(f"{summarise(findings)}\n")
    severities = {finding.severity for finding in findings}
    return ExitCode.USAGE if "error" in severities or (strict and "warning" in severities) else ExitCode.DONE
