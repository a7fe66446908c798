"""The listing of ``regswap rules show``: rules in their turn, each with its number."""

from __future__ import annotations

from regswap.output.formatter import Listing
from regswap.output.table import TableFormatter
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.output.formatter import Formatter
    from regswap.rules.engine.order import Turn

    Numbered = tuple[int, Turn]

_USUAL = {"exact": "whole", "glob": "basename", "regex": "expand", "prefix": "path", "skip": "whole", "default": "path"}
_HEADS = {
    "standard": "standard mode: what is under a target already stays; else the first of these that matches decides",
    "compat": "compat mode: the rules as they are written; the original program has its own order",
}


def _list_cells(row: Numbered) -> tuple[str, ...]:
    number, turn = row
    rule = turn.rule
    return (
        str(number),
        rule.kind,
        "" if rule.kind == "default" else rule.match,
        rule.target or ("" if rule.kind == "skip" else "(left alone)"),
        "" if rule.join == _USUAL[rule.kind] else rule.join,
        str(rule.origin),
        rule.name,
        f"never: {turn.loses_to.origin} wins" if turn.loses_to else "",
    )


def _as_objects(row: Numbered) -> Iterator[dict[str, object]]:
    number, turn = row
    rule = turn.rule
    fields = {name: value for name, value in rule._asdict().items() if name != "origin"}
    place = {"file": rule.origin.file, "line": rule.origin.line, "column": rule.origin.column}
    yield {"order": number, **fields, **place, "never": turn.loses_to is not None}


def make_listing(mode: str) -> Listing:
    """Return what is listed in a mode."""

    def make_table() -> Formatter:
        return TableFormatter(LISTING, head=_HEADS[mode])

    return LISTING._replace(text=make_table)


LISTING = Listing(
    "rules show",
    objects=_as_objects,
    cells=_list_cells,
    headings=("#", "KIND", "MATCH", "TARGET", "JOIN", "WHERE", "NAME", "NOTE"),
)
