"""The webhook's ConfigMap."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.source.tree import Value

_CONFIG_MAP = "imageswap-maps"


def find(root: Value) -> list[RuleSource]:
    """Return the map under ``maps`` of a ConfigMap.

    Raises:
        RulesError: it is the webhook's, and has no such key.

    """
    if root.get_string("kind") != "ConfigMap":
        return []
    maps = root.get("data", "maps")
    if maps is not None:
        return [RuleSource("imageswap", root.source, maps.read_text("`maps`"))]
    if root.get_string("metadata", "name") != _CONFIG_MAP:
        return []
    data = root.get("data")
    known = [key.string for key, _ in data.entries] if data else []
    near = f"; it has {', '.join(f'`{key}`' for key in known)}" if known else ""
    message = f"the ConfigMap `{_CONFIG_MAP}` has no key `maps`{near}"
    raise (data or root).refuse(message, "write the map under `maps`")
