"""The search for references at places that no row lists: by shape, and among all strings."""

from __future__ import annotations

from regswap.document.parse.node import Mapping
from regswap.document.read.field import follow
from regswap.places.shape import find_by_shape, is_about_images
from regswap.places.site import make_sites
from regswap.places.unlisted.finder import UnlistedFinder
from regswap.places.unlisted.glance import may_hold_unlisted
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from regswap.document.read.field import Field, Path
    from regswap.places.branch import Shape
    from regswap.places.kind import Known
    from regswap.places.object import ObjectId
    from regswap.places.site import Site

_NEVER = frozenset({"apiVersion", "kind", "status"})
_NOT_ASKED = _NEVER | {"metadata"}
"""Keys of objects of known kinds whose values are left out: the rows look at annotations."""


class Scope(NamedTuple):
    """Where a search looks beside the places that rows list."""

    hosts: Container[str]
    """Registries that say that a text is a reference, beside those that everybody knows."""
    hidden: bool
    """Whether among all strings."""
    by_shape: bool
    """Whether for PodSpecs and containers, by their shape."""


class Unlisted:
    """What no row lists of one custom resource."""

    def __init__(self, scope: Scope, identity: ObjectId, root: Field) -> None:
        """Begin with all of an object."""
        self._scope = scope
        self._identity = identity
        self._root = root
        self.closed: set[Path] = set()
        """The paths of what rows speak of; what lies below one is left to them."""
        self._nodes: set[int] = set()
        """The nodes at these paths, by ``id``."""

    def leave_out_below(self, paths: set[Path]) -> None:
        """Leave out what stands at some paths, and below them."""
        self.closed |= paths

    def leave_out(self, field: Field, shape: Shape) -> None:
        """Leave out the values that make a place."""
        for path in _list_paths(field, shape):
            self.closed.add(path)
            found = follow(field, path[len(field.path) :])
            if found is not None:
                self._nodes.add(id(found.node))

    def find(self, rows: list[Known]) -> Iterator[Site]:
        """Yield the sites, where some rows know the kind; raises CompositionError as ``walk`` does."""
        root = self._root.node
        left_out = _NOT_ASKED if rows else _NEVER
        hosts, hidden, by_shape = self._scope
        if not isinstance(root, Mapping) or not may_hold_unlisted(root, left_out, self._nodes, hosts):
            return
        looks_at_shapes = by_shape and not (rows and is_about_images(self._identity))
        for field, shape in find_by_shape(self._root, hidden=hidden) if looks_at_shapes else ():
            if not any(map(self._is_closed, _list_paths(field, shape))):
                yield from make_sites(self._identity, field, shape, hosts, self._root)
                self.leave_out(field, shape)
        if hidden:
            yield from UnlistedFinder(self._identity, self.closed, hosts).find(self._root)

    def _is_closed(self, path: Path) -> bool:
        return any(path[:end] in self.closed for end in range(len(self._root.path), len(path) + 1))


def _list_paths(field: Field, shape: Shape) -> Iterator[Path]:
    """Yield the paths of the values that make a place, or of the lists that hold them."""
    if not shape.roles:
        yield field.path
    for parts in (*(parts for _, parts in shape.roles), *(parts for parts, _ in shape.where)):
        path = field.path
        for part in parts:
            if part is None:
                break
            path = (*path, part)
        yield path


def order_of(site: Site) -> tuple[int, int]:
    """Return what tells where a site is written."""
    if site.within is None:
        return site.field.node.start, site.token.start if site.token is not None else 0
    return site.within.outermost.field.node.start, 0
