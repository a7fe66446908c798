"""Pods that the original program leaves alone as a whole, because it fails on one of their containers."""

from __future__ import annotations

from regswap.pipeline.site_decision import SiteDecision
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.document.read.field import Path
    from regswap.places.site import Site

_ASKED = ("containers", "initContainers")
"""The lists whose images a webhook for Pods is asked about."""

_LISTS = (*_ASKED, "ephemeralContainers")
_BELOW = 3
"""A list, an index and a key lie between a PodSpec and the image of a container."""


def spare_spoilt_pods(sites: Sequence[Site], outcomes: list[SiteDecision]) -> list[SiteDecision]:
    """Return the decisions with every container as it is whose Pod holds a reference that spoils it."""
    pairs = list(zip(sites, outcomes, strict=True))
    spoilt = {_find_pod(site, _ASKED): site.value for site, outcome in pairs if outcome.decision.spoils_pod}
    spoilt.pop(None, None)
    return [_spare(outcome, spoilt.get(_find_pod(site, _LISTS), "")) for site, outcome in pairs] if spoilt else outcomes


def _spare(outcome: SiteDecision, spoiler: str) -> SiteDecision:
    decision = outcome.decision
    if not spoiler or not decision.changed:
        return outcome
    reason = f"stays with its whole Pod, because the original fails on `{spoiler}` there"
    return SiteDecision(decision._replace(rewritten=decision.reference, reason=reason, trouble=""))


def _find_pod(site: Site, lists: tuple[str, ...]) -> Path | None:
    """Return the path of the PodSpec that a site is the image of a container in; None for any other site."""
    path = site.field.path
    if site.token is not None or len(path) < _BELOW or path[-1] != "image" or path[-_BELOW] not in lists:
        return None
    return path[:-_BELOW]
