"""Doubts about rules of one format, for lint."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from regswap.rules.engine.rule import Rule

    Severity = Literal["error", "warning", "note"]


class Check(NamedTuple):
    """A kind of finding."""

    code: str
    """Its name, which never changes its meaning."""
    severity: Severity
    summary: str
    """What it says about rules, as a sentence."""


class Doubt(NamedTuple):
    """A finding about a rule of the format."""

    code: str
    rule: Rule
    message: str
    remedy: str
