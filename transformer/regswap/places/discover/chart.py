"""Fields that hold the values of a Helm chart."""

from __future__ import annotations

import re

from regswap.places.discover.word import words_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

REASON = "the values of a Helm chart"
_NAMES = frozenset(
    {("values",), ("values", "object"), ("values", "content"), ("values", "inline"), ("values", "yaml")}
    | {("chart", "values"), ("helm", "values"), ("values", "override"), ("values", "template")}
)
_OF_CHARTS = frozenset({"helm", "chart", "charts"})
_SAYS_HELM = r"\bhelm\b"


def holds_values(keys: Sequence[str], description: str) -> bool:
    """Tell whether the field at the end of some keys holds the values of a chart, by their names and what is said."""
    if not keys or words_of(keys[-1]) not in _NAMES:
        return False
    words = {word for key in keys for word in words_of(key)}
    return bool(_OF_CHARTS & words) or re.search(_SAYS_HELM, description, re.IGNORECASE) is not None
