"""Registries whose other ports have no key."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB_HOSTS
from regswap.rules.engine.target import leaves_alone
from regswap.rules.probes.plain_probe import find_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject

_PORT = "5000"
"""What registries without TLS listen on, as a rule."""
_LOCAL = ("localhost", "127.0.0.1")
"""Hosts of which hardly anybody asks for the default port."""


def find_missing_ports(subject: Subject) -> Iterator[Finding]:
    """Yield one finding about all keys that name no port where other ports are likely to be meant."""
    found = [rule for rule in subject.list_unique() if rule.kind == "prefix" and _lacks_port(subject, rule)]
    if not found:
        return
    rule, others = found[0], len(found) - 1
    message = f"`{rule.match}` takes port {DEFAULT_PORT} and no other: `{_write(rule)}` is another registry"
    takes_all = subject.compat is not None and subject.compat.decide(_write(rule)).changed
    message += ", which the original takes for the same" if takes_all else ""
    message += f" (so for {others} more {'rule' if others == 1 else 'rules'})" if others else ""
    remedy = "write a rule for each port that is used"
    yield subject.report("port-needs-rule", rule.origin, message, remedy, (("reference", _write(rule)),))


def _lacks_port(subject: Subject, rule: Rule) -> bool:
    registry = rule.match.partition("/")[0]
    host = find_host(registry)
    if host != registry or host in HUB_HOSTS or rule.exact_port or leaves_alone(rule):
        return False
    ours = subject.standard.decide(_write(rule))
    if ours.rule is not None and ours.rule.kind != "default":
        return False
    theirs = subject.compat.decide(_write(rule)) if subject.compat is not None else None
    return host in _LOCAL or (theirs is not None and theirs.changed and theirs.rewritten != ours.rewritten)


def _write(rule: Rule) -> str:
    registry, slash, path = rule.match.partition("/")
    return f"{registry}:{_PORT}{slash}{path}/team/app:1.2"
