"""``regswap helm``: what the Helm plugin runs."""

from __future__ import annotations

import click

from transformer.cli import option
from transformer.hosts.helm import post_render
from transformer.run import Options


@click.group()
def helm() -> None:
    """Run as a Helm post-renderer."""


@helm.command("post-render")
@option.verbose
@option.quiet
@option.report
@option.image_prefix
@option.mode
@option.rules_format
@option.rules
def post_render_command(
    rules: tuple[str, ...],
    rules_format: str | None,
    mode: str,
    image_prefix: str | None,
    report: str | None,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Rewrite what Helm sends on standard input.

    Like `regswap rewrite`, but an empty chart gives a comment, because Helm 4 takes empty output for a failure. Helm 4
    shows no message of a post-renderer: name a --report file to read what went wrong.
    """
    return post_render(Options((), rules, rules_format, mode, image_prefix, report, quiet, verbose))
