"""Charts and manifests that lie in OCI registries, which Flux, Argo CD and K3s pull from there: cargo like images.

Registry and version may stand in two objects (a HelmRelease and its HelmRepository), so that a chart is known when all
documents are. Its reference does not tell which images it brings: that is a hole of its own.

The sources: https://fluxcd.io/flux/components/source/ for the kinds of Flux,
https://argo-cd.readthedocs.io/en/stable/user-guide/oci/ for Argo CD and https://docs.k3s.io/helm for K3s.
"""

from __future__ import annotations

import re

from regswap.bundle.chart_wish import may_wish, read_wishes
from regswap.bundle.hole import ACCEPT, Hole, find_fault, find_hole, find_outside
from regswap.bundle.image import complete_text, place_of
from regswap.places.renderer.chart_source import CHART
from regswap.places.split import names_version
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.bundle.chart_wish import Wish
    from regswap.bundle.image import Place
    from regswap.document.parse.stream import Document
    from regswap.pipeline.entry import Entry

_FLUX = "source.toolkit.fluxcd.io"
_K3S = "helm.cattle.io"

_EXACT = re.compile(r"v?[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
"""A version of https://semver.org, and no range of them."""

_UNREAD = "brings a chart or manifests whose images were not looked at"
_RENDER = "plan what it renders as well, and accept this in `spec.bundle.accept`"
_RANGE = "names no exact version: which one is pulled is not known before"
_NAME_VERSION = f"name the version, {ACCEPT}"


class Charts:
    """Everything that the documents of a run say of charts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._repositories: dict[tuple[str, str], Entry] = {}
        """By namespace and name."""
        self._versions: dict[tuple[str, str], str] = {}
        """Of the charts that objects want, by the namespace and name of these."""
        self._wishes: list[Wish] = []
        self._found: list[tuple[str, str, Place]] = []
        self._holes: list[Hole] = []

    def take(self, document: Document, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Take a document, and yield what of its entries is not about charts."""
        if may_wish(document):
            for wish in read_wishes(document):
                self._wishes.append(wish)
                self._versions[wish.identity] = wish.version
        for entry in entries:
            group, identity = entry.api_version.rpartition("/")[0], (entry.namespace, entry.name)
            if (group, entry.kind) == (_FLUX, "HelmRepository"):
                self._repositories[identity] = entry
            elif (group, entry.kind, entry.path) == (_K3S, "HelmChart", "spec.chart"):
                self._take_entry(_with_version(entry, self._versions.get(identity, "")))
            elif entry.found == CHART or (group, entry.kind) == (_FLUX, "OCIRepository"):
                self._take_entry(entry)
            else:
                yield entry

    def find_all(self) -> tuple[list[tuple[str, str, Place]], list[Hole]]:
        """Return the charts, each with source, target and place, and what cannot be carried, when all is known."""
        for wish in self._wishes:
            self._join(wish)
        used = {wish.repository for wish in self._wishes}
        idle = (find_hole(entry) for identity, entry in self._repositories.items() if identity not in used)
        self._holes += (hole for hole in idle if hole is not None)
        return self._found, self._holes

    def _take_entry(self, entry: Entry) -> None:
        hole = find_hole(entry)
        if hole is None:
            self._add(entry.reference, entry.rewritten, place_of(entry))
            hole = find_outside(entry)
        elif entry.names == "part":
            hole = hole._replace(reason=_RANGE, remedy=_NAME_VERSION)
        if hole is not None:
            self._holes.append(hole)

    def _add(self, source: str, target: str, place: Place) -> None:
        fault = find_fault(source) or find_fault(target)
        if fault:
            self._holes.append(Hole("unparsable", place, fault, f"correct it, {ACCEPT}"))
            return
        self._found.append((complete_text(source), complete_text(target), place))
        self._holes.append(Hole("unread", place, _UNREAD, _RENDER))

    def _join(self, wish: Wish) -> None:
        """Find out where a chart is, if it is in an OCI registry."""
        if wish.is_found:
            return
        repository = None if wish.repository is None else self._repositories.get(wish.repository)
        if repository is None:
            # It comes from elsewhere, as over HTTPS, and its images are those of a chart all the same.
            self._holes.append(Hole("unread", wish.place, _UNREAD, _RENDER))
        elif repository.names != "registry":
            hole = find_hole(repository)
            self._holes += [] if hole is None else [hole]
        elif not _EXACT.fullmatch(wish.version):
            self._holes.append(Hole("incomplete", wish.place, _RANGE, _NAME_VERSION))
        else:
            # As Helm does: a tag has no plus sign.
            below = f"/{wish.chart}:{wish.version.replace('+', '_')}"
            self._add(repository.reference + below, repository.rewritten + below, wish.place)
            outside = find_outside(repository)
            self._holes += [] if outside is None else [outside._replace(place=wish.place)]


def _with_version(entry: Entry, version: str) -> Entry:
    """Return what K3s pulls: the version stands beside the chart."""
    if not _EXACT.fullmatch(version):
        return entry if names_version(entry.reference) else entry._replace(names="part")
    tag = f":{version.replace('+', '_')}"
    return entry._replace(reference=entry.reference + tag, rewritten=entry.rewritten + tag)
