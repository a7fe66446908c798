"""Sites in documents that are written as texts of another document: what changes there, and where that is."""

from __future__ import annotations

from regswap.document.edit.fragment import locate_parts
from regswap.document.edit.sharing import Change, plan
from regswap.document.parse.node import Scalar
from regswap.document.splice import Edit
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.document.read.reading import Reading
    from regswap.places.site import Site, Within

_REMEDY = "write it in a file of its own"


def lift_changes(reading: Reading, found: Iterable[tuple[Within | None, Change]]) -> list[Change]:
    """Return some changes as changes of a document itself, where they are in texts that it holds.

    Raises ManifestError where a text cannot be changed so.
    """
    changes: list[Change] = []
    inner: dict[int, tuple[Within, list[Change]]] = {}
    for within, change in found:
        if within is None:
            changes.append(change)
        else:
            inner.setdefault(id(within.reading), (within, []))[1].append(change)
    if inner:
        changes += lift_changes(
            reading, [(within.outer, _lift(reading, within, held)) for within, held in inner.values()]
        )
    return changes


def _lift(reading: Reading, within: Within, changes: list[Change]) -> Change:
    try:
        edits = plan(within.reading, changes)
    except ManifestError as error:
        message = f"{error.diagnostics[0].message}, in the text that stands here"
        raise ManifestError(reading.locate(within.outermost.field.node, message, _REMEDY)) from None
    shift = within.offset
    parts = tuple(Edit(edit.start + shift, edit.end + shift, edit.replacement) for edit in edits)
    return Change(within.field, "", parts)


def find_outer_offset(site: Site) -> tuple[Scalar, int] | None:
    """Return the scalar of the document that holds a site in its text, and the offset in its value; None elsewhere."""
    within, node = site.within, site.field.node
    if within is None:
        return None
    offset = 0 if site.token is None else site.token.start
    while within is not None:
        start = locate_parts(within.reading.parsed, node, [offset])[0] if isinstance(node, Scalar) else node.start
        offset, node, within = start + within.offset, within.field.node, within.outer
    return (node, offset) if isinstance(node, Scalar) else None
