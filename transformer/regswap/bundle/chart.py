"""Charts and manifests that lie in OCI registries, which Flux, Argo CD and K3s pull from there: cargo like images.

Where they are, and in which version, may stand in two objects (a HelmRelease and its HelmRepository), so that they are
known when all documents are. Which images a chart brings, its reference does not tell: that is a hole of its own.

The sources: https://fluxcd.io/flux/components/source/ for the kinds of Flux,
https://argo-cd.readthedocs.io/en/stable/user-guide/oci/ for Argo CD and https://docs.k3s.io/helm for K3s.
"""

from __future__ import annotations

import re

from regswap.bundle.hole import ACCEPT, Hole, find_hole, find_outside
from regswap.bundle.image import Place, complete_text, place_of
from regswap.document.read.field import child, follow, format_path, root_field, text_of
from regswap.document.read.reading import read
from regswap.places.object import find_objects
from regswap.places.renderer.chart import CHART
from regswap.places.split import names_version
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.pipeline.entry import Entry
    from regswap.places.object import ObjectId

_FLUX = "source.toolkit.fluxcd.io"
_FLUX_GROUPS = frozenset({_FLUX, "helm.toolkit.fluxcd.io"})
_K3S = "helm.cattle.io"
_WORDS = (b"HelmRelease", b"HelmChart")
"""A document with none of them wants no chart of a repository that is another object."""

_CHART_PATHS = {"HelmRelease": ("spec", "chart", "spec"), "HelmChart": ("spec",)}
"""Where the kinds of Flux say which chart they want."""

_EXACT = re.compile(r"v?[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
"""A version of https://semver.org, and no range of them."""

_UNREAD = "brings a chart or manifests whose images were not looked at"
_RENDER = "plan what it renders as well, and accept this in `spec.bundle.accept`"
_RANGE = "names no exact version: which one is pulled is not known before"
_NAME_VERSION = f"name the version, {ACCEPT}"


class _Wanted(NamedTuple):
    """A chart that an object wants of a repository that is another object."""

    repository: tuple[str, str]
    """Namespace and name."""
    chart: str
    version: str
    place: Place


class Charts:
    """What the documents of a run say of charts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._repositories: dict[tuple[str, str], Entry] = {}
        """By namespace and name."""
        self._versions: dict[tuple[str, str], str] = {}
        """Of the charts of K3s, by namespace and name."""
        self._wanted: list[_Wanted] = []
        self._found: list[tuple[str, str, Place]] = []
        self._holes: list[Hole] = []

    def take(self, document: Document, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Take a document, and yield what of its entries is not about charts."""
        if any(word in document.data for word in _WORDS):
            self._read(document)
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
        for wanted in self._wanted:
            self._join(wanted)
        used = {wanted.repository for wanted in self._wanted}
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
        self._found.append((complete_text(source), complete_text(target), place))
        self._holes.append(Hole("unread", place, _UNREAD, _RENDER))

    def _read(self, document: Document) -> None:
        """Read which charts the objects of a document want; what of it cannot be read stopped the run before."""
        reading = read(document, None)
        for root in reading.composed.roots:
            for field, identity in find_objects(root_field(root)):
                group = identity.api_version.rpartition("/")[0]
                if group == _K3S:
                    version = text_of(child(field, "spec", "version"))
                    self._versions[identity.namespace, identity.name] = version
                elif group in _FLUX_GROUPS and identity.kind in _CHART_PATHS:
                    self._read_wanted(reading, identity, follow(field, (*field.path, *_CHART_PATHS[identity.kind])))

    def _read_wanted(self, reading: Reading, identity: ObjectId, spec: Field | None) -> None:
        """Read which chart an object of Flux wants, if it wants one of a HelmRepository."""
        chart, source = (None, None) if spec is None else (child(spec, "chart"), child(spec, "sourceRef"))
        if spec is None or chart is None or source is None or text_of(child(source, "kind")) != "HelmRepository":
            return
        told = reading.locate(chart.node, "")
        named = f"{identity.namespace}/{identity.name}" if identity.namespace else identity.name
        written = text_of(chart)
        place = Place(told.source, told.line, told.column, f"{identity.kind} {named}", format_path(chart.path), written)
        namespace = text_of(child(source, "namespace")) or identity.namespace
        repository = (namespace, text_of(child(source, "name")))
        self._wanted.append(_Wanted(repository, written, text_of(child(spec, "version")), place))

    def _join(self, wanted: _Wanted) -> None:
        """Find out where a chart is, if it is in an OCI registry."""
        repository = self._repositories.get(wanted.repository)
        if repository is None:
            # Without `type: oci` it is not an OCI registry's, and nothing that is asked for here.
            return
        hole = find_hole(repository) if repository.names != "registry" else None
        if hole is not None or not _EXACT.fullmatch(wanted.version):
            hole = hole or Hole("incomplete", wanted.place, _RANGE, _NAME_VERSION)
            self._holes.append(hole)
            return
        # As Helm does: a tag has no plus sign.
        below = f"/{wanted.chart}:{wanted.version.replace('+', '_')}"
        self._add(repository.reference + below, repository.rewritten + below, wanted.place)
        outside = find_outside(repository)
        if outside is not None:
            self._holes.append(outside._replace(place=wanted.place))


def _with_version(entry: Entry, version: str) -> Entry:
    """Return what K3s pulls: the version stands beside the chart."""
    if not _EXACT.fullmatch(version):
        return entry if names_version(entry.reference) else entry._replace(names="part")
    tag = f":{version.replace('+', '_')}"
    return entry._replace(reference=entry.reference + tag, rewritten=entry.rewritten + tag)
