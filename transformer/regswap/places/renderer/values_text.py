"""Helm values that are written as a text, as Argo CD's ``helm.values`` are: the same as a map of them."""

from __future__ import annotations

from regswap.document.parse.composer import CompositionError
from regswap.document.parse.node import Scalar
from regswap.document.parse.scalar import type_of
from regswap.document.read.field import root_field
from regswap.errors import ManifestError
from regswap.places.branch import VALUES, Shape
from regswap.places.renderer.patch import read_text
from regswap.places.site import make_sites
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.object import ObjectId
    from regswap.places.search import Places
    from regswap.places.site import Site, Within

_TEXT = Shape("text", "hidden")
_VALUES = Shape("values", VALUES)


def find_in_values_text(places: Places, identity: ObjectId, field: Field) -> Iterator[Site]:
    """Yield the references of values in a text: those of a map of values, and what else can be told from words."""
    node = field.node
    if not isinstance(node, Scalar) or type_of(node) != "string":
        yield from make_sites(identity, field, _VALUES, places.hosts)
        return
    found = list(_find_as_map(places, identity, field, node.value))
    taken = [span for site, within in found for span in _list_spans(site, within)]
    yield from (site._replace(within=within) for site, within in found)
    for site in make_sites(identity, field, _TEXT, places.hosts):
        token = site.token
        if token is None or all(token.end <= start or end <= token.start for start, end in taken):
            yield site


def _find_as_map(places: Places, identity: ObjectId, field: Field, text: str) -> Iterator[tuple[Site, Within]]:
    try:
        yield from [
            (site, within)
            for within in read_text(field, text)
            for root in within.reading.composed.roots
            for site in make_sites(identity, root_field(root), _VALUES, places.hosts)
        ]
    except (ManifestError, CompositionError):
        # A template, for instance: what can be told from words is told.
        return


def _list_spans(site: Site, within: Within) -> Iterator[tuple[int, int]]:
    """Yield where in the text the fields of a site stand."""
    for field in (site.field, *(part.field for part in site.parts)):
        if isinstance(field.node, Scalar):
            yield field.node.start + within.offset, field.node.end + within.offset
