"""The record of a decision about a site."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.document.edit.sharing import Change
    from regswap.rules.engine.rule import Decision


class SiteDecision(NamedTuple):
    """A decision about a site, and the changes of fields that carry it out."""

    decision: Decision
    changes: tuple[Change, ...] = ()
    fault: str = ""
    """Why it cannot be carried out; it continues a sentence that begins with the reference."""
    is_exempt: bool = False
    """Whether the rules were not asked."""
    is_left_out: bool = False
    """Whether it is not even to be judged."""
    is_active: bool = True
    """Whether it may be carried out: what is asked for hidden places may be only to report."""
    would_become: str = ""
    """What the reference would become, if it is only reported."""
    warning: str = ""
    """What is doubtful about it; it continues a sentence that begins with the reference."""
    remedy: str = ""
    """What to do about the fault or the warning, if there is more to say than of all."""

    @property
    def is_reported_only(self) -> bool:
        """Whether the reference would become another and is only reported."""
        return bool(self.would_become)
