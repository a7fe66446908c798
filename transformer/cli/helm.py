"""``regswap helm``: what the Helm plugin runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from transformer.cli import option
from transformer.hosts.helm import post_render

if TYPE_CHECKING:
    from transformer.policy import Options


@click.group()
def helm() -> None:
    """Run as a Helm post-renderer."""


@helm.command("post-render")
@option.takes_stream
@option.annotate
def post_render_command(options: Options) -> int:
    """Rewrite what Helm sends on standard input.

    Like `regswap rewrite`, but an empty chart gives a comment, because Helm 4 takes empty output for a failure. Helm 4
    shows no message of a post-renderer: name a --report file to read what went wrong.
    """
    return post_render(options)
