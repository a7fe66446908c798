"""One operation of a JSON patch (RFC 6902): its value, seen at the place that its pointer names."""

from __future__ import annotations

from regswap.document.parse.node import ANY, Mapping, Scalar
from regswap.document.read.field import child, entries, items, text_of
from regswap.places.branch import CONTAINER_LISTS, Branch, Shape, walk
from regswap.places.renderer.virtual import make_mapping, make_sequence, restore_fields
from regswap.places.shape import SHAPE, find_by_shape
from regswap.places.site import make_sites
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.node import Node
    from regswap.document.read.field import Field
    from regswap.places.object import ObjectId
    from regswap.places.search import Places
    from regswap.places.site import Site

    Pointer = tuple[str, ...]

_WRITING = frozenset({"add", "replace", "test"})
_LISTED = frozenset({"arguments", "variables"})
"""Shapes of lists whose items are not told one by one."""


class _Spot(NamedTuple):
    """What is known at a pointer."""

    branch: Branch
    rest: Pointer = ()
    """The end of the pointer, where the branch is that of what is looked at as a whole."""


def find_in_operation(places: Places, targets: tuple[ObjectId, ...], operation: Field) -> Iterator[Site]:
    """Yield the references in the value of an operation on objects of some kinds."""
    value = child(operation, "value") if isinstance(operation.node, Mapping) else None
    if value is None or text_of(child(operation, "op")) not in _WRITING:
        return
    pointer = read_pointer(text_of(child(operation, "path")))
    found = [site for identity in targets for site in _find_by_kind(places, identity, pointer, value)]
    yield from found or _find_by_pointer(places, targets[0], pointer, value)


def read_pointer(text: str) -> Pointer:
    """Split a JSON pointer (RFC 6901)."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])


def _find_by_kind(places: Places, identity: ObjectId, pointer: Pointer, value: Field) -> Iterator[Site]:
    plan = places.kinds.plan(identity.kind)
    # A target without a group is any of that name.
    rows = () if plan is None else plan.find(identity.api_version) if identity.api_version else plan.rows
    for known in rows:
        if not any(spot.branch.shapes for spot in _descend(known.never, pointer)):
            yield from _find_along(places, identity, known.branch, pointer, value)


def _find_by_pointer(places: Places, identity: ObjectId, pointer: Pointer, value: Field) -> Iterator[Site]:
    """Yield the references in a kind that is not known: those of containers, and of PodSpecs told from their shape."""
    at = next((place for place in reversed(range(len(pointer))) if pointer[place] in CONTAINER_LISTS), None)
    if at is None:
        # What is looked for is below a field of an object.
        around = value._replace(node=make_mapping(value.node, [("spec", value.node)]))
        found = find_by_shape(around, hidden=places.kinds.hidden)
        sites = (site for field, shape in found for site in make_sites(identity, field, shape, places.hosts))
        yield from restore_fields(sites, _list_scalars(value))
        return
    branch = Branch(hidden=places.kinds.hidden)
    branch.at((pointer[at], None)).add_container(SHAPE)
    yield from _find_along(places, identity, branch, pointer[at:], value)


def _find_along(places: Places, identity: ObjectId, branch: Branch, pointer: Pointer, value: Field) -> Iterator[Site]:
    for spot in _descend(branch, pointer):
        if not spot.rest:
            for field, shape in walk(value, spot.branch):
                yield from places.find_in_field(identity, field, shape)
            continue
        for shape in spot.branch.shapes:
            if shape.name in _LISTED:
                whole = value._replace(node=_rebuild(value.node, spot.rest))
                yield from restore_fields(make_sites(identity, whole, shape, places.hosts), _list_scalars(value))
            elif shape.name == "split":
                yield from _find_part(places, identity, shape, spot.rest, value)


def _descend(branch: Branch, pointer: Pointer) -> Iterator[_Spot]:
    """Yield what is known of the values at a pointer."""
    if not pointer:
        yield _Spot(branch)
        return
    if any(shape.name == "split" or shape.name in _LISTED for shape in branch.shapes):
        yield _Spot(branch, pointer)
    part, *rest = pointer
    for key in (None,) if _is_index(part) else (part, ANY):
        below = branch.below.get(key)
        if below is not None:
            yield from _descend(below, tuple(rest))


def _find_part(places: Places, identity: ObjectId, shape: Shape, rest: Pointer, value: Field) -> Iterator[Site]:
    """Yield what one part of a split reference says; without the others, it may say too little."""
    roles = dict(shape.roles)
    role = next((role for role, path in shape.roles if path == rest), "")
    if role == "registry" or (role == "repository" and "registry" not in roles):
        yield from make_sites(identity, value, Shape(role, shape.found), places.hosts)
    elif role in {"repository", "name", "reference"}:
        for site in make_sites(identity, value, Shape("reference", shape.found), places.hosts):
            yield site._replace(other_type=site.other_type or "part of a reference whose other parts are elsewhere")


def _rebuild(node: Node, rest: Pointer) -> Node:
    """Return the list that a value is in, with nothing else in it."""
    for part in reversed(rest):
        node = make_sequence(node, [node]) if _is_index(part) else make_mapping(node, [(part, node)])
    return node


def _list_scalars(field: Field) -> Iterator[Field]:
    if isinstance(field.node, Scalar):
        yield field
    for inner in (*entries(field), *items(field)):
        yield from _list_scalars(inner)


def _is_index(part: str) -> bool:
    return part == "-" or part.isdigit()
