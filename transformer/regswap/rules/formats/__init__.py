"""The rule formats: a folder and a row in ``registry`` for each, and what they share."""

from __future__ import annotations

from regswap.rules.formats.registry import FORMATS, NAMES

__all__ = ["FORMATS", "NAMES"]
