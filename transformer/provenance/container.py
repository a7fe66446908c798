"""Containers by their names, wherever in an object they are."""

from __future__ import annotations

from transformer.document.field import child, entries, items, text_of
from transformer.document.node import Mapping, Scalar, Sequence
from transformer.record import TYPE_CHECKING

if TYPE_CHECKING:
    from transformer.document.field import Field


def find_containers(field: Field, key: str, name: str) -> list[Field]:
    """Return the images of the containers of a name, in lists that stand under a key."""
    found = []
    pending = [field]
    while pending:
        at = pending.pop()
        if isinstance(at.node, Sequence) and at.path and at.path[-1] == key:
            named = [
                item for item in items(at) if isinstance(item.node, Mapping) and text_of(child(item, "name")) == name
            ]
            found += [image for image in (child(item, "image") for item in named) if image is not None]
        inner = [*entries(at), *items(at)]
        pending += [one for one in inner if not isinstance(one.node, Scalar)]
    return found
