"""Pins are compared with the releases that there are."""

from __future__ import annotations

import pytest
from tools.check_pins import find_newer_patch


@pytest.mark.parametrize(
    ("pinned", "versions", "newest"),
    [
        ("v4.2.4", ["v4.2.3", "v4.2.4", "v4.3.1"], None),
        ("v4.2.4", ["v4.2.4", "v4.2.5", "v4.2.10"], "v4.2.10"),
        ("v4.2.4", ["v4.2.5-rc.1", "v4.2.x"], None),
        ("8.1.7", ["8.2.0", "8.1.8", "8.1.7"], "8.1.8"),
        ("2.6", ["2.6.1", "2.6", "2.60"], "2.6.1"),
        ("1.0", [], None),
    ],
)
def test_a_newer_patch_release_is_found_and_a_newer_minor_one_is_not(
    pinned: str, versions: list[str], newest: str | None
) -> None:
    assert find_newer_patch(pinned, versions) == newest
