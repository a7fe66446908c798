"""The decision about a site: about one text, of the parts of a split reference, or of a registry without an image."""

from __future__ import annotations

from regswap.document.edit.sharing import Change
from regswap.document.parse.scalar import DISPUTED
from regswap.document.splice import Edit
from regswap.pipeline.site_decision import SiteDecision
from regswap.places.split import InexpressibleError, is_registry, join_parts, scheme_of, split_parts
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Decision

if TYPE_CHECKING:
    from regswap.pipeline.kustomize_image import Incoming
    from regswap.places.hidden.token import Token
    from regswap.places.site import Site
    from regswap.rules import Decider

ENTRIES = frozenset({"kustomizeImage", "kustomizeImageText"})
"""The shapes of entries of kustomize's ``images``."""

_PROBES = ("/regswap-probe", "/regswap-probe/image:tag")
"""What stands under a registry to find out where the rules put all that is in it."""


PLACEHOLDERS = {"auto": "is not an image: Istio puts its proxy there when the Pod is made"}
"""What stands for an image that something else puts there: https://istio.io, gateway injection."""


_DISPUTED = "is a bool to kubectl and a string to other readers"
_QUOTE = "quote it if it is an image, else remove it"


def exempt(site: Site, reason: str) -> SiteDecision:
    """Return that a site is left alone."""
    return SiteDecision(Decision(site.value, site.value, None, reason), is_exempt=True)


def decide_site(site: Site, rules: Decider, incoming: Incoming | None = None) -> SiteDecision:
    """Return what becomes of a site; ``incoming`` is what reaches an entry of kustomize's ``images``, where known."""
    if site.shape.name in ENTRIES:
        from regswap.pipeline.kustomize_image import decide_entry, decide_entry_in_text

        return decide_entry(site, rules, incoming) if site.token is None else decide_entry_in_text(site, rules)
    if site.token is not None:
        return _decide_token(site, site.token, rules)
    if site.other_type:
        return _decide_other_type(site)
    if site.value in PLACEHOLDERS:
        return exempt(site, PLACEHOLDERS[site.value])._replace(is_left_out=True)
    parts = {part.role: part.value for part in site.parts}
    if parts:
        return _decide_registry(site, parts, rules) if is_registry(parts) else _decide_parts(site, parts, rules)
    decision = rules.decide(site.value)
    return SiteDecision(decision, (Change(site.field, decision.rewritten),) if decision.changed else ())


def _decide_other_type(site: Site) -> SiteDecision:
    """Leave alone what is not a string, and refuse what is one to some readers only."""
    if site.other_type == DISPUTED:
        return SiteDecision(Decision(site.value, site.value, None, ""), fault=_DISPUTED, remedy=_QUOTE)
    return SiteDecision(Decision(site.value, site.value, None, _is_a(site.other_type), parsed=False))


def _decide_parts(site: Site, parts: dict[str, str], rules: Decider) -> SiteDecision:
    decision = rules.decide(site.value)
    if not decision.changed:
        return SiteDecision(decision)
    try:
        changes = split_parts(parts, decision.rewritten)
    except InexpressibleError as error:
        return SiteDecision(decision, fault=str(error))
    written = join_parts({**parts, **changes})
    return SiteDecision(decision._replace(rewritten=written), _change(site, changes))


def _decide_token(site: Site, token: Token, rules: Decider) -> SiteDecision:
    if token.is_templated:
        return SiteDecision(Decision(token.text, token.text, None, "is a template", parsed=False))
    outcome = _decide_place(token.text, rules) if token.names_place else SiteDecision(rules.decide(token.text))
    decision = outcome.decision
    edit = Edit(token.start, token.end, decision.rewritten)
    change = Change(site.field, "", (edit,), is_encoded=site.shape.name == "base64")
    return outcome._replace(changes=(change,) if decision.changed else ())


def report_only(decided: SiteDecision, site: Site) -> SiteDecision:
    """Return that a site in a hidden place is only reported."""
    decided = decided._replace(is_active=False, fault="")
    decision = decided.decision
    if not decision.changed:
        return decided
    reason = f"would become `{decision.rewritten}`: it {decision.reason}"
    return decided._replace(
        decision=decision._replace(rewritten=site.value, reason=reason), would_become=decision.rewritten
    )


def _decide_registry(site: Site, parts: dict[str, str], rules: Decider) -> SiteDecision:
    """Decide about all images of a registry at once, which the rules must put in one place."""
    registry = parts["registry"]
    scheme = scheme_of(registry)
    place = registry.removeprefix(scheme).rstrip("/")
    outcome = _decide_place(place, rules)
    decision = outcome.decision
    if outcome.fault or not decision.changed:
        return outcome._replace(decision=decision._replace(reference=site.value, rewritten=site.value))
    rewritten = decision.rewritten + site.value[len(place) :]
    becomes = scheme + decision.rewritten + registry[len(scheme + place) :]
    decision = decision._replace(reference=site.value, rewritten=rewritten)
    return SiteDecision(decision, _change(site, {"registry": becomes}))


def _decide_place(place: str, rules: Decider) -> SiteDecision:
    """Decide about a registry, or a part of one, by what becomes of the images in it."""
    decisions = [rules.decide(place + probe) for probe in _PROBES]
    first = decisions[0]
    heads = [decision.rewritten.removesuffix(probe) for decision, probe in zip(decisions, _PROBES, strict=True)]
    if not any(decision.changed for decision in decisions):
        trouble = first.trouble.replace(_PROBES[0], "/...")
        return SiteDecision(Decision(place, place, first.rule, first.reason, first.parsed, first.arrived, trouble))
    if len(set(heads)) > 1 or heads[0] == first.rewritten:
        decision = Decision(place, place, first.rule, first.reason)
        return SiteDecision(decision, fault="is a registry, and the rules do not put all that is in it in one place")
    return SiteDecision(Decision(place, heads[0], first.rule, first.reason))


def _change(site: Site, changes: dict[str, str]) -> tuple[Change, ...]:
    return tuple(Change(part.field, changes[part.role]) for part in site.parts if part.role in changes)


def _is_a(other_type: str) -> str:
    return f"is {other_type}" if other_type == "null" else f"is a {other_type}, not a string"
