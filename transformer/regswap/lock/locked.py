"""The content of a lock file."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = "BundleLock"
DEFAULT_FILE = "regswap.lock.yaml"


class LockedImage(NamedTuple):
    """One image, pinned."""

    source: str
    """The full reference as a node pulls it."""
    target: str
    """The full reference that it is rewritten to."""
    digest: str
    media_type: str = ""
    platforms: tuple[str, ...] = ()
    """The carried platforms of its index, ``os/architecture[/variant]``; empty where it is not an index."""
    absent: tuple[str, ...] = ()
    """Platforms that its index names and that are not carried."""
    contents: Mapping[str, int] = {}
    """The size of every manifest and blob that is carried, in bytes, by digest."""
    referrers: Mapping[str, tuple[str, ...]] = {}
    """The digests of what refers to its manifests, such as signatures, by theirs."""


class Lock(NamedTuple):
    """A lock file."""

    at: str
    """The origin of the digests: ``source``, ``target``, a registry or a layout."""
    platforms: tuple[str, ...]
    """Those that are carried; empty where all are."""
    images: tuple[LockedImage, ...]
    """Sorted by source and target."""
    has_referrers: bool = False
    """True if signatures were asked for."""
