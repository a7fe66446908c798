"""The digests that a lock has for the images of a plan: pulled by them, a tag that has moved brings nothing else."""

from __future__ import annotations

from regswap.errors import LockError
from regswap.lock.reader import read_lock
from regswap.pipeline.pin import RELOCK
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.bundle.image import BundleImage
    from regswap.lock.locked import Lock


def find_lock(path: str | None) -> Lock | None:
    """Return the lock, if one is named; raises RulesError."""
    return None if path is None else read_lock(path)


def find_digests(images: Iterable[BundleImage], lock: Lock | None) -> dict[str, str]:
    """Return the digests of images by their targets; none without a lock; raises LockError for what it lacks."""
    if lock is None:
        return {}
    digests = {image.target: image.digest for image in lock.images}
    faults = [
        place.diagnose(f"needs {image.target}, which is not in the lock", RELOCK)
        for image in images
        if image.target not in digests
        for place in image.places
    ]
    if faults:
        raise LockError(*faults)
    return digests
