"""Entries of kustomize's ``images``, as kustomize reads them (``api/filters/imagetag``, 5.8.1), and what they become.

An entry matches references by their name and gives them another name, tag or digest. Rewriting the manifests takes the
names away that it matches, so that an entry has to be decided from what reaches it: `kustomize build` of the rewritten
files must give what the rules make of `kustomize build` of the files as they were.
"""

from __future__ import annotations

from functools import lru_cache

from regswap.document.edit.sharing import Change
from regswap.document.splice import Edit
from regswap.pipeline.site_decision import SiteDecision
from regswap.places.renderer.image import MATCH, join_entry, read_entry, split_text
from regswap.places.split import InexpressibleError, split_parts
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.pattern import InvalidPattern, compile_expression
from regswap.rules.engine.rule import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from regswap.places.site import Site
    from regswap.rules import Decider

    ImageEntry = dict[str, str]
    """What is written in an entry, by its keys."""

_TAG = r"(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$"
_PROBE = "regswap-probe"
_RENDER = "add it by hand, or rewrite what is rendered: kustomize build | regswap rewrite"
_ROLES = {"repository": "newName", "tag": "newTag", "digest": "digest"}


class Arrival(NamedTuple):
    """A reference that reaches an entry."""

    reference: str
    """As kustomize has it where nothing is rewritten."""
    becomes: str
    """As kustomize has it where the files are rewritten."""
    rewrite: Callable[[str], str]
    """What the rules make of another reference in the same place."""
    where: str
    """Where it is written."""


class Incoming(NamedTuple):
    """What reaches an entry."""

    arrivals: tuple[Arrival, ...] = ()
    unread: tuple[str, ...] = ()
    """Bases that are not read, and so not rewritten."""


def apply_entry(entry: ImageEntry, reference: str) -> str:
    """Return what an entry makes of a reference that it matches."""
    name, tag, digest = split_name(reference)
    if entry.get("newTag") or entry.get("digest"):
        tag, digest = entry.get("newTag", ""), entry.get("digest", "")
    elif entry.get("tagSuffix"):
        tag, digest = tag + entry["tagSuffix"], ""
    return f"{entry.get('newName') or name}{tag and ':' + tag}{digest and '@' + digest}"


def split_name(reference: str) -> tuple[str, str, str]:
    """Split a reference into its name, tag and digest as kustomize does."""
    slash = max(0, reference.find("/"))
    rest, at, digest = reference[slash:].partition("@")
    name, _, tag = rest.partition(":")
    return reference[:slash] + name, tag, digest if at else ""


@lru_cache
def make_matcher(name: str) -> Callable[[str], bool]:
    """Return what tells whether an entry with a name matches a reference; the name is an expression of RE2."""
    try:
        expression = compile_expression(f"^{name}{_TAG}")
    except InvalidPattern:
        # Kustomize stops.
        return lambda _: False
    return lambda reference: expression.search(reference) is not None


def decide_entry(site: Site, rules: Decider, incoming: Incoming | None) -> SiteDecision:
    """Return what becomes of an entry; without ``incoming`` it is not known what reaches it."""
    entry = read_entry(site.parts)
    if incoming is None:
        outcome = _decide_alone(site, entry, rules, is_dead=False)
        # What a chart renders was not rewritten.
        is_own = outcome.decision.changed and site.object.kind != "HelmRelease"
        return _warn_of_name(outcome, entry.get("name", ""), rules) if is_own else outcome
    is_matched = make_matcher(entry.get("name", ""))
    matched = [arrival for arrival in incoming.arrivals if is_matched(arrival.reference)]
    others = [arrival for arrival in incoming.arrivals if not is_matched(arrival.reference)]
    decided = rules.decide(apply_entry(entry, matched[0].reference)) if matched else None
    if decided is None:
        outcome = _decide_alone(site, entry, rules, is_dead=not incoming.unread)
        taken = next((arrival for arrival in others if is_matched(arrival.becomes)), None)
        return outcome if taken is None else _refuse(site, f"matches nothing, and would match {_tell(taken)}")
    if not decided.parsed and any(arrival.becomes != arrival.reference for arrival in matched):
        fault = f"makes `{decided.reference}` of {_tell(matched[0])}, which {decided.reason}"
        return _refuse(site, fault, "write it out, or rewrite what is rendered: kustomize build | regswap rewrite")
    fitted = _fit(entry, matched)
    fault = fitted if isinstance(fitted, str) else _verify(entry, fitted, matched, others)
    if isinstance(fitted, str) or fault:
        return _refuse(site, fault)
    if incoming.unread and fitted["name"] != entry["name"]:
        fault = f"matches {_tell(matched[0])}, and may match what is in {incoming.unread[0]}, which is not read"
        return _refuse(site, fault, "take that base into the files (kustomize localize), or rewrite what is rendered")
    return _carry_out(site, entry, fitted, decided)


def decide_entry_in_text(site: Site, rules: Decider) -> SiteDecision:
    """Return what becomes of an entry that is written as a text: what is left of its ``=`` stays."""
    token = site.token
    if token is None or token.is_templated:
        return SiteDecision(Decision(site.value, site.value, None, "is a template", parsed=False))
    decision = rules.decide(site.value)
    _, name = split_text(site.field.node.value)  # type: ignore[union-attr] # a token stands in a scalar
    if not decision.changed:
        return SiteDecision(decision)
    if _depends_on_tag(site.value, decision.rewritten, rules):
        return _refuse(site, "is decided by its tag, which stands elsewhere")
    text = decision.rewritten if token.start else f"{name}={decision.rewritten}"
    change = Change(site.field, "", (Edit(token.start, token.end, text),))
    return _warn_of_name(SiteDecision(decision, (change,)), name, rules)


