"""What is other than a lock file says."""

from __future__ import annotations

from typing import Any

import pytest

from regswap.bundle.image import BundleImage, Place
from regswap.bundle.locking import find_drift
from regswap.lock.locked import Lock, LockedImage

ONE, TWO = (f"sha256:{str(number) * 64}" for number in (1, 2))
PLACES = (Place("a.yaml", 3, 5, "Pod web", "spec.image"), Place("b.yaml", 7, 9, "Job run", "spec.image"))
IMAGE = BundleImage("quay.io/team/app:1", "mirror.example/team/app:1", PLACES)
LOCKED = LockedImage(IMAGE.source, IMAGE.target, ONE, platforms=("linux/amd64",), referrers={ONE: (TWO,)})
OTHER = LockedImage("quay.io/team/old:1", "quay.io/team/old:1", TWO)


def lock(*images: LockedImage, has_referrers: bool = True) -> Lock:
    return Lock("source", (), images, has_referrers)


def test_a_lock_that_is_right_has_no_drift() -> None:
    assert list(find_drift([IMAGE], lock(LOCKED), lock(LOCKED), "lock")) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"digest": TWO}, f"lock says {ONE}, and {TWO} is there"),
        ({"platforms": ("linux/amd64", "linux/arm64")}, "lock has other platforms: linux/amd64"),
        ({"absent": ("linux/arm64",)}, "lock has other platforms: linux/amd64"),
        ({"referrers": {}}, "lock has other signatures"),
    ],
)
def test_drift_is_told_at_every_place(changes: dict[str, Any], said: str) -> None:
    drift = list(find_drift([IMAGE], lock(LOCKED._replace(**changes)), lock(LOCKED), "lock"))

    assert [(one.source, one.line, one.column) for one in drift] == [("a.yaml", 3, 5), ("b.yaml", 7, 9)]
    assert {one.message for one in drift} == {
        f"Pod web spec.image needs quay.io/team/app:1: {said}",
        f"Job run spec.image needs quay.io/team/app:1: {said}",
    }


def test_signatures_that_nobody_asked_for_are_no_drift() -> None:
    found = lock(LOCKED._replace(referrers={}), has_referrers=False)

    assert list(find_drift([IMAGE], found, lock(LOCKED), "lock")) == []


def test_what_is_new_and_what_nothing_needs_is_told() -> None:
    drift = list(find_drift([IMAGE], lock(LOCKED), lock(OTHER), "lock"))

    assert [one.message for one in drift[:2]] == [
        "Pod web spec.image needs quay.io/team/app:1: it is not in lock",
        "Job run spec.image needs quay.io/team/app:1: it is not in lock",
    ]
    assert (drift[2].source, drift[2].message) == ("lock", "nothing needs quay.io/team/old:1")
