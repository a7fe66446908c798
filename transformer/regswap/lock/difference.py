"""The difference of two locks: images, digests and the bytes to carry."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from regswap.lock.locked import Lock, LockedImage

    Kind = Literal["new", "gone", "moved"]

KINDS: tuple[Kind, ...] = ("new", "moved", "gone")


class Change(NamedTuple):
    """The change of one image."""

    kind: Kind
    source: str
    target: str
    before: str
    """The digest that it had; empty where it is new."""
    after: str
    """The digest that it has; empty where it is gone."""
    carried: int
    """The bytes of it that no image of the old lock has, and none before it in this list."""


class LockDifference(NamedTuple):
    """The changes of all images."""

    changes: tuple[Change, ...]
    """New ones, then moved ones, then those that are gone; each by source and target."""
    unchanged: int
    carried: int
    """The bytes to carry: what the new lock has and the old one has not, each blob once."""
    total: int
    """The bytes of everything in the new lock, each blob once."""


def compare_locks(old: Lock, new: Lock) -> LockDifference:
    """Return what became of the images of one lock in another."""
    before = {(image.source, image.target): image for image in old.images}
    after = {(image.source, image.target): image for image in new.images}
    known = _collect_contents(old.images)
    new_names = sorted(after.keys() - before.keys())
    moved_names = [name for name in sorted(after.keys() & before.keys()) if after[name].digest != before[name].digest]
    there = dict(known)
    changes: list[Change] = []
    for name in (*new_names, *moved_names):
        fresh = {digest: size for digest, size in after[name].contents.items() if digest not in there}
        there.update(fresh)
        kind: Kind = "moved" if name in before else "new"
        old_digest = before[name].digest if name in before else ""
        changes.append(Change(kind, *name, old_digest, after[name].digest, sum(fresh.values())))
    gone = [before[name] for name in sorted(before.keys() - after.keys())]
    changes += [Change("gone", image.source, image.target, image.digest, "", 0) for image in gone]
    contents = _collect_contents(new.images)
    carried = sum(size for digest, size in contents.items() if digest not in known)
    return LockDifference(
        tuple(changes), len(after) - len(new_names) - len(moved_names), carried, sum(contents.values())
    )


def _collect_contents(images: Iterable[LockedImage]) -> dict[str, int]:
    return {digest: size for image in images for digest, size in image.contents.items()}
