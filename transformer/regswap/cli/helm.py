"""``regswap helm``: what the Helm plugin runs, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.hosts.helm import find_plugins, post_render
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.group()
def helm() -> None:
    """Run as a Helm post-renderer."""


@helm.command("post-render", cls=option.Command)
@option.takes("helm post-render")
def post_render_command(options: Options) -> int:
    """Rewrite what Helm sends on standard input.

    Like `regswap rewrite`, but an empty chart gives a comment, because Helm 4 takes empty output for a failure. Helm 4
    shows no message of a post-renderer: name a --report file to read what went wrong. On a terminal the first errors
    are shown all the same.
    """
    return post_render(options)


@helm.command("plugin-dir")
def plugin_dir() -> None:
    """Print the folder that holds the plugin of Helm 4.

    Install it with `helm plugin install "$(regswap helm plugin-dir)/regswap"`; it follows upgrades of regswap.
    """
    write_stdout([printable(f"{find_plugins()}\n")])
