"""``regswap paths discover``."""

from __future__ import annotations

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.streams.destination import printable, write_stdout
from regswap.streams.source import find_sources


@click.command(cls=option.Command, short_help="Draft paths from custom resource definitions.")
@option.paths
@option.output_choice("yaml", "json", help="A regswap.yaml to paste, or a JSON array.")
def discover(paths: tuple[str, ...], form: str) -> int:
    """Derive from custom resource definitions which fields of their kinds hold references.

    Reads standard input, files, or folders of them, and passes over objects that are not a CustomResourceDefinition.
    Prints a configuration to read, correct and paste; doubtful paths are comments in it, with the reason.
    """
    # Other commands do not pay for what only this one needs.
    from regswap.paths.discovery import discover as derive
    from regswap.places.catalogue.compiled import CATALOGUE
    from regswap.places.discover.addition import doubt_never
    from regswap.places.discover.draft import draft_json, draft_yaml

    kinds = doubt_never(derive(track(find_sources(paths))), CATALOGUE)
    lines = [draft_json(kinds)] if form == "json" else draft_yaml(kinds)
    write_stdout(printable(f"{line}\n") for line in lines)
    return 0
