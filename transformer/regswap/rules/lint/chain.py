"""Results that the rules match once more: what a second run, or the webhook called twice, would do to them."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import read_reference
from regswap.rules.engine.prefix import Exacts, Prefixes
from regswap.rules.engine.target import leaves_alone
from regswap.rules.probes.plain_probe import find_host, list_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule
    from regswap.rules.lint.finding import Finding
    from regswap.rules.lint.subject import Subject

_TRIED = 3
"""So many references of a rule are tried, until one is rewritten."""


class Chain(NamedTuple):
    """A reference that is rewritten twice."""

    rule: Rule
    reference: str
    once: str
    twice: str
    by: Rule | None
    """The rule that rewrites it the second time."""
    stopped: bool
    """Whether that never happens, because standard mode leaves results alone."""


def find_chains(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for every rule that matches what others write, at the first of those; it counts the others."""
    chains: dict[tuple[str, bool], list[Chain]] = {}
    room = subject.count_affordable()
    exacts, prefixes = Exacts(subject.rules), Prefixes(subject.rules)
    for rule in subject.list_unique():
        if leaves_alone(rule):
            continue
        references = list_references(rule)[:_TRIED]
        room -= 2 * len(references)
        if room < 0:
            return
        chain = _find_original_chain(subject, rule, references) or _find_stopped_chain(
            subject, rule, references, exacts, prefixes
        )
        if chain:
            key = str(chain.by and chain.by.origin)
            chains.setdefault((key, chain.stopped), []).append(chain)
    for found in chains.values():
        yield _report(subject, found)


def _find_original_chain(subject: Subject, rule: Rule, references: list[str]) -> Chain | None:
    """Return a reference of a rule that its program rewrites twice."""
    for reference in references if subject.compat else ():
        once = subject.compat.decide(reference) if subject.compat else None
        if not once or not once.changed or not once.rule or once.rule.origin.line != rule.origin.line:
            continue
        twice = subject.compat.decide(once.rewritten) if subject.compat else once
        if twice.changed and twice.rule:
            return Chain(rule, reference, once.rewritten, twice.rewritten, twice.rule, stopped=False)
    return None


def _find_stopped_chain(
    subject: Subject, rule: Rule, references: list[str], exacts: Exacts, prefixes: Prefixes
) -> Chain | None:
    """Return a reference whose result an exact or prefix rule matches, which standard mode does not let it."""
    for reference in references:
        decision = subject.standard.decide(reference)
        if not decision.changed or decision.rule != rule:
            continue
        reference_now = read_reference(decision.rewritten)
        if reference_now is None:
            return None
        found = prefixes.find(reference_now)
        by = exacts.find(decision.rewritten) or (found[0] if found else None)
        if by and by != rule and not leaves_alone(by) and by.target != rule.target:
            return Chain(rule, reference, decision.rewritten, decision.rewritten, by, stopped=True)
    return None


def _report(subject: Subject, chains: list[Chain]) -> Finding:
    chain = chains[0]
    rule, by = chain.rule, chain.by
    at = f"`{by.match}` at {by.origin}" if by and by is not rule else "the same rule"
    message = f"`{chain.reference}` becomes `{chain.once}`, which {at} matches again"
    message += (
        "; standard mode leaves it as it is" if chain.stopped else f": run twice, the original makes it `{chain.twice}`"
    )
    others = len(chains) - 1
    if others:
        message += f" (so for {others} more {'rule' if others == 1 else 'rules'})"
    if chain.stopped:
        remedy = f"write the final target here, if `{chain.once}` is not meant to be it"
    else:
        remedy = (
            f"add a rule that leaves `{find_host(chain.once) or chain.once}` alone, where the original may run twice"
        )
    details = (("reference", chain.reference), ("once", chain.once), ("twice", chain.twice))
    return subject.report("rewritten-again", rule.origin, message, remedy, details)
