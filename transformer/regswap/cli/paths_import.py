"""``regswap paths import``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.command("import", cls=option.Command, short_help="Take over paths from Kustomize or kbld.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="[GROUP/]KIND",
    help="A kind that paths are for which are written for all kinds, as those of kbld; repeatable.",
)
@click.option("--lossy", is_flag=True, help="Leave out what cannot be taken over, with a warning for each.")
@option.takes("paths import")
def import_(options: Options, files: tuple[str, ...], kinds: tuple[str, ...], *, lossy: bool) -> None:
    """Print rows for a regswap.yaml from the paths that another program's configuration names.

    Reads field specs of images (the files under `configurations` of a kustomization, or the kustomization) and the
    search rules of a kbld Config; which of them a FILE is, is detected.
    """
    from regswap.errors import RulesError
    from regswap.paths.importers import import_paths
    from regswap.places.place import draft_places

    nameless = next((name for name in kinds if not name.rpartition("/")[2]), None)
    if nameless is not None:
        message = f"--kind `{nameless}` is not a kind"
        raise click.UsageError(message)
    imported = import_paths(files, kinds)
    if imported.losses and not lossy:
        raise RulesError(*imported.losses)
    write_stdout(printable(f"{line}\n") for line in draft_places(imported.places))
    option.tell((*imported.warnings, *imported.losses), options)
