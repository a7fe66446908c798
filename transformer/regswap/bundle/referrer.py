"""Signatures and other artifacts that refer to an image: how they are found where no referrers API names them."""

from __future__ import annotations

from regswap.bundle.manifest import Descriptor
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.bundle.store import Manifest

_ENDINGS = ("sig", "att", "sbom")
"""Of cosign's tags: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#tag-based-discovery"""


def find_fallback_tag(digest: str) -> str:
    """Return the tag that names the referrers of a digest where there is no API.

    https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
    """
    return digest.replace(":", "-", 1)


def list_signature_tags(digest: str) -> tuple[str, ...]:
    """Return the tags under which cosign 1 and 2 put what they say of a digest."""
    return tuple(f"{find_fallback_tag(digest)}.{ending}" for ending in _ENDINGS)


def find_fallback(tag: str, manifest: Manifest) -> Descriptor:
    """Return what a tag of cosign's names, as if it were listed."""
    kind = f"cosign {tag.rpartition('.')[2]}"
    return Descriptor(manifest.digest, len(manifest.data), manifest.media_type, artifact_type=kind)
