"""Helm values that stand in a custom resource as a map: where charts are told which images to take.

What they mean is the chart's business, but names are the same nearly everywhere: ``image: quay.io/a/b:1``, or
``image: {registry: quay.io, repository: a/b, tag: 1}``. Where no registry is written, the chart's own values may name
one, so that it is not known to be Docker Hub.
"""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar
from regswap.document.read.field import entries, items, string_of
from regswap.places.branch import VALUES, Shape
from regswap.places.discover.word import names_image, words_of
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
_LOCATIONS = frozenset({"repository", "imageRepository", "image", "name"})
_REGISTRY = Shape("registry", VALUES)


def find_in_values(root: Field) -> Iterator[tuple[Field, Shape, Field | None]]:
    """Yield the places in a map of values, each with its shape, and the registry that may be put before it.

    A registry of its own stands before an image; those above it are the chart's to put there.
    """
    pending: list[tuple[Field, Field | None]] = [(root, None)]
    while pending:
        field, above = pending.pop(0)
        node = field.node
        inner = list(entries(field)) if isinstance(node, Mapping) else list(items(field))
        found = list(_find_here(field, inner)) if isinstance(node, Mapping) else []
        outer, is_taken = above, any("registry" in dict(shape.roles) for _, shape in found)
        named = None if is_taken else _find_registry(inner)
        if named is not None:
            above = named
            yield named, _REGISTRY, None
        for place, shape in found:
            yield place, shape, outer if is_taken else above
        pending[:0] = [(below, above) for below in inner if not isinstance(below.node, Scalar)]


def _find_registry(inner: list[Field]) -> Field | None:
    """Return the registry that stands among the values of a map, or in what all charts share."""
    shared = [entry for field in inner for entry in _list_shared(field)]
    return next((entry for entry in (*inner, *shared) if entry.path[-1] in _REGISTRIES and string_of(entry)), None)


def _list_shared(field: Field) -> list[Field]:
    """Return the values that count for what stands beside a map, too: those of ``global``, or of no one image."""
    found = list(entries(field)) if field.path[-1] in ("global", "image") else []
    is_image = field.path[-1] == "image" and not _LOCATIONS.isdisjoint(str(entry.path[-1]) for entry in found)
    return [] if is_image else found


def _find_here(field: Field, inner: list[Field]) -> Iterator[tuple[Field, Shape]]:
    is_image = bool(field.path) and names_image(words_of(str(field.path[-1])))
    texts = {str(entry.path[-1]): entry.node.value for entry in inner if isinstance(entry.node, Scalar)}
    roles = {role: name for role, names in _ROLES.items() for name in names if name in texts}
    if "registry" in roles and "repository" not in roles and "image" in texts and not has_host(texts["image"]):
        # So ingress-nginx has it.
        roles["repository"] = "image"
    elif "repository" not in roles and "name" in texts and is_image and len(roles) > 0:
        roles["repository"] = "name"
    if "repository" in roles and (is_image or len(roles) > 1):
        yield field, Shape("split", VALUES, tuple((role, (roles[role],)) for role in _ROLES if role in roles))
    for entry in inner:
        key = str(entry.path[-1])
        if isinstance(entry.node, Scalar) and (key == "image" or key.endswith("Image")) and key not in roles.values():
            yield entry, Shape("reference", VALUES)
