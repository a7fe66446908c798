"""Questions about images, and the results."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.bundle.manifest import Content
    from regswap.bundle.store import Address, Code


class Question(NamedTuple):
    """An image to prove."""

    address: Address
    platforms: tuple[str, ...] = ()
    """Those that must be there; all that the index names where none is named."""
    digest: str = ""
    """The expected digest; empty if it is not known."""
    referrers: Mapping[str, tuple[str, ...]] | None = None
    """The digests of what must refer to its manifests, by theirs; None asks for nothing."""


class Fault(NamedTuple):
    """Something of an image is missing or wrong."""

    code: Code
    digest: str
    """Of what is missing or wrong; empty where only a tag is known."""
    reason: str
    """The fault as a phrase: lower case, no full stop."""
    remedy: str = ""


class Proof(NamedTuple):
    """The result for an image."""

    digest: str
    """Of what its reference names; empty where nothing was found."""
    platforms: tuple[str, ...]
    contents: Mapping[str, int]
    """The size of everything that belongs to it and was asked for, in bytes, by digest."""
    faults: tuple[Fault, ...]
    absent: tuple[str, ...] = ()
    """Platforms that its index names and that were not asked for."""
    media_type: str = ""
    manifests: tuple[str, ...] = ()
    """The digests of its manifests, its own first."""


class Node(NamedTuple):
    """A manifest that was fetched."""

    digest: str
    media_type: str
    size: int
    content: Content
