"""A registry that stands above an image: in a mapping around it, or in what is called ``global`` there."""

from __future__ import annotations

from regswap.document.read.field import entries, string_of
from regswap.places.branch import COMPOSED
from regswap.places.composed import is_for_all, names_place
from regswap.places.discover.word import words_of
from regswap.places.hidden.name import IMAGE, kind_of
from regswap.places.hidden.token import APART, POSSIBLE
from regswap.places.site import put_below
from regswap.places.split import has_host
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from regswap.document.read.field import Field
    from regswap.places.site import Site

_OF_IMAGES = frozenset({"image", "images", "container", "docker", "oci"})
"""Words of the name of a registry that can be of no other things."""


def find_registry(inner: Mapping[str, Field], hosts: Container[str]) -> Field | None:
    """Return the registry that the values of a mapping name for all images in it, None if they name none."""
    shared = entries(inner["global"]) if "global" in inner else ()
    for name, field in (*inner.items(), *((str(entry.path[-1]), entry) for entry in shared)):
        if is_for_all(name):
            says_images = not _OF_IMAGES.isdisjoint(words_of(name))
            if names_place(string_of(field), hosts, known=not says_images):
                return field
    return None


def join_above(site: Site, name: str, above: Field | None) -> Site:
    """Return the site of what stands under a name put below the registry above it, where it names none itself."""
    if above is None or above.path == site.field.path or has_host(site.value) or site.shape.name == COMPOSED:
        return site
    token = site.token
    if token is None:
        is_apart = not any(part.role == "registry" for part in site.parts)
    else:
        is_apart = kind_of(name) == IMAGE and token.text == string_of(site.field) and not token.is_templated
    is_sure = site.hidden != POSSIBLE or (token is not None and token.reason.endswith(APART))
    return put_below(site, above) if is_apart and is_sure else site
