"""The answers of a configuration: images that no manifest names, and holes that are accepted, each with a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase

from regswap.bundle.hole import Hole, find_fault
from regswap.bundle.image import BundleImage, Place, complete_text
from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from regswap.rules import Decider
    from regswap.settings.config.bundle import Acceptance, Extra

EXTRA = "spec.bundle.extra"


class Accepted(NamedTuple):
    """A hole that may stay one, and why."""

    hole: Hole
    reason: str


def decide_extra(extra: Extra, rules: Decider) -> tuple[BundleImage | None, Hole | None]:
    """Return an image that no manifest names, and why it cannot be carried, if it cannot."""
    place = Place(extra.origin.file, extra.origin.line, extra.origin.column, "", EXTRA, extra.reference)
    decision = rules.decide(extra.reference)
    fault = find_fault(decision.rewritten)
    if fault:
        return None, Hole("unparsable", place, f"becomes `{decision.rewritten}`, which {fault}", "correct the rule")
    image = BundleImage(complete_text(extra.reference), complete_text(decision.rewritten), (place,))
    if image.source != image.target:
        return image, None
    return image, Hole("outside", place, decision.reason, "write a rule for it, or remove it")


def find_collisions(images: Iterable[BundleImage]) -> Iterator[Hole]:
    """Yield the places of images that share their target with others from elsewhere."""
    by_target: dict[str, list[BundleImage]] = {}
    for image in images:
        by_target.setdefault(image.target, []).append(image)
    for target, rivals in by_target.items():
        for image in rivals:
            others = sorted({rival.source for rival in rivals} - {image.source})
            if others:
                reason = f"has the target `{target}`, which `{others[0]}` has too"
                remedy = "write rules that keep them apart, or accept it in `spec.bundle.accept`"
                yield from (Hole("collision", place, reason, remedy) for place in image.places)


def answer_holes(
    holes: Iterable[Hole], images: Iterable[BundleImage], acceptances: Collection[Acceptance]
) -> tuple[list[Hole], list[Accepted], list[Diagnostic]]:
    """Return the holes that stay open, those that are accepted, and notes about acceptances that nothing needs."""
    carried = {image.source for image in images}
    idle = dict.fromkeys(acceptances)
    still_open: list[Hole] = []
    accepted: list[Accepted] = []
    for hole in holes:
        if hole.code == "possible" and complete_text(hole.place.reference) in carried:
            continue
        matching = [one for one in acceptances if _matches(one, hole)]
        for one in matching:
            idle.pop(one, None)
        if matching:
            accepted.append(Accepted(hole, matching[0].reason))
        else:
            still_open.append(hole)
    return still_open, accepted, [_tell_idle(one) for one in idle]


def _matches(acceptance: Acceptance, hole: Hole) -> bool:
    kind, _, named = hole.place.object.partition(" ")
    namespace, _, name = named.rpartition("/")
    texts = {
        "hole": hole.code,
        "source": hole.place.source,
        "namespace": namespace,
        "kind": kind,
        "name": name,
        "reference": hole.place.reference,
    }
    return all(fnmatchcase(texts[field], pattern) for field, pattern in acceptance.wanted)


def _tell_idle(acceptance: Acceptance) -> Diagnostic:
    wanted = ", ".join(f"{field}: {pattern}" for field, pattern in acceptance.wanted)
    origin = acceptance.origin
    return Diagnostic(f"`{wanted}` accepts nothing here", "", origin.file, origin.line, origin.column)
