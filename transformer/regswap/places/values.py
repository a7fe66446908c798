"""Helm values that stand in a custom resource as a map: where charts are told which images to take.

What they mean is the chart's business, but names are the same nearly everywhere: ``image: quay.io/a/b:1``, or
``image: {registry: quay.io, repository: a/b, tag: 1}``. Where no registry is written, the chart's own values may name
one, so that it is not known to be Docker Hub.
"""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar
from regswap.document.read.field import entries, items, text_of
from regswap.places.branch import VALUES, Shape
from regswap.places.split import has_host
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field

_ROLES = {
    "registry": ("registry", "imageRegistry"),
    "repository": ("repository", "imageRepository"),
    "tag": ("tag", "imageTag"),
    "digest": ("digest", "sha"),
}


_REGISTRIES = frozenset({"registry", "imageRegistry", "hub"})
"""Keys whose value a chart puts before the images below, and under ``global`` before all."""


def find_in_values(root: Field) -> Iterator[tuple[Field, Shape, bool]]:
    """Yield the places in a map of values, each with its shape, and whether a registry may be put before it."""
    pending = [(root, False)]
    while pending:
        field, is_below = pending.pop(0)
        node = field.node
        inner = list(entries(field)) if isinstance(node, Mapping) else list(items(field))
        found = list(_find_here(field, inner)) if isinstance(node, Mapping) else []
        is_outer, is_taken = is_below, any("registry" in dict(shape.roles) for _, shape in found)
        is_below = is_below or (not is_taken and _names_registry(inner))
        for place, shape in found:
            yield place, shape, is_outer if is_taken else is_below
        pending[:0] = [(below, is_below) for below in inner if not isinstance(below.node, Scalar)]


def _names_registry(inner: list[Field]) -> bool:
    """Tell whether a registry stands among the values of a map, or in what all charts share."""
    shared = [entry for field in inner if field.path[-1] == "global" for entry in entries(field)]
    return any(entry.path[-1] in _REGISTRIES and text_of(entry) for entry in (*inner, *shared))


def _find_here(field: Field, inner: list[Field]) -> Iterator[tuple[Field, Shape]]:
    texts = {str(entry.path[-1]): entry.node.value for entry in inner if isinstance(entry.node, Scalar)}
    roles = {role: name for role, names in _ROLES.items() for name in names if name in texts}
    if "registry" in roles and "repository" not in roles and "image" in texts and not has_host(texts["image"]):
        # So ingress-nginx has it.
        roles["repository"] = "image"
    if "repository" in roles and len(roles) > 1:
        yield field, Shape("split", VALUES, tuple((role, (roles[role],)) for role in _ROLES if role in roles))
    for entry in inner:
        key = str(entry.path[-1])
        if isinstance(entry.node, Scalar) and (key == "image" or key.endswith("Image")) and key not in roles.values():
            yield entry, Shape("reference", VALUES)
