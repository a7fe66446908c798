"""Registries that are one letter away from one that everybody uses."""

from __future__ import annotations

from functools import cache

from regswap.record import TYPE_CHECKING
from regswap.registry import REGISTRIES, is_registry
from regswap.rules.probes.head import find_literal
from regswap.rules.probes.plain_probe import find_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_misspellings(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every rule that names such a registry, unless it is one that rules move images to."""
    ours = {find_host(rule.target) for rule in subject.rules if rule.kind != "regex"}
    for rule in subject.list_unique():
        if rule.kind == "default":
            continue
        written = rule.match if rule.kind in ("prefix", "exact", "skip") else find_literal(rule)
        host = find_host(written)
        meant = guess_registry(host) if host and host not in ours else ""
        if meant:
            message = f"`{host}` looks like a misspelling of `{meant}`"
            remedy = f"write `{meant}` if that is meant"
            yield subject.report("misspelt-registry", rule.origin, message, remedy, (("meant", meant),))


@cache
def guess_registry(host: str) -> str:
    """Return the well-known registry that a host is one slip away from; nothing for the registry itself."""
    if is_registry(host):
        return ""
    near = [known for known in REGISTRIES if _is_one_slip(host, known)]
    # Two letters that changed places are the surest sign.
    return min(near, key=lambda known: (sorted(known) != sorted(host), REGISTRIES.index(known)), default="")


def _is_one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was added, left out or mistaken, or two beside each other changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest, other_rest = one[start:], other[start:]
    if len(one) == len(other):
        swapped = rest[1:2] + rest[:1] + rest[2:]
        return rest[1:] == other_rest[1:] or swapped == other_rest
    return rest[1:] == other_rest or rest == other_rest[1:]
