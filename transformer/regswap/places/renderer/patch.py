"""Patches: strategic merge patches, which are parts of objects, and operations of JSON patches (RFC 6902).

Both are written as texts inside of another object, as nodes of it, or in files of their own. A part of an object holds
references where the object does; what an operation writes is looked at as if it stood at its path already.
"""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.parse.scalar import type_of
from regswap.document.parse.stream import documents
from regswap.document.read.field import child, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.places.branch import Shape
from regswap.places.object import ObjectId, find_objects
from regswap.places.renderer.operation import find_in_operation
from regswap.places.site import Within, make_sites
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.search import Places
    from regswap.places.site import Site

_ANY_KIND = ("Deployment", "Pod", "CronJob", "PodTemplate")
"""One for each place of a PodSpec in the kinds of Kubernetes."""


class Patch(NamedTuple):
    """A patch that was read."""

    roots: tuple[tuple[Field, Within | None], ...]
    """Its documents: each a part of an object, or a list of operations; and the text that it stands in."""
    targets: tuple[ObjectId, ...]
    """The kinds that operations are for; none where it may be any."""


def find_in_patch(places: Places, identity: ObjectId, field: Field) -> Iterator[Site]:
    """Yield the references of a patch: a map with ``patch`` and ``target``, or what the patch itself is."""
    try:
        patch = read_patch(field)
        yield from [site for root, within in patch.roots for site in find_in_root(places, patch.targets, root, within)]
    except (ManifestError, CompositionError):
        # A template, for instance: what can be told from words is told.
        body = child(field, "patch") or field
        yield from make_sites(identity, body, Shape("text", "hidden"), places.hosts) if places.kinds.hidden else ()


def read_patch(field: Field) -> Patch:
    """Read a patch: a map with ``patch`` and ``target``, or what the patch itself is; raises ManifestError."""
    body: Field | None = field
    targets: tuple[ObjectId, ...] = ()
    if isinstance(field.node, Mapping) and (child(field, "patch") or child(field, "path")):
        targets = read_targets(child(field, "target"))
        body = child(field, "patch")
    if body is None:
        return Patch((), targets)
    node = body.node
    if not isinstance(node, Scalar):
        return Patch(((body, None),), targets)
    roots = [
        (root_field(root), within)
        for within in (read_text(body, node.value) if type_of(node) == "string" else ())
        for root in within.reading.composed.roots
        if not isinstance(root, Scalar)
    ]
    return Patch(tuple(roots), targets)


def find_in_root(
    places: Places, targets: tuple[ObjectId, ...], root: Field, within: Within | None = None
) -> Iterator[Site]:
    """Yield the references of one document of a patch."""
    found = (
        find_in_operations(places, targets, root) if isinstance(root.node, Sequence) else _find_in_parts(places, root)
    )
    for site in found:
        yield site if within is None else site._replace(within=_wrap(site.within, within))


def read_targets(target: Field | None) -> tuple[ObjectId, ...]:
    """Return the kinds that a target of kustomize selects; none where it may be any.

    ``kind``, ``group`` and ``version`` are expressions that match as a whole.
    """
    if target is None or not isinstance(target.node, Mapping):
        return ()
    kind, group, version, name, namespace = (
        text_of(child(target, key)) for key in ("kind", "group", "version", "name", "namespace")
    )
    kinds = kind.strip("()^$").split("|")
    if not kind or not all(map(str.isalnum, kinds)):
        return ()
    # A group or version that is not known may be any: the plan of the kind says which are.
    api_version = f"{group}/{version or 'v1'}" if group else ""
    return tuple(ObjectId(api_version, one, namespace, name) for one in kinds)


def find_in_operations(places: Places, targets: tuple[ObjectId, ...], patch: Field) -> Iterator[Site]:
    """Yield the references that the operations of a JSON patch write, or test."""
    known = targets or tuple(ObjectId("", kind, "", "") for kind in _ANY_KIND)
    for operation in items(patch):
        yield from find_in_operation(places, known, operation)


def _find_in_parts(places: Places, root: Field) -> Iterator[Site]:
    for field, identity in find_objects(root):
        yield from places.find_in_object(field, identity)


def read_text(field: Field, text: str) -> Iterator[Within]:
    """Yield the documents of a text; raises ManifestError where it is not YAML."""
    offset = 0
    for document in documents([text.encode()], ""):
        if document.number:
            reading = read(document, None)
            yield Within(field, reading, offset + reading.skipped)
        offset += len(document.data.decode())


def _wrap(inner: Within | None, outer: Within) -> Within:
    return outer if inner is None else inner._replace(outer=_wrap(inner.outer, outer))
