"""Asking about every image, and what came of it."""

from __future__ import annotations

from regswap.bundle.asking import SOURCE, TARGET, choose_store
from regswap.bundle.proof import Fault, Proof, Question
from regswap.bundle.prover import Prover, list_referrers
from regswap.bundle.store import AnswerError
from regswap.pipeline.pin import RELOCK
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from regswap.bundle.asking import Asking
    from regswap.bundle.image import BundleImage
    from regswap.bundle.store import Address
    from regswap.lock.locked import Lock, LockedImage
    from regswap.settings.options import Options

FAULTS: Mapping[str, str] = {
    "manifest-missing": "The manifest that a reference names is not there.",
    "platform-missing": "The manifest of a platform is not there.",
    "blob-missing": "A configuration or a layer is not there.",
    "wrong-content": "Something is there with other bytes than its digest says.",
    "referrer-missing": "A signature or another referrer is not there.",
    "moved": "A reference names another digest than the lock says.",
    "not-locked": "An image is not in the lock.",
    "unasked": "A registry cannot be asked, or gives no answer.",
}
"""The kinds of faults, each with a sentence about it."""


class Verified(NamedTuple):
    """The result for an image."""

    image: BundleImage
    address: str
    """The address at which it was asked for."""
    proof: Proof


class Verification(NamedTuple):
    """The results for all images."""

    at: str
    """The place at which they were asked for, as ``--at`` names it."""
    images: tuple[Verified, ...]

    @property
    def is_failed(self) -> bool:
        """True if something is missing or wrong."""
        return any(each.proof.faults for each in self.images)


def verify(images: Sequence[BundleImage], options: Options, lock: Lock | None = None) -> Verification:
    """Prove that images are where ``options.at`` says, by default at their targets.

    Raises UsageError, and RegistryError where docker's configuration cannot be read. A registry that does not answer
    is a fault of the images in it.
    """
    at = options.at or TARGET
    asking = choose_store(options, at)
    locked = {} if lock is None else {image.target: image for image in lock.images}
    platforms = options.platform or (() if lock is None else lock.platforms)
    questions = [_ask_for(asking, image, platforms, locked.get(image.target)) for image in images]
    prover = Prover(asking.store, asking.connections, deep=options.deep)
    proofs = prover.prove(questions)
    unasked: list[Fault | None] = [None] * len(images)
    if options.signatures:
        wanted = [_expect_referrers(image, locked, lock) for image in images]
        if lock is None:
            wanted, unasked = _list_at_sources(images, proofs, options)
        signed = [question._replace(referrers=each) for question, each in zip(questions, wanted, strict=True)]
        proofs = prover.prove(signed)
    verified = zip(images, questions, proofs, unasked, strict=True)
    return Verification(
        at,
        tuple(
            Verified(image, str(question.address), _add_faults(proof, fault, _judge_lock(image, locked, lock)))
            for image, question, proof, fault in verified
        ),
    )


def _ask_for(asking: Asking, image: BundleImage, platforms: tuple[str, ...], locked: LockedImage | None) -> Question:
    return Question(asking.locate(image), platforms, "" if locked is None else locked.digest)


def _expect_referrers(
    image: BundleImage, locked: Mapping[str, LockedImage], lock: Lock | None
) -> Mapping[str, tuple[str, ...]]:
    found = locked.get(image.target)
    return {} if lock is None or found is None else found.referrers


def _list_at_sources(
    images: Sequence[BundleImage], proofs: Sequence[Proof], options: Options
) -> tuple[list[Mapping[str, tuple[str, ...]]], list[Fault | None]]:
    """Return the referrers that images have at their sources, and why they are not known."""
    asking = choose_store(options, SOURCE)
    subjects = [
        [asking.locate(image).at(digest) for digest in proof.manifests]
        for image, proof in zip(images, proofs, strict=True)
    ]
    answers = list_referrers(asking.store, [one for each in subjects for one in each], asking.connections)
    return [_collect(each, answers) for each in subjects], [_find_refusal(each, answers) for each in subjects]


def _collect(
    subjects: Sequence[Address], answers: Mapping[Address, tuple[str, ...] | AnswerError]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for subject in subjects:
        answer = answers[subject]
        if not isinstance(answer, AnswerError) and answer:
            found[subject.reference] = answer
    return found


def _find_refusal(
    subjects: Sequence[Address], answers: Mapping[Address, tuple[str, ...] | AnswerError]
) -> Fault | None:
    for subject in subjects:
        answer = answers[subject]
        if isinstance(answer, AnswerError):
            reason = f"its signatures at the source are not known: {answer.reason}"
            return Fault("unasked", subject.reference, reason, "name a lock that was made with --signatures")
    return None


def _judge_lock(image: BundleImage, locked: Mapping[str, LockedImage], lock: Lock | None) -> Fault | None:
    if lock is None or image.target in locked:
        return None
    return Fault("not-locked", "", "it is not in the lock", RELOCK)


def _add_faults(proof: Proof, *faults: Fault | None) -> Proof:
    return proof._replace(faults=(*proof.faults, *(fault for fault in faults if fault is not None)))
