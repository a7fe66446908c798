"""What a program made of one reference."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Rule


class Outcome(NamedTuple):
    """A result, and how the program came to it."""

    rewritten: str
    """Equal to the image where it stays."""
    rule: Rule | None
    reason: str
    """Lower case, no full stop; it continues a sentence that begins with the reference."""
