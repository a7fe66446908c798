"""Docker Hub, and the names that people leave out of its references."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import HUB_HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_unwritten_registries(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every glob that asks for a host of Docker Hub."""
    for rule in subject.list_unique():
        host, slash, rest = rule.match.partition("/")
        if rule.kind == "glob" and slash and host in HUB_HOSTS:
            message = f"`{rule.match}` matches only references that write `{host}/`, which most leave out"
            remedy = f"add a pattern for what they write, such as `{rest.removeprefix('library/') or '*'}`"
            yield subject.report("unwritten-registry", rule.origin, message, remedy)
