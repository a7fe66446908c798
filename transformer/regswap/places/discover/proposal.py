"""What was found: a path, what stands there, and how sure that is."""

from __future__ import annotations

from regswap.places.discover.path import format_trail
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.places.discover.path import Trail

CERTAIN = "certain"
LIKELY = "likely"
DOUBTFUL = "doubtful"
"""Too little to act on: shown, and off."""

CERTAINTIES = (CERTAIN, LIKELY, DOUBTFUL)
"""The surest first."""

Parts = tuple[tuple[str, str], ...]
"""The roles of a reference that is written in several fields, each with its key, in the order of a reference."""


class Proposal(NamedTuple):
    """A place that holds references, or may."""

    trail: Trail
    holds: str | Parts
    """``podSpec``, ``container``, ``volume``, ``object``, ``reference``, ``repository``, ``registry``, ``yaml`` and
    ``values`` (of a Helm chart, as text and as a map), or the parts of a reference."""
    certainty: str
    reason: str
    versions: tuple[str, ...] = ()
    """The versions of the kind that say so."""
    lists: tuple[str, ...] = ()
    """The keys at which a PodSpec holds references, as far as the schema has them; none where it does not tell."""

    @property
    def path(self) -> str:
        """The path as the configuration writes it."""
        return format_trail(self.trail)

    @property
    def shape(self) -> str | dict[str, str]:
        """What it holds as the configuration writes it: a word, or the path of each part from here."""
        return self.holds if isinstance(self.holds, str) else {role: format_trail((key,)) for role, key in self.holds}
