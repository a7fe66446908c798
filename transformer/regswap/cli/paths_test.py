"""``regswap paths test``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.errors import Diagnostic
    from regswap.paths.try_paths import ObjectResult, PathResult
    from regswap.places.kind import Catalogue
    from regswap.settings.options import Options


@click.command(cls=option.Command, short_help="Show what each path finds.")
@option.paths
@option.takes("paths test")
@option.output_format("text", "json", help="A list, or a JSON array.")
def test(options: Options, form: str) -> None:
    """Show what each path finds in each object of manifests: values, nothing, or what is no reference.

    Reads standard input, files, or folders of them. Hidden places are not shown; `regswap images` does.
    """
    from regswap.paths.try_paths import PathTester
    from regswap.settings.policy import find_catalogues, looks_for_shapes
    from regswap.streams.source import find_sources

    options = options.with_environment()
    catalogues = find_catalogues(options)
    tried = PathTester(catalogues, by_shape=looks_for_shapes(options)).run(track(find_sources(options.paths)))
    write_stdout(_write_json(tried) if form == "json" else _write_text(tried))
    option.tell(_find_idle(tried, catalogues), options)


def _write_text(tried: Iterable[ObjectResult]) -> Iterator[bytes]:
    for one in tried:
        identity = one.identity
        name = f"{identity.namespace}/{identity.name}" if identity.namespace else identity.name
        head = f"{one.source}:{one.line}: {identity.api_version} {identity.kind} {name}".rstrip()
        yield _line(f"{head}: {one.unknown}" if one.unknown else head)
        for result in one.results:
            yield from _write_trial(result)


def _write_trial(result: PathResult) -> Iterator[bytes]:
    from regswap.output.table import shorten

    head = " ".join(filter(None, (result.path, result.shape, f"({result.found})")))
    if not result.path and not result.shape:
        yield _line("  known to hold no reference")
        return
    yield _line(f"  {head}" if result.values else f"  {head}: nothing")
    for value in result.values:
        text = f"is {_article(value.fault)}" if value.fault else shorten(value.value) or "is empty"
        yield _line(f"    {value.line}: {value.path}: {text}")


def _article(fault: str) -> str:
    return fault if fault.startswith(("null", "no ")) else f"a {fault}, not a string"


def _line(text: str) -> bytes:
    from regswap.errors import visible

    return printable(visible(text) + "\n")


def _write_json(tried: Iterable[ObjectResult]) -> Iterator[bytes]:
    from regswap.output.report import dump

    rows = b",\n".join(dump(_describe(one)) for one in tried)
    yield b"[\n" + rows + b"\n]\n" if rows else b"[]\n"


def _describe(one: ObjectResult) -> dict[str, object]:
    identity = one.identity
    return {
        "source": one.source,
        "line": one.line,
        "apiVersion": identity.api_version,
        "kind": identity.kind,
        "namespace": identity.namespace,
        "name": identity.name,
        "unknown": one.unknown or None,
        "paths": [
            {
                "path": result.path or None,
                "holds": result.shape,
                "from": result.found,
                "values": [value._asdict() for value in result.values],
            }
            for result in one.results
        ],
    }


def _find_idle(tried: list[ObjectResult], catalogues: Iterable[tuple[Catalogue, str]]) -> Iterator[Diagnostic]:
    """Warn of what the user added and no object was there for."""
    from regswap.errors import Diagnostic
    from regswap.places.kind import CATALOGUED
    from regswap.places.place import list_places

    used = {result.place.name for one in tried for result in one.results if result.place is not None}
    added = [place.name for place in list_places(catalogues) if place.found != CATALOGUED]
    for name in dict.fromkeys(name for name in added if name not in used):
        yield Diagnostic(f"no object of `{name}` is there to try its paths on", "check the group, kind and versions")
