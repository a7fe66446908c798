"""Lint of maps."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.format_check import Check, Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Rule

CHECKS: tuple[Check, ...] = (
    Check(
        "no-default",
        "warning",
        "A map has no default line: standard mode takes it for an empty one, ImageSwap for none.",
    ),
    Check("wildcard-in-key", "warning", "A plain key has a wildcard, which is an ordinary character there."),
    Check("old-library-key", "warning", "The key docker.io-library is a spelling that no longer means anything."),
    Check("old-separator", "note", "A line has the deprecated separator of one colon."),
    Check("library-alone", "warning", "There is a key for registry/library and none for the registry."),
)


def find_doubts(rules: Sequence[Rule]) -> Iterator[Doubt]:
    """Yield a doubt for every ``registry/library`` key whose registry has no key."""
    keys = {rule.match: rule for rule in reversed(rules) if rule.kind == "prefix"}
    for key in sorted(keys):
        registry, _, path = key.partition("/")
        if path == "library" and registry not in keys:
            message = f"`{key}` is alone: ImageSwap fails on `{registry}/team/app`, because `{registry}` has no key"
            remedy = f"add `{registry}::`, which leaves its other images alone, or a target for them"
            yield Doubt("library-alone", keys[key], message, remedy)
