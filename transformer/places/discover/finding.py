"""What was found: a path, what stands there, and how sure that is."""

from __future__ import annotations

from transformer.places.discover.path import format_trail
from transformer.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from transformer.places.discover.path import Trail

CERTAIN = "certain"
LIKELY = "likely"
DOUBTFUL = "doubtful"
"""Too little to act on: shown, and off."""

CERTAINTIES = (CERTAIN, LIKELY, DOUBTFUL)
"""The surest first."""

Parts = tuple[tuple[str, str], ...]
"""The roles of a reference that is written in several fields, each with its key, in the order of a reference."""


class Finding(NamedTuple):
    """A place that holds references, or may."""

    trail: Trail
    holds: str | Parts
    """``podSpec``, ``container``, ``volume``, ``reference``, ``repository``, ``registry``, or the parts of one."""
    certainty: str
    reason: str

    @property
    def path(self) -> str:
        """The path as the configuration writes it."""
        return format_trail(self.trail)
