"""The behaviour of the ImageSwap webhook in LEGACY mode: ``IMAGE_PREFIX`` and no map."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Rule
from regswap.rules.formats.outcome import Outcome

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.source.source_text import SourceText


class LegacyMatcher:
    """``swap_image`` of the webhook in LEGACY mode."""

    warnings: tuple[Diagnostic, ...] = ()

    def __init__(self, prefix: SourceText) -> None:
        """Take the prefix."""
        text = prefix.text
        origin = prefix.locate(0)
        self._rule = Rule("default", "default", text, "basename", "raw", origin, f"IMAGE_PREFIX={text}", "imageswap")
        self.rules: tuple[Rule, ...] = (self._rule,)

    def swap(self, image: str) -> Outcome:
        """Return what the webhook makes of a text."""
        prefix = self._rule.target
        if not prefix:
            return Outcome(image, self._rule, "stays, because the prefix is empty")
        if prefix in image:
            return Outcome(image, self._rule, f"holds `{prefix}` already")
        name = image if prefix.endswith("-") else f"/{image.rpartition('/')[2]}"
        return Outcome(prefix + name, self._rule, "gets the prefix, as every image does")
