"""``regswap bundle push``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.bundle.copying import PUSH
from regswap.cli import option

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Copy the images of manifests from an OCI layout to their targets.")
@option.paths
@option.takes("bundle push")
def push(options: Options) -> int:
    """Copy every image that the manifests name from an OCI layout to where the rewritten references point.

    regsync copies, with signatures and other referrers. A repeat goes on where a run was cut off.
    """
    from regswap.cli.bundle_copy import copy

    return copy(options, PUSH)
