"""The behaviour of ImageSwap with the mirror registries of Palette: they are plain keys beside an empty ``default``."""

from __future__ import annotations

from regswap.errors import Findings, RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Origin, Rule
from regswap.rules.formats.imageswap.original import Map, MapMatcher
from regswap.rules.formats.mirror_registries.reader import NAME, read_mirrors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.source.rule_source import RuleSource


def make_matcher(rule_sources: Sequence[RuleSource]) -> MapMatcher:
    """Return the webhook with the lists of all rule_sources in one map; raises RulesError where an item is none."""
    errors = Findings()
    plain: dict[str, Rule] = {}
    for rule_source in rule_sources:
        for mirror in read_mirrors(rule_source.text, errors):
            origin = rule_source.text.locate(mirror.start)
            text = f"{mirror.source}::{mirror.target}"
            plain[mirror.source] = Rule("prefix", mirror.source, mirror.target, "path", "raw", origin, text, NAME)
    errors.raise_as(RulesError)
    plain["default"] = Rule(
        "default", "default", "", "path", "raw", Origin(rule_sources[0].source, 0, 0), "default::", NAME
    )
    return MapMatcher(Map({}, {}, plain))