def _fit(entry: ImageEntry, matched: Sequence[Arrival]) -> ImageEntry | str:
    """Return the entry that does to what the references become what an entry does to them; why there is none."""
    fitted = dict(entry)
    is_matched = make_matcher(entry["name"])
    if not all(is_matched(arrival.becomes) for arrival in matched):
        first = matched[0]
        name = split_name(first.becomes)[0]
        other = next((arrival for arrival in matched if split_name(arrival.becomes)[0] != name), None)
        if other is not None:
            return f"matches {_tell(first)} and {_tell(other)}, which get different names"
        fitted["name"] = name
    results = [split_name(arrival.rewrite(apply_entry(entry, arrival.reference))) for arrival in matched]
    for place, key in enumerate(_ROLES.values()):
        found = {result[place] for result in results}
        if key in entry and len(found) > 1:
            told = " and ".join(f"`{value}`" for value in sorted(found))
            return f"matches {_tell(matched[0])} and others, and its {key} would have to be {told}"
        if key in entry:
            fitted[key] = found.pop()
    return fitted


def _verify(entry: ImageEntry, fitted: ImageEntry, matched: Sequence[Arrival], others: Sequence[Arrival]) -> str:
    """Return what is wrong about an entry that was fitted; empty where nothing is."""
    is_matched = make_matcher(fitted["name"])
    for arrival in matched:
        wanted = arrival.rewrite(apply_entry(entry, arrival.reference))
        made = apply_entry(fitted, arrival.becomes) if is_matched(arrival.becomes) else arrival.becomes
        if made != wanted:
            return f"matches {_tell(arrival)}, and would make `{made}` of it, where the rules want `{wanted}`"
    taken = next((arrival for arrival in others if is_matched(arrival.becomes)), None)
    return "" if taken is None else f"would get the name `{fitted['name']}`, and match {_tell(taken)} too"


def _carry_out(site: Site, entry: ImageEntry, fitted: ImageEntry, decided: Decision) -> SiteDecision:
    changes = _change(site, fitted)
    before, after = site.value, join_entry(fitted)
    if before == after and changes:
        # What it makes is right already; what it matches is another.
        before, after = entry["name"], fitted["name"]
    return SiteDecision(Decision(before, after, decided.rule, decided.reason, decided.parsed, decided.arrived), changes)


def _decide_alone(site: Site, entry: ImageEntry, rules: Decider, *, is_dead: bool) -> SiteDecision:
    """Decide about what an entry makes, whatever it matches; ``is_dead`` tells that it matches nothing."""
    decision = rules.decide(site.value)
    if not decision.changed:
        return SiteDecision(decision)
    if "newName" not in entry:
        left = decision._replace(rewritten=site.value)
        if is_dead:
            return SiteDecision(left._replace(reason="is made of nothing: the entry matches no reference"))
        reason = f"would become `{decision.rewritten}`: it {decision.reason}"
        return SiteDecision(
            left._replace(reason=reason),
            would_become=decision.rewritten,
            warning=f"is left and would become `{decision.rewritten}`: the entry has no newName",
            remedy=f"add `newName: {split_name(decision.rewritten)[0]}`",
        )
    parts = {role: entry[key] for role, key in _ROLES.items() if key in entry}
    if not is_dead and len(parts) == 1 and _depends_on_tag(site.value, decision.rewritten, rules):
        return _refuse(site, "is decided by its tag, which stands elsewhere")
    try:
        changed = split_parts(parts, decision.rewritten)
    except InexpressibleError as error:
        return SiteDecision(decision, fault=str(error))
    new = {**entry, **{_ROLES[role]: value for role, value in changed.items()}}
    return SiteDecision(decision._replace(rewritten=join_entry(new)), _change(site, new))


def _change(site: Site, new: ImageEntry) -> tuple[Change, ...]:
    """Return the changes that make another entry of one."""
    keys = [(part, "name" if part.role == MATCH else part.role) for part in site.parts]
    return tuple(Change(part.field, new[key]) for part, key in keys if new[key] != part.value)


def _depends_on_tag(name: str, rewritten: str, rules: Decider) -> bool:
    """Tell whether a name without a tag is put elsewhere with one."""
    if any(split_name(name)[1:]):
        return False
    return split_name(rules.decide(f"{name}:{_PROBE}").rewritten)[0] != split_name(rewritten)[0]


def _warn_of_name(outcome: SiteDecision, name: str, rules: Decider) -> SiteDecision:
    """Add the warning that what an entry matches stays, where the rules would change that elsewhere."""
    if not rules.decide(name).changed:
        return outcome
    return outcome._replace(
        warning=f"is for images with the name `{name}`, which stays: the manifests that it is for were not followed",
        remedy="if those are rewritten as well, write their new name",
    )


def _refuse(site: Site, fault: str, remedy: str = _RENDER) -> SiteDecision:
    return SiteDecision(Decision(site.value, site.value, None, ""), fault=fault, remedy=remedy)


def _tell(arrival: Arrival) -> str:
    becomes = f", which becomes `{arrival.becomes}`" if arrival.becomes != arrival.reference else ""
    return f"`{arrival.reference}` ({arrival.where}{becomes})"
