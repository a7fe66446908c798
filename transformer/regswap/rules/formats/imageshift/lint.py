"""Lint of ImageShift's mappings."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.format_check import Check, Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Rule

CHECKS: tuple[Check, ...] = (
    Check("ignored-section", "warning", "Rules are written where no program reads them."),
    Check("other-home", "note", "References without a registry belong to another registry than Docker Hub."),
)


def find_doubts(rules: Sequence[Rule]) -> tuple[Doubt, ...]:
    """Return none: all is found where the mappings are read."""
    del rules
    return ()
