"""The result of a program for one reference."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.engine.rule import Rule


class Outcome(NamedTuple):
    """A result, and how the program came to it."""

    rewritten: str
    """Equal to the image where it stays."""
    rule: Rule | None
    reason: str
    """Lower case, no full stop; it continues a sentence that begins with the reference."""
    trouble: str = ""
    """What happens in the cluster where the program fails; it continues the same sentence."""
    spoils_pod: bool = False
    """Whether the program then leaves every container of the Pod alone."""


class Matcher(Protocol):
    """One program's way with references."""

    rules: tuple[Rule, ...]
    warnings: tuple[Diagnostic, ...]

    def swap(self, image: str) -> Outcome:
        """Return what the program makes of a text, which may be anything."""
