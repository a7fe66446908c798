"""``regswap paths test``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.output.formats import make_formatter
from regswap.output.formatter import render
from regswap.output.path_listing import LISTING
from regswap.streams.destination import write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.errors import Diagnostic
    from regswap.paths.try_paths import ObjectResult
    from regswap.places.kind import Catalogue
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Show what each path finds.")
@option.paths
@option.takes("paths test")
@option.output_format(LISTING, help="A list, or a JSON array.")
def test(options: Options, form: str) -> None:
    """Show what each path finds in each object of manifests: references, nothing, or a value that is not a reference.

    Reads standard input, files, or folders of them. Hidden places are not shown; `regswap images` does.
    """
    from regswap.paths.try_paths import PathTester
    from regswap.settings.policy import find_catalogues, looks_for_shapes
    from regswap.streams.source import find_sources

    options = options.with_environment()
    catalogues = find_catalogues(options)
    tried = PathTester(catalogues, by_shape=looks_for_shapes(options)).run(track(find_sources(options.paths)))
    write_stdout(render(make_formatter(form, LISTING), tried))
    option.tell(_find_idle(tried, catalogues), options)


def _find_idle(tried: list[ObjectResult], catalogues: Iterable[tuple[Catalogue, str]]) -> Iterator[Diagnostic]:
    """Warn of what the user added and no object was there for."""
    from regswap.errors import Diagnostic
    from regswap.places.kind import CATALOGUED
    from regswap.places.place import list_places

    used = {result.place.name for one in tried for result in one.results if result.place is not None}
    added = [place.name for place in list_places(catalogues) if place.found != CATALOGUED]
    for name in dict.fromkeys(name for name in added if name not in used):
        yield Diagnostic(f"no object of `{name}` is there to try its paths on", "check the group, kind and versions")
