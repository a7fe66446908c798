"""``regswap krm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.hosts.krm.function import transform

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Run as a KRM function, for Kustomize and kpt.")
@option.takes("krm")
def krm(options: Options) -> int:
    """Run as a KRM function: rewrite the ResourceList on standard input.

    The functionConfig in it is an `ImageRewrite`, which is what a regswap.yaml holds, or a `ConfigMap`. What was
    rewritten, and what went wrong, is in the results.
    """
    return transform(options)
