"""Rules: reference in, reference out. This room knows neither YAML text nor Kubernetes."""

from __future__ import annotations

from transformer.rules.load import load
from transformer.rules.rule import Decider, Decision, Origin, Reading, Rule
from transformer.rules.ruleset import RuleSet

__all__ = ["Decider", "Decision", "Origin", "Reading", "Rule", "RuleSet", "load"]
