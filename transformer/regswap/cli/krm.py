"""``regswap krm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.hosts.krm.function import transform

if TYPE_CHECKING:
    from regswap.settings.policy import Options


@click.command(short_help="Run as a KRM function, for Kustomize and kpt.")
@option.takes_stream
@click.option("--check", is_flag=True, help="Change nothing; what would change is an error, and ends in 1.")
def krm(options: Options, *, check: bool) -> int:
    """Run as a KRM function: rewrite the ResourceList on standard input.

    The functionConfig in it is an `ImageRewrite`, which is what a regswap.yaml holds, or a `ConfigMap`. What was
    rewritten, and what went wrong, is in the results.
    """
    return transform(options, check=check)
