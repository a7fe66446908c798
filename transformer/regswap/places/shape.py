"""PodSpecs and containers at unknown places, told from their shape."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import child, entries, items, string_of, text_of
from regswap.places.branch import CONTAINER_LISTS, Branch, walk
from regswap.places.built_in import is_built_in
from regswap.places.split import may_be_image, names_version
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.branch import Shape
    from regswap.places.object import ObjectId

SHAPE = "shape"
"""How a report says that a place was told from its shape."""

_POLICIES = frozenset({"imagePullPolicy", "pullPolicy"})
"""What stands beside images only."""
_RUN = frozenset({"command", "args", "env", "envFrom", "volumeMounts"})
"""What containers have that are run (``core/v1``)."""
_SEARCHED = frozenset({"command", "args", "env"})
_APART = {"tag": "tag", "imageTag": "tag", "digest": "digest"}
"""What may stand beside the image of a container in a field of its own."""

_NEVER = frozenset({"status", "metadata"})
"""What the cluster wrote, and what it knows about the object itself."""


def is_custom(identity: ObjectId) -> bool:
    """Tell whether an object is a custom resource, or of a kind that Kubernetes itself does not have."""
    return bool(identity.kind and identity.api_version) and not is_built_in(identity.api_version, identity.kind)


def name_kind(api_version: str, kind: str) -> str:
    """Return the group and the kind, as the configuration writes them."""
    group, slash, _ = api_version.rpartition("/")
    return f"{group}/{kind}" if slash else kind


def is_about_images(identity: ObjectId) -> bool:
    """Tell whether an object is a policy or a report, so that what reads as a container may be a pattern of one."""
    from regswap.places.discover.false_positives import group_found

    return bool(group_found(identity.api_version.rpartition("/")[0], says_image=True))


def find_by_shape(root: Field, *, hidden: bool = True) -> Iterator[tuple[Field, Shape]]:
    """Yield the places of all PodSpecs and containers in an object, at any depth; ``hidden`` asks for hidden ones too.

    A PodSpec is a mapping whose ``containers`` are mappings that have a ``name`` each, and an ``image`` but for those
    that the program fills in, though not all. What it stands in may be a pod template, whose annotations are searched
    as those of the object are. A container that stands elsewhere has an ``image`` that reads as a reference, and a pull
    policy, or a name and what only containers have.
    """
    branch, around = Branch(hidden=hidden), Branch(hidden=hidden)
    branch.add("", "podSpec", SHAPE)
    around.add_annotations()
    pending = [(field, root) for field in entries(root) if field.path[-1] not in _NEVER and not _is_list(field)]
    pending.reverse()
    while pending:
        field, outer = pending.pop()
        inner = list(entries(field)) if isinstance(field.node, Mapping) else list(items(field))
        found = {str(entry.path[-1]): entry for entry in inner} if isinstance(field.node, Mapping) else {}
        if "containers" in found and _are_containers(found["containers"]):
            for place in (root, outer):
                yield from walk(place, around)
            yield from walk(field, branch)
            inner = [entry for entry in inner if entry.path[-1] not in CONTAINER_LISTS]
        elif "image" in found and _is_container(found):
            yield from walk(field, _make_container(found, hidden=hidden))
            inner = [entry for entry in inner if entry.path[-1] not in _SEARCHED]
        pending += [(below, field) for below in reversed(inner) if not isinstance(below.node, Scalar)]


def _is_list(field: Field) -> bool:
    """Tell whether these are the items of an object, which are objects of their own."""
    return field.path[-1] == "items" and isinstance(field.node, Sequence)


def _are_containers(containers: Field) -> bool:
    """Tell whether a value is the list of containers of a PodSpec."""
    if not isinstance(containers.node, Sequence) or not containers.node.items:
        return False
    found = list(items(containers))
    images = [child(item, "image") for item in found]
    return any(images) and all(map(_is_named, found)) and all(image is None or _is_scalar(image) for image in images)


def _is_container(found: dict[str, Field]) -> bool:
    """Tell whether the values of a mapping that has an image are those of a container."""
    is_run = "name" in found and _is_scalar(found["name"]) and not _RUN.isdisjoint(found)
    image = string_of(found["image"]) if is_run or not _POLICIES.isdisjoint(found) else ""
    return bool(image) and may_be_image(image)


def _make_container(found: dict[str, Field], *, hidden: bool) -> Branch:
    """Return what is known of a container; beside a tag of its own, its image is a repository."""
    branch = Branch(hidden=hidden)
    branch.add_container(SHAPE)
    apart = [(role, key) for key, role in _APART.items() if text_of(found.get(key))]
    if apart and not names_version(text_of(found["image"])):
        branch.at(("image",)).shapes.clear()
        branch.add_split({"repository": "image", **dict(apart)}, SHAPE)
    return branch


def _is_named(container: Field) -> bool:
    name = child(container, "name") if isinstance(container.node, Mapping) else None
    return name is not None and _is_scalar(name)


def _is_scalar(field: Field) -> bool:
    return isinstance(field.node, Scalar)
