"""Copies, each from one place to another: in one step, or in two through an OCI layout that is carried."""

from __future__ import annotations

import re

from regswap.bundle.image import name_in_layout
from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from regswap.bundle.image import BundleImage, Place

PULL, PUSH, DIRECT = STAGES = ("pull", "push", "direct")
"""From the source into a layout, from a layout to the target, and from the source to the target."""

_PATH = re.compile(r"[/a-zA-Z0-9_\-. ~+]+")
"""The paths that regclient takes in ``ocidir://`` (types/ref/ref.go)."""
_SCHEME = "ocidir://"


class Copy(NamedTuple):
    """One image on its way."""

    source: str
    """A reference, or ``ocidir://PATH:TAG``."""
    target: str
    image: str
    """The full reference that it comes from."""
    places: tuple[Place, ...]


def plan_copies(
    images: Iterable[BundleImage], stage: str, layout: str | None, digests: Mapping[str, str] | None = None
) -> tuple[Copy, ...]:
    """Return the copies of a stage; images that are one in it become one.

    ``digests`` are those that are wanted of the sources, by the images' targets.

    Raises UsageError where a layout is needed and not named, or has a name that regclient does not take.
    """
    address = "" if stage == DIRECT else address_layout(layout)
    merged: dict[tuple[str, str], Copy] = {}
    for image in images:
        carried = f"{address}:{name_in_layout(image.source)}"
        source = carried if stage == PUSH else pin(image.source, (digests or {}).get(image.target))
        target = carried if stage == PULL else name_target(image.target)
        before = merged.get((source, target), Copy(source, target, image.source, ()))
        merged[source, target] = before._replace(places=(*before.places, *image.places))
    return tuple(merged.values())


def pin(text: str, digest: str | None) -> str:
    """Return a reference with a digest, if one is known; one that has a digest keeps it."""
    return text if digest is None or "@" in text else f"{text}@{digest}"


def is_layout(text: str) -> bool:
    """Tell whether one end of a copy is a layout."""
    return text.startswith(_SCHEME)


def name_target(target: str) -> str:
    """Return where an image is put that is pulled by a reference: by its tag, if it has one and a digest as well.

    What is put there by digest has no tag, and registries throw away what has none. The digest stays what it is.
    """
    reference = ImageReference.parse(target)
    return target if reference.tag is None else str(reference._replace(digest=None))


def address_layout(layout: str | None) -> str:
    """Return how regclient names a layout; raises UsageError."""
    if not layout:
        raise UsageError(Diagnostic("no OCI layout is named", "name its folder with --layout DIR"))
    if not _PATH.fullmatch(layout):
        remedy = "name a folder of letters, digits, blanks and `/_-.~+`"
        raise UsageError(Diagnostic(f"regclient does not take the path `{layout}`", remedy, "--layout"))
    return f"{_SCHEME}{layout.rstrip('/') or '/'}"
