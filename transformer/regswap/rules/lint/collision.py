"""Images that get the same name, because a rule keeps the last part of theirs only."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference, is_reference
from regswap.registry import REPOSITORIES
from regswap.rules.probes.plain_probe import list_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject


def find_collisions(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every rule by which two well-known or named repositories become one, once a rule."""
    if not any(rule.join == "basename" for rule in subject.rules):
        return
    first: dict[str, tuple[str, Rule]] = {}
    told: set[Rule] = set()
    for repository in _list_repositories(subject):
        decision = subject.standard.decide(repository)
        rule = decision.rule
        if not rule or rule.join != "basename" or not decision.changed:
            continue
        earlier, _ = first.setdefault(decision.rewritten, (repository, rule))
        if _name(earlier) != _name(repository) and rule not in told:
            told.add(rule)
            message = f"`{earlier}` and `{repository}` both become `{decision.rewritten}`: only the last part is kept"
            remedy = "give them targets of their own, or write a rule that keeps the path"
            details = (("first", earlier), ("second", repository), ("rewritten", decision.rewritten))
            yield subject.report("colliding-target", rule.origin, message, remedy, details)


def _list_repositories(subject: Subject) -> list[str]:
    """Return what everybody uses and what the rules name, without tags; as many as can be tried."""
    named = []
    for rule in subject.rules:
        if rule.kind == "exact" or (rule.kind == "prefix" and "/" in rule.match):
            named.append(rule.match)
        elif rule.kind == "glob" and "/" in rule.match:
            named += list_references(rule)[:1] if "*" not in rule.match else []
    repositories = [_strip(text) for text in (*REPOSITORIES, *named) if is_reference(text)]
    # Docker Hub's are written without it, as a rule.
    short = [text.removeprefix("docker.io/").removeprefix("library/") for text in REPOSITORIES]
    return list(dict.fromkeys((*repositories, *short)))[: subject.count_affordable()]


def _strip(text: str) -> str:
    return str(ImageReference.parse(text)._replace(tag=None, digest=None))


def _name(text: str) -> str:
    return str(ImageReference.parse(text).canonical())
