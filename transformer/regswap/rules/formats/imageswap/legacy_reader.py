"""ImageSwap's LEGACY mode: one prefix for every image, ``IMAGE_PREFIX`` in the webhook's environment.

A prefix that ends with ``-`` comes before the whole reference; before any other only the last name is kept. What holds
the prefix already stays. Source: https://github.com/phenixblue/imageswap-webhook/blob/master/docs/configuration.md.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.validation import NO_RULES, check_target

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.source.rule_source import RuleSource

NAME = "imageswap"


def read_prefix(rule_source: RuleSource) -> Reading:
    """Return the rules that a prefix stands for.

    Raises:
        RulesError: it makes no reference.

    """
    written, origin = rule_source.text.text.strip(), rule_source.text.locate(0)
    warnings: list[Diagnostic] = []

    def diagnose(message: str, remedy: str) -> Diagnostic:
        return rule_source.text.diagnose(0, message, remedy)

    dash = written.endswith("-")
    target = check_target(written, "x" if dash else "/x", diagnose, [] if dash else warnings)
    if not target:
        empty = diagnose("the prefix is empty, so nothing is rewritten", "write one")
        return Reading(rule_source.source, (), (empty._replace(code=NO_RULES),), NAME)
    text = f"IMAGE_PREFIX={written}"
    skip = Rule("skip", target, "", "whole", "raw", origin, text, NAME)
    default = Rule("default", "default", target, "prepend" if dash else "basename", "raw", origin, text, NAME)
    return Reading(rule_source.source, (skip, default), tuple(warnings), NAME)
