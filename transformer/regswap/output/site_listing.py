"""The listing of ``regswap images``: entries; and the lines of what would change."""

from __future__ import annotations

from regswap.errors import visible
from regswap.output.formatter import Listing
from regswap.output.json_object import entry_as_object
from regswap.output.table import TableFormatter
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.output.formatter import Formatter
    from regswap.pipeline.entry import Entry

_NOTHING = "-"


class _Row(NamedTuple):
    """A line of the table."""

    where: str = "WHERE"
    object: str = "OBJECT"
    container: str = "CONTAINER"
    reference: str = "REFERENCE"
    becomes: str = "BECOMES"
    left: str = "LEFT"
    """Why it stays as it is."""
    rule: str = "RULE"


def _list_cells(entry: Entry) -> tuple[str, ...]:
    row = _Row(
        where=f"{entry.source}:{entry.line}",
        object=f"{entry.kind} {entry.full_name}",
        container=entry.container,
        reference=entry.reference,
        becomes=entry.rewritten if entry.changed else "",
        left="" if entry.changed else entry.reason,
        rule=str(entry.rule.origin) if entry.rule is not None else "",
    )
    return tuple(cell or _NOTHING for cell in row)


def _stack(cells: Sequence[str]) -> str:
    row = _Row(*cells)
    container = "" if row.container == _NOTHING else f"  {row.container}"
    becomes = f"left: {row.left}" if row.becomes == _NOTHING else f"-> {row.becomes}"
    return f"{row.where}  {row.object}{container}\n  {row.reference}\n  {becomes}\n     {row.rule}\n"


def _make_table() -> Formatter:
    return TableFormatter(LISTING, stack=_stack)


def _list_names(entry: Entry) -> tuple[str, ...]:
    return (entry.rewritten,) if entry.names_image else ()


def _make_page() -> Formatter:
    from regswap.output.page import PageFormatter

    return PageFormatter()


LISTING = Listing(
    "images",
    _make_table,
    lambda entry: (entry_as_object(entry),),
    cells=_list_cells,
    headings=tuple(_Row()),
    names=_list_names,
    page=_make_page,
)


def tell_change(entry: Entry) -> Iterator[str]:
    """Yield the line that ``regswap rewrite --check`` has for an entry, if it would change."""
    if entry.changed:
        place = f"{entry.source}:{entry.line}:{entry.column}"
        yield visible(f"{place}: {entry.reference} -> {entry.rewritten}")
