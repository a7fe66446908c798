"""The rule formats that can be read: one module each, entered in ``FORMATS``."""

from __future__ import annotations

from transformer.record import TYPE_CHECKING, Protocol
from transformer.rules.formats import imageswap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformer.rules.rule import Reading


class Format(Protocol):
    """What a module must offer to be a rule format."""

    NAME: str

    def detect(self, text: str) -> bool:
        """Return whether a text looks like this format."""

    def read(self, text: str, source: str) -> Reading:
        """Return the rules of a source that is named so in messages.

        Raises:
            RulesError: with every finding of the source.

        """

    def settle(self, readings: Sequence[Reading]) -> list[Reading]:
        """Return the readings of all sources of this format, less the rules that only together prove to be inactive."""


# Detection asks in this order, and the first that says yes reads the source.
FORMATS: tuple[Format, ...] = (imageswap,)
