"""Helm values that stand in a custom resource as a map: where charts are told which images to take.

What they mean is the chart's business, but names are the same nearly everywhere: ``image: quay.io/a/b:1``, or
``image: {registry: quay.io, repository: a/b, tag: 1}``.
"""

from __future__ import annotations

from transformer.document.field import entries, items
from transformer.document.node import Mapping, Scalar, Sequence
from transformer.places.branch import Shape
from transformer.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transformer.document.field import Field

VALUES = "Helm values"
"""How a report says that a place is in the values of a chart."""

_ROLES = {
    "registry": ("registry", "imageRegistry"),
    "repository": ("repository", "imageRepository"),
    "tag": ("tag", "imageTag"),
    "digest": ("digest", "sha"),
}


def find_in_values(root: Field) -> Iterator[tuple[Field, Shape]]:
    """Yield the places in a map of values, each with its shape."""
    pending = [root]
    while pending:
        field = pending.pop(0)
        node = field.node
        if isinstance(node, Mapping):
            inner = list(entries(field))
            yield from _find_here(field, inner)
        else:
            inner = list(items(field)) if isinstance(node, Sequence) else []
        pending[:0] = [below for below in inner if not isinstance(below.node, Scalar)]


def _find_here(field: Field, inner: list[Field]) -> Iterator[tuple[Field, Shape]]:
    keys = {str(entry.path[-1]) for entry in inner if isinstance(entry.node, Scalar)}
    roles = tuple((role, (name,)) for role, names in _ROLES.items() for name in names if name in keys)
    if any(role == "repository" for role, _ in roles) and len(roles) > 1:
        yield field, Shape("split", VALUES, roles)
    for entry in inner:
        key = str(entry.path[-1])
        if isinstance(entry.node, Scalar) and (key == "image" or key.endswith("Image")):
            yield entry, Shape("reference", VALUES)
