"""The Secret ``registry-info``."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from regswap.rules.source.tree import Value

_KEY = "MIRROR_REGISTRIES"
_SECRET = "registry-info"  # noqa: S105 - the name of the object


def find(root: Value) -> list[RuleSource]:
    """Return the list in a Secret.

    Raises:
        RulesError: it is Palette's, and has none; or the list is not text.

    """
    if root.get_string("kind") != "Secret":
        return []
    # The API server lets `stringData` take the place of `data`.
    plain, encoded = root.get("stringData", _KEY), root.get("data", _KEY)
    if plain is not None:
        return [RuleSource("mirror-registries", root.source, plain.read_text(f"`{_KEY}`"))]
    if encoded is not None:
        return [RuleSource("mirror-registries", root.source, encoded.decode_text(f"`{_KEY}`"))]
    if root.get_string("metadata", "name") == _SECRET:
        raise root.refuse(f"the Secret `{_SECRET}` has no `{_KEY}`", "add it under `stringData` or `data`")
    return []
