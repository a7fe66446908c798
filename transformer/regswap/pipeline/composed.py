"""References that share a registry that stands in one field: they change as one, or all of them stay."""

from __future__ import annotations

from regswap.pipeline.site_decision import SiteDecision
from regswap.places.branch import COMPOSED
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.places.site import Site

_SHARED = "stays: the rules put another image elsewhere whose registry stands in the same field"
_APART = "stays: what it becomes cannot be written to the field that holds its registry alone"
_REMEDY = "a rule that puts all of the registry in one place helps, or rewrite the fields by hand"


def keep_together(sites: Sequence[Site], outcomes: list[SiteDecision]) -> list[SiteDecision]:
    """Return the decisions with all composed references as they are that cannot be written to their registry alone."""
    pairs = list(zip(sites, outcomes, strict=True))
    becomes: dict[int, set[str]] = {}
    for site, outcome in pairs:
        if site.shape.name == COMPOSED:
            becomes.setdefault(id(site.field.node), set()).add(_registry_of(site, outcome))
    return [_keep(site, outcome, becomes) if site.shape.name == COMPOSED else outcome for site, outcome in pairs]


def _registry_of(site: Site, outcome: SiteDecision) -> str:
    """Return what the field that holds the registry becomes."""
    changes = {change.field.path: change.value for change in outcome.changes}
    return changes.get(site.field.path, site.parts[0].value)


def _keep(site: Site, outcome: SiteDecision, becomes: dict[int, set[str]]) -> SiteDecision:
    is_changed = outcome.decision.changed or outcome.is_reported_only or bool(outcome.fault)
    is_apart = bool(outcome.fault) or any(change.field.path != site.field.path for change in outcome.changes)
    if len(becomes[id(site.field.node)]) == 1 and not (is_apart and is_changed):
        return outcome
    warning = _APART if is_apart else _SHARED
    decision = outcome.decision._replace(reference=site.value, rewritten=site.value, reason=warning, trouble="")
    return SiteDecision(decision, warning=warning, remedy=_REMEDY) if is_changed else outcome
