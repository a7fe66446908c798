"""``regswap bundle pull``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.bundle.copying import PULL
from regswap.cli import option

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Copy the images of manifests into an OCI layout.")
@option.paths
@option.takes("bundle pull")
def pull(options: Options) -> int:
    """Copy every image that the manifests name from its source into an OCI layout, to be carried.

    regsync copies, with signatures and other referrers. A repeat goes on where a run was cut off.
    """
    from regswap.cli.bundle_copy import copy

    return copy(options, PULL)
