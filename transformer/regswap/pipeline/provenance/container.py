"""Containers by their names, wherever in an object they are."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import child, entries, items, text_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.field import Field

    Containers = dict[tuple[str, str], list[Field]]
    """Images of containers, by the key of the list that has them and their names."""


def find_containers(field: Field) -> Containers:
    """Return the images of all that has a name and is in a list, under an object or a pod template."""
    found: Containers = {}
    pending = [field]
    while pending:
        at = pending.pop()
        for item in items(at) if isinstance(at.node, Sequence) and at.path else ():
            image = child(item, "image") if isinstance(item.node, Mapping) else None
            if image is not None:
                found.setdefault((str(at.path[-1]), text_of(child(item, "name"))), []).append(image)
        inner = [*entries(at), *items(at)]
        pending += [one for one in inner if not isinstance(one.node, Scalar)]
    return found
