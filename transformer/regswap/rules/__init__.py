"""Rules: reference in, decision out.

The engine (``ruleset`` and its indexes) knows neither YAML nor a rule format; ``tree`` alone reads YAML, for the
formats that are written in it.
"""

from __future__ import annotations

from regswap.rules.load import load
from regswap.rules.rule import Decider, Decision, Origin, Reading, Rule
from regswap.rules.ruleset import RuleSet

__all__ = ["Decider", "Decision", "Origin", "Reading", "Rule", "RuleSet", "load"]
