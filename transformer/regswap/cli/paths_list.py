"""``regswap paths list``."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.places.place import Place
    from regswap.settings.options import Options

_HEADINGS = ("KIND", "VERSIONS", "PATH", "HOLDS", "FROM")


@click.command("list", cls=option.Command, short_help="List the paths that are known.")
@click.argument("kinds", metavar="[KIND]...", nargs=-1)
@option.takes("paths list")
@option.output_format("text", "json", "yaml", help="A table, a JSON array, or rows to paste into a regswap.yaml.")
def list_(options: Options, kinds: tuple[str, ...], form: str) -> None:
    """List where references are looked for: the catalogue, and what the configuration and --path add to it.

    A KIND is `Kind`, `group/Kind`, or a shell pattern of either, such as `*.istio.io/*`.
    """
    from regswap.places.place import draft_places, list_places
    from regswap.settings.policy import find_catalogues

    places = _choose(list(list_places(find_catalogues(options.with_environment()))), kinds)
    if form == "text":
        write_stdout(_write_table(places))
    elif form == "json":
        write_stdout(_write_json(places))
    else:
        write_stdout(printable(f"{line}\n") for line in draft_places(places))


def _choose(places: list[Place], wanted: tuple[str, ...]) -> list[Place]:
    """Return the places of some kinds, all if none are named; raises UsageError for one that nobody knows."""
    from regswap.errors import Diagnostic, UsageError
    from regswap.suggestion import suggest

    unknown = [text for text in wanted if not any(_is(place, text) for place in places)]
    if unknown:
        names = sorted({name for place in places for name in (place.kind, place.name)})
        raise UsageError(*(Diagnostic(f"nothing is known of `{text}`", suggest(text, names)) for text in unknown))
    return [place for place in places if not wanted or any(_is(place, text) for text in wanted)]


def _is(place: Place, pattern: str) -> bool:
    return fnmatchcase(place.name if "/" in pattern else place.kind, pattern)


def _write_table(places: Iterable[Place]) -> Iterator[bytes]:
    from regswap.output.table import align, shorten
    from regswap.places.place import describe

    rows = [_HEADINGS]
    for place in places:
        path, shape = (place.path, describe(place.shape)) if place.path else ("-", "no reference")
        rows.append((place.name, ", ".join(place.versions) or "all", path, shape, place.found))
    shown = [tuple(map(shorten, row)) for row in rows]
    return align(shown, [max(map(len, column)) for column in zip(*shown, strict=True)])


def _write_json(places: Iterable[Place]) -> Iterator[bytes]:
    from regswap.output.report import dump

    rows = [
        {
            "group": place.group,
            "kind": place.kind,
            "versions": list(place.versions),
            "path": place.path or None,
            "holds": place.shape or None,
            "from": place.found,
        }
        for place in places
    ]
    yield b"[\n" + b",\n".join(map(dump, rows)) + b"\n]\n" if rows else b"[]\n"
