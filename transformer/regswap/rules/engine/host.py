"""The registries that rules name, as what they match and as where they put it."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.rules.engine.rule import Rule


def find_hosts(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the registries, ``host[:port]``, that rules name; patterns name none."""
    texts = (text for rule in rules if rule.kind not in ("glob", "regex") for text in (rule.match, rule.target))
    hosts = {text.partition("/")[0] for text in texts}
    return frozenset(host for host in hosts if "." in host or ":" in host or host == "localhost")
