"""The ``ImageRewrite`` itself; ``item`` finds what is in its list."""

from __future__ import annotations

from regswap.image_rewrite import GROUP
from regswap.record import TYPE_CHECKING
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.source.tree import Value


def find(root: Value) -> list[RuleSource]:
    """Return an object of regswap's own as a whole."""
    return [RuleSource("regswap", root.source, value=root)] if root.get_string("apiVersion").startswith(GROUP) else []
