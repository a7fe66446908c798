"""The interface of a store of images, a registry or an OCI layout, and its answers."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from typing import Literal

    from regswap.bundle.manifest import Descriptor

    Code = Literal[
        "manifest-missing",
        "platform-missing",
        "blob-missing",
        "wrong-content",
        "referrer-missing",
        "moved",
        "not-locked",
        "unasked",
    ]


class Address(NamedTuple):
    """The address of a manifest in a store."""

    registry: str
    """``host[:port]``, or empty in a layout."""
    repository: str
    """Its path in the registry, or empty in a layout."""
    reference: str
    """A tag, a digest, or a name in a layout."""

    def __str__(self) -> str:
        """Return it as a reference is written."""
        sign = "@" if ":" in self.reference else ":"
        return f"{self.registry}/{self.repository}{sign}{self.reference}" if self.repository else self.reference

    def at(self, reference: str) -> Address:
        """Return the address of another manifest of the repository."""
        return self._replace(reference=reference)


class Manifest(NamedTuple):
    """A manifest as it came."""

    digest: str
    """That of its bytes."""
    media_type: str
    data: bytes


class AnswerError(Exception):
    """A store does not have what it was asked for, has something else, or does not answer.

    ``reason`` is lower case without a full stop, and so is ``remedy``, which may be empty.
    """

    def __init__(self, code: Code, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.code: Code = code
        self.reason = reason
        self.remedy = remedy


class Store(Protocol):
    """A registry or a layout; several threads may ask it at once. Every question raises AnswerError."""

    def fetch_manifest(self, address: Address) -> Manifest:
        """Return a manifest, whose bytes have the digest by which it was asked for."""

    def check_blob(self, address: Address, blob: Descriptor, *, deep: bool) -> None:
        """See that a blob is there with its size, and where it is cheap or ``deep`` with its content.

        ``address`` is one in the blob's repository.
        """

    def list_referrers(self, address: Address) -> tuple[Descriptor, ...]:
        """Return what refers to the manifest of a digest, such as signatures, by their manifests, sorted by digest."""
