"""Paths from other programs' configurations, while they are collected."""

from __future__ import annotations

from regswap.errors import Findings
from regswap.places.place import Place
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.errors import Diagnostic
    from regswap.rules.source.tree import Value

BORROWED = "path"
"""Where such places are from: the user."""


class ImportedPaths:
    """Places, and what is to be said about those that are none."""

    def __init__(self, kinds: Sequence[str]) -> None:
        """Begin with none; ``kinds`` are those, as ``group/Kind``, that what names no kind is for."""
        self.kinds = tuple(kinds)
        self.places: list[Place] = []
        self.losses: list[Diagnostic] = []
        """What a row cannot say."""
        self.warnings: list[Diagnostic] = []
        self.errors = Findings()

    def add(self, name: str, versions: tuple[str, ...], path: str, shape: str) -> None:
        """Add a place of a kind, once."""
        group, _, kind = name.rpartition("/")
        place = Place(group, kind, versions, path, shape, BORROWED)
        if place not in self.places:
            self.places.append(place)

    def lose(self, value: Value, message: str, remedy: str) -> None:
        """Note what a row cannot say."""
        self.losses.append(value.diagnose(message, remedy))

    def warn(self, value: Value, message: str, remedy: str) -> None:
        """Note what a row says a little otherwise."""
        self.warnings.append(value.diagnose(message, remedy))
