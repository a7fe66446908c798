"""Making a lock: the digest of every image that manifests name, and what belongs to it."""

from __future__ import annotations

from regswap.bundle.asking import SOURCE, choose_store
from regswap.bundle.proof import Question
from regswap.bundle.prover import Prover, list_referrers
from regswap.bundle.store import AnswerError
from regswap.errors import Diagnostic
from regswap.lock.locked import Lock, LockedImage
from regswap.pipeline.pin import RELOCK
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from regswap.bundle.asking import Asking
    from regswap.bundle.image import BundleImage, Place
    from regswap.bundle.proof import Proof
    from regswap.settings.options import Options


class Locking(NamedTuple):
    """A lock, and the images that could not be resolved."""

    lock: Lock
    errors: tuple[Diagnostic, ...]
    """Why some images are not in it, one for each place that needs one."""


def make_lock(images: Sequence[BundleImage], options: Options) -> Locking:
    """Ask for the digests of images where ``options.at`` says, by default at their sources.

    Raises UsageError, and RegistryError where docker's configuration cannot be read.
    """
    at = options.at or SOURCE
    asking = choose_store(options, at)
    prover = Prover(asking.store, asking.connections, blobs=False)
    proofs = prover.prove([Question(asking.locate(image), options.platform) for image in images])
    refused: Mapping[str, AnswerError] = {}
    referrers: list[Mapping[str, tuple[str, ...]]] = [{}] * len(images)
    if options.signatures:
        referrers, refused = _list_referrers(asking, images, proofs)
    locked, errors = [], []
    for image, proof, signed in zip(images, proofs, referrers, strict=True):
        faults = [(fault.reason, fault.remedy) for fault in proof.faults]
        faults += [(refused[digest].reason, refused[digest].remedy) for digest in proof.manifests if digest in refused]
        errors += [_diagnose(image, place, *fault) for fault in faults for place in image.places]
        if not faults:
            locked.append(_lock_image(image, proof, signed))
    return Locking(Lock(at, options.platform, tuple(sorted(locked)), options.signatures), tuple(errors))


def find_drift(images: Sequence[BundleImage], found: Lock, known: Lock, file: str) -> Iterator[Diagnostic]:
    """Yield the drift from a lock file: tags that moved, images that it lacks, images that nothing needs."""
    by_name = {(image.source, image.target): image for image in known.images}
    places = {(image.source, image.target): image for image in images}
    for image in found.images:
        name = image.source, image.target
        before = by_name.pop(name, None)
        fault = ""
        if before is None:
            fault = f"it is not in {file}"
        elif before.digest != image.digest:
            fault = f"{file} says {before.digest}, and {image.digest} is there"
        elif (before.platforms, before.absent) != (image.platforms, image.absent):
            fault = f"{file} has other platforms: {', '.join(before.platforms) or 'none'}"
        elif found.has_referrers and dict(before.referrers) != dict(image.referrers):
            fault = f"{file} has other signatures"
        if fault:
            whole = places[name]
            yield from (_diagnose(whole, place, fault, RELOCK) for place in whole.places)
    for source, target in sorted(by_name):
        if (source, target) not in places:
            told = source if source == target else f"{source} -> {target}"
            yield Diagnostic(f"nothing needs {told}", RELOCK, file)


def _list_referrers(
    asking: Asking, images: Sequence[BundleImage], proofs: Sequence[Proof]
) -> tuple[list[Mapping[str, tuple[str, ...]]], Mapping[str, AnswerError]]:
    """Return the referrers of each image by its manifests, and why those of a manifest are not known."""
    subjects = [
        [asking.locate(image).at(digest) for digest in proof.manifests]
        for image, proof in zip(images, proofs, strict=True)
    ]
    answers = list_referrers(asking.store, [one for each in subjects for one in each], asking.connections)
    found: list[Mapping[str, tuple[str, ...]]] = []
    refused: dict[str, AnswerError] = {}
    for each in subjects:
        signed = {}
        for subject in each:
            answer = answers[subject]
            if isinstance(answer, AnswerError):
                refused[subject.reference] = answer
            elif answer:
                signed[subject.reference] = answer
        found.append(signed)
    return found, refused


def _lock_image(image: BundleImage, proof: Proof, referrers: Mapping[str, tuple[str, ...]]) -> LockedImage:
    return LockedImage(
        source=image.source,
        target=image.target,
        digest=proof.digest,
        media_type=proof.media_type,
        platforms=proof.platforms,
        absent=proof.absent,
        contents=proof.contents,
        referrers=referrers,
    )


def _diagnose(image: BundleImage, place: Place, reason: str, remedy: str) -> Diagnostic:
    return place.diagnose(f"needs {image.source}: {reason}", remedy)
