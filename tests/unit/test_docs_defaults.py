"""What `docs/defaults.md` says of certain references is what is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regswap.places.hidden.known import BESIDE, FLAGS, KEYS, VARIABLES
from regswap.places.hidden.name import is_known


@pytest.fixture(scope="module")
def told(root: Path) -> frozenset[str]:
    """Everything between backquotes, without the dashes of flags."""
    text = (root / "docs" / "defaults.md").read_text()
    return frozenset(name.lstrip("-") for name in re.findall(r"`([^`\s]+)`", text))


@pytest.mark.parametrize("names", [FLAGS, VARIABLES, KEYS, BESIDE.keys()], ids=["flags", "variables", "keys", "shared"])
def test_every_known_name_is_told(told: frozenset[str], names: frozenset[str]) -> None:
    assert names - told == frozenset()


def test_every_name_that_tells_a_program_is_told(told: frozenset[str]) -> None:
    assert frozenset().union(*BESIDE.values()) - told == frozenset()


def test_every_form_of_a_name_that_is_told_is_known(told: frozenset[str]) -> None:
    forms = [name for name in told if "*" in name and name.isupper()]

    assert [name for name in forms if not is_known(name.replace("*", "X"))] == []
    assert len(forms) > 10
