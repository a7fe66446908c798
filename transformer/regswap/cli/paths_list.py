"""``regswap paths list``."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.output.formats import make_formatter
from regswap.output.formatter import render
from regswap.output.place_listing import LISTING
from regswap.streams.destination import write_stdout

if TYPE_CHECKING:
    from regswap.places.place import Place
    from regswap.settings.options import Options


@click.command("list", cls=option.Command, short_help="List the paths that are known.")
@click.argument("kinds", metavar="[KIND]...", nargs=-1)
@option.takes("paths list")
@option.output_format(LISTING, help="A table, a JSON array, or rows to paste into a regswap.yaml.")
def list_(options: Options, kinds: tuple[str, ...], form: str) -> None:
    """List where references are looked for: the catalogue, and what the configuration and --path add to it.

    A KIND is `Kind`, `group/Kind`, or a shell pattern of either, such as `*.istio.io/*`.
    """
    from regswap.places.place import list_places
    from regswap.settings.policy import find_catalogues

    places = _choose(list(list_places(find_catalogues(options.with_environment()))), kinds)
    write_stdout(render(make_formatter(form, LISTING), places))


def _choose(places: list[Place], wanted: tuple[str, ...]) -> list[Place]:
    """Return the places of some kinds, all if none are named; raises UsageError for an unknown one."""
    from regswap.errors import Diagnostic, UsageError
    from regswap.suggestion import suggest

    unknown = [text for text in wanted if not any(_is(place, text) for place in places)]
    if unknown:
        names = sorted({name for place in places for name in (place.kind, place.name)})
        raise UsageError(*(Diagnostic(f"nothing is known of `{text}`", suggest(text, names)) for text in unknown))
    return [place for place in places if not wanted or any(_is(place, text) for text in wanted)]


def _is(place: Place, pattern: str) -> bool:
    return fnmatchcase(place.name if "/" in pattern else place.kind, pattern)
