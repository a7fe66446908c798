"""The Kubernetes objects of a document: the one that it is, or those in the list that it is."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Scalar, Sequence
from regswap.document.read.field import (
    child,
    children,
    entries,
    follow,
    format_path,
    is_null,
    items,
    refuse_contested,
    text_of,
)
from regswap.places.branch import CONTAINER_LISTS
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field, Path

_TELLING = frozenset({"apiVersion", "kind", "items"})
"""The keys that tell where the references of an object are."""

TEMPLATES = (("spec", "template"), ("template",), ("spec", "jobTemplate", "spec", "template"))
"""Where the kinds of Kubernetes itself have their pod template."""


def join_name(namespace: str, name: str) -> str:
    """Return ``namespace/name``, or the name alone."""
    return f"{namespace}/{name}" if namespace else name


class ObjectId(NamedTuple):
    """What an object calls itself; empty where it does not say."""

    api_version: str
    kind: str
    namespace: str
    name: str
    labels: tuple[tuple[str, str], ...] = ()
    """Those that were read, of the object and of its pod template."""
    annotations: tuple[tuple[str, str], ...] = ()
    """Those of the object that were read."""

    @property
    def full_name(self) -> str:
        """Its name, with its namespace before it."""
        return join_name(self.namespace, self.name)


def find_objects(root: Field) -> Iterator[tuple[Field, ObjectId]]:
    """Yield the object at a document's root, or those in the list that it is; an item of a typed list needs no kind.

    What has a list of items is a list to kubectl and Argo CD whatever its kind (``unstructuredJSONScheme``,
    k8s.io/apimachinery). If its kind is not that of a list, it is an object as well, and comes after its items.

    Raises CompositionError where readers differ about which kind it is.
    """
    pending = [(root, "", "", False)]
    while pending:
        field, item_version, item_kind, has_items = pending.pop()
        kind = _read_last(field, "kind") or item_kind
        version = _read_last(field, "apiVersion") or item_version
        refuse_contested(field, _TELLING)
        lists = [listed for listed in children(field, "items") if isinstance(listed.node, Sequence)]
        if has_items or not lists:
            yield field, _identify(field, version, kind)
            continue
        if not kind.endswith("List"):
            pending.append((field, version, kind, True))
        listed_objects = [item for listed in lists for item in items(listed)]
        pending += [(item, version, kind.removesuffix("List"), False) for item in reversed(listed_objects)]


def _read_last(field: Field, key: str) -> str:
    """Return the text under a key, of one written twice the last; empty where there is none.

    Raises CompositionError where only the last is not a text: it counts, but for kustomize.
    """
    written = children(field, key)
    if len(written) > 1 and not _is_text(written[-1].node) and any(_is_text(each.node) for each in written):
        path, node = format_path(written[-1].path), written[-1].node
        message = f"{path} is written twice, the second time not as a text, and readers differ"
        raise CompositionError(message, node.line, node.column)
    return text_of(written[-1]) if written else ""


def _is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and not is_null(node)


def _identify(field: Field, version: str, kind: str) -> ObjectId:
    metadata = child(field, "metadata")
    if metadata is None:
        return ObjectId(version, kind, "", "")
    templates = [child(field, *path, "metadata") for path in TEMPLATES]
    labels = [pair for place in (metadata, *templates) for pair in _pairs(place, "labels")]
    namespace, name = (text_of(child(metadata, key)) for key in ("namespace", "name"))
    return ObjectId(version, kind, namespace, name, tuple(labels), tuple(_pairs(metadata, "annotations")))


def find_container(root: Field, path: Path) -> str:
    """Return the name of the container that a place of an object is in; empty where it is in none."""
    lists = [end for end, part in enumerate(path[:-1], 1) if part in CONTAINER_LISTS and isinstance(path[end], int)]
    return text_of(follow(root, (*path[len(root.path) : lists[-1] + 1], "name"))) if lists else ""


def _pairs(metadata: Field | None, key: str) -> Iterator[tuple[str, str]]:
    found = child(metadata, key) if metadata is not None else None
    if found is not None:
        yield from ((str(entry.path[-1]), text_of(entry)) for entry in entries(found))
