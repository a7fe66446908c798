"""``regswap``, the group of all commands."""

from __future__ import annotations

import sys

import click

from transformer import __version__
from transformer.cli.helm import helm
from transformer.cli.images import images
from transformer.cli.rewrite import rewrite

INTERRUPTED = 130
"""128 + SIGINT."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="regswap %(version)s")
def regswap() -> None:
    """Rewrite the container image references of Kubernetes manifests with the rules of your image webhook or mirror.

    Exit codes: 0 done; 1 --check or --diff found changes; 2 usage or rules; 3 a manifest cannot be read or rewritten
    safely; 70 a bug.
    """


regswap.add_command(rewrite)
regswap.add_command(images)
regswap.add_command(helm)


def run_group(arguments: list[str]) -> int:
    """Run a command line and return its exit code; mistakes in it are told on standard error and end in 2."""
    try:
        code = regswap.main(arguments, prog_name="regswap", standalone_mode=False)
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else 0
