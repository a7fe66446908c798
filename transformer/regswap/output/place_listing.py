"""The listing of ``regswap paths list``: places."""

from __future__ import annotations

from regswap.output.formatter import Listing
from regswap.output.table import TableFormatter
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.output.formatter import Formatter
    from regswap.places.place import Place


def _list_cells(place: Place) -> tuple[str, ...]:
    from regswap.places.place import describe

    path, shape = (place.path, describe(place.shape)) if place.path else ("-", "no reference")
    return place.name, ", ".join(place.versions) or "all", path, shape, place.found


def _as_objects(place: Place) -> Iterator[dict[str, object]]:
    yield {
        "group": place.group,
        "kind": place.kind,
        "versions": list(place.versions),
        "path": place.path or None,
        "holds": place.shape or None,
        "from": place.found,
    }


def _draft(places: Sequence[Place]) -> Iterable[str]:
    from regswap.places.place import draft_places

    return draft_places(places)


def _make_table() -> Formatter:
    return TableFormatter(LISTING)


LISTING = Listing(
    "paths list",
    _make_table,
    _as_objects,
    cells=_list_cells,
    headings=("KIND", "VERSIONS", "PATH", "HOLDS", "FROM"),
    draft=_draft,
)
