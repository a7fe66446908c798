"""PodSpecs in objects of unknown kinds, told from their shape."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import child, entries, items
from regswap.places.branch import CONTAINER_LISTS, Branch, walk
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.branch import Shape
    from regswap.places.object import ObjectId

SHAPE = "shape"
"""How a report says that a place was told from its shape."""

OPAQUE = frozenset({"CustomResourceDefinition", "ConfigMap", "Secret"})
"""Kinds whose text is full of what looks like other objects."""

_BUILT_IN = frozenset({"", "apps", "autoscaling", "batch", "extensions", "policy"})
_BUILT_IN_SUFFIX = ".k8s.io"
"""The API groups of Kubernetes itself, whose kinds are all known; a special interest group's ends in ``.x-k8s.io``."""

_NEVER = frozenset({"status", "metadata"})
"""What the cluster wrote, and what it knows about the object itself."""


def is_custom(identity: ObjectId) -> bool:
    """Tell whether an object is a custom resource."""
    group, slash, _ = identity.api_version.rpartition("/")
    if not identity.kind or not slash or group in _BUILT_IN or identity.kind in OPAQUE:
        return False
    return not group.endswith(_BUILT_IN_SUFFIX)


def find_by_shape(root: Field, *, hidden: bool = True) -> Iterator[tuple[Field, Shape]]:
    """Yield the places of all PodSpecs in an object, at any depth; ``hidden`` asks for the hidden ones too.

    A PodSpec is a mapping whose ``containers`` are mappings that have a ``name`` each, and an ``image`` but for those
    that the program fills in, though not all. What it stands in may be a pod template, whose annotations are searched
    as those of the object are.
    """
    branch, around = Branch(hidden=hidden), Branch(hidden=hidden)
    branch.add("", "podSpec", SHAPE)
    around.add_annotations()
    pending = [(field, root) for field in entries(root) if field.path[-1] not in _NEVER and not _is_list(field)]
    while pending:
        field, outer = pending.pop(0)
        if _is_pod_spec(field):
            for place in (root, outer):
                yield from walk(place, around)
            yield from walk(field, branch)
            inner = [entry for entry in entries(field) if entry.path[-1] not in CONTAINER_LISTS]
        else:
            inner = [*entries(field), *items(field)]
        pending[:0] = [(below, field) for below in inner if not isinstance(below.node, Scalar)]


def _is_list(field: Field) -> bool:
    """Tell whether these are the items of an object, which are objects of their own."""
    return field.path[-1] == "items" and isinstance(field.node, Sequence)


def _is_pod_spec(field: Field) -> bool:
    containers = child(field, "containers")
    if containers is None or not isinstance(containers.node, Sequence) or not containers.node.items:
        return False
    found = list(items(containers))
    images = [child(item, "image") for item in found]
    return any(images) and all(map(_is_named, found)) and all(image is None or _is_scalar(image) for image in images)


def _is_named(container: Field) -> bool:
    name = child(container, "name") if isinstance(container.node, Mapping) else None
    return name is not None and _is_scalar(name)


def _is_scalar(field: Field) -> bool:
    return isinstance(field.node, Scalar)
