"""Rules: reference in, decision out.

The engine (``ruleset`` and its indexes) knows neither YAML nor a rule format; ``tree`` alone reads YAML, for the
formats that are written in it.
"""

from __future__ import annotations

from regswap.rules.engine.rule import Decider, Decision, Origin, Reading, Rule
from regswap.rules.engine.ruleset import RuleSet
from regswap.rules.load import load

__all__ = ["Decider", "Decision", "Origin", "Reading", "Rule", "RuleSet", "load"]
