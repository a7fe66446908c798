"""Image manifests and indexes, as OCI and Docker write them.

https://github.com/opencontainers/image-spec/blob/main/manifest.md, https://distribution.github.io/distribution/spec/manifest-v2-2/
"""

from __future__ import annotations

import hashlib
import json
import re

from regswap.bundle.store import AnswerError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import is_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from regswap.bundle.store import Manifest

IMAGE_TYPES = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
INDEX_TYPES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
MANIFEST_TYPES = (*IMAGE_TYPES, *INDEX_TYPES)

MANIFEST_LIMIT = 4 << 20
"""The most bytes that a registry must take of a manifest, by the specification of its API."""

_ALGORITHMS = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_PLATFORM_KEYS = ("os", "architecture", "variant")


class Descriptor(NamedTuple):
    """A descriptor: the reference from a manifest to its content."""

    digest: str
    size: int
    """In bytes."""
    media_type: str
    platform: str = ""
    """``os/architecture[/variant]``; empty where it is for none."""
    artifact_type: str = ""
    is_foreign: bool = False
    """True if it has URLs of its own, so that the registry need not hold it."""


class Content(NamedTuple):
    """The descriptors in a manifest."""

    children: tuple[Descriptor, ...] = ()
    """The manifests that an index names."""
    blobs: tuple[Descriptor, ...] = ()
    """The configuration and the layers of an image."""
    is_index: bool = False


def read_content(manifest: Manifest) -> Content:
    """Return what a manifest holds; raises AnswerError for one that is not valid."""
    value = load(manifest.data, f"the manifest {manifest.digest}")
    if not isinstance(value, dict) or value.get("schemaVersion") == 1:
        reason = f"the manifest {manifest.digest} is in the obsolete schema 1"
        raise AnswerError("wrong-content", reason, "push the image again with a current program")
    try:
        if _is_index(value, manifest.media_type):
            return Content(children=tuple(read_descriptor(each) for each in value["manifests"]), is_index=True)
        blobs = [value["config"], *value.get("layers", ())]
        return Content(blobs=tuple(read_descriptor(each) for each in blobs))
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError("wrong-content", f"the manifest {manifest.digest} is not valid: {_tell(error)}") from error


def read_descriptor(value: dict[str, Any]) -> Descriptor:
    """Return a descriptor; raises KeyError, TypeError or ValueError where it is not valid."""
    digest, size = value["digest"], value["size"]
    if not isinstance(digest, str) or not is_digest(digest):
        raise ValueError(f"`{digest}` is not a digest")
    if not isinstance(size, int) or size < 0:
        raise ValueError(f"`{size}` is not a size")
    platform = value.get("platform") or {}
    named = [str(platform[key]) for key in _PLATFORM_KEYS if platform.get(key)]
    return Descriptor(
        digest=digest,
        size=size,
        media_type=str(value.get("mediaType", "")),
        platform="" if named[:1] in ([], ["unknown"]) else "/".join(named),
        artifact_type=str(value.get("artifactType", "")),
        is_foreign=bool(value.get("urls")),
    )


def load(data: bytes, what: str) -> Any:  # noqa: ANN401 - JSON is whatever it is
    """Return JSON as a value; raises AnswerError where it is not JSON."""
    try:
        return json.loads(data)
    except ValueError as error:
        raise AnswerError("wrong-content", f"{what} is not JSON: {_tell(error)}") from error


def digest_of(blocks: Iterable[bytes], like: str) -> tuple[str, int]:
    """Return the digest of some bytes, by the algorithm of another digest, and how many they are.

    Raises AnswerError for an algorithm that the specification does not have.
    """
    algorithm = like.partition(":")[0]
    if algorithm not in _ALGORITHMS:
        raise AnswerError("wrong-content", f"the digest `{like}` is of an unknown algorithm")
    found, size = _ALGORITHMS[algorithm](), 0
    for block in blocks:
        found.update(block)
        size += len(block)
    return f"{algorithm}:{found.hexdigest()}", size


def matches_platform(platform: str, wanted: Iterable[str]) -> bool:
    """Tell whether a platform is one of those wanted; one without a variant is of every variant."""
    return any(platform == one or platform.startswith(f"{one}/") for one in wanted)


def find_own_type(data: bytes) -> str:
    """Return the media type that a manifest says of itself, which one need not; empty where it does not."""
    value = load(data, "the manifest")
    found = value.get("mediaType") if isinstance(value, dict) else None
    if isinstance(found, str):
        return found
    return INDEX_TYPES[0] if isinstance(value, dict) and "manifests" in value else ""


def _is_index(value: dict[str, Any], media_type: str) -> bool:
    named = str(value.get("mediaType") or media_type)
    return named in INDEX_TYPES or (named not in IMAGE_TYPES and "manifests" in value)


def _tell(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no `{error.args[0]}`"
    return re.sub(r"\s+", " ", str(error))


def read_referrers(data: bytes) -> list[Descriptor]:
    """Return what an index that lists referrers names; raises AnswerError for one that is not valid."""
    value = load(data, "the list of referrers")
    try:
        return [read_descriptor(each) for each in value["manifests"]]
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError("wrong-content", f"the list of referrers is not valid: {error}") from error
