"""The charts that objects want: HelmReleases and HelmCharts of Flux, Applications of Argo CD, HelmCharts of K3s."""

from __future__ import annotations

from regswap.bundle.image import Place
from regswap.document.read.field import child, follow, format_path, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.places.object import find_objects
from regswap.places.split import scheme_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.places.object import ObjectId

_WORDS = (b"HelmRelease", b"HelmChart", b"Application")
_FLUX_PATHS = {
    ("helm.toolkit.fluxcd.io", "HelmRelease"): ("spec", "chart", "spec"),
    ("source.toolkit.fluxcd.io", "HelmChart"): ("spec",),
}
_ARGO = "argoproj.io"
_ARGO_PATHS = {"Application": ("spec",), "ApplicationSet": ("spec", "template", "spec")}
_K3S = "helm.cattle.io"
_K3S_KEYS = ("chart", "chartContent")


class Wish(NamedTuple):
    """A chart that an object wants."""

    identity: tuple[str, str]
    """Namespace and name of the object."""
    place: Place
    chart: str
    version: str
    repository: tuple[str, str] | None = None
    """Namespace and name of the object that says where the chart is, if it is another one."""
    is_found: bool = False
    """Tells that the chart is a reference, and found as such."""


def may_wish(document: Document) -> bool:
    """Tell whether a document may want a chart; most need not be read to know that they do not."""
    return b"chart" in document.data and any(word in document.data for word in _WORDS)


def read_wishes(document: Document) -> Iterator[Wish]:
    """Yield the charts that the objects of a document want; raises ManifestError for one that cannot be read."""
    reading = read(document, None)
    for root in reading.composed.roots:
        for field, identity in find_objects(root_field(root)):
            group = identity.api_version.rpartition("/")[0]
            if (group, identity.kind) in _FLUX_PATHS:
                yield from _read_flux(reading, identity, follow(field, _FLUX_PATHS[group, identity.kind]))
            elif (group, identity.kind) == (_K3S, "HelmChart"):
                yield from _read_k3s(reading, identity, child(field, "spec"))
            elif group == _ARGO and identity.kind in _ARGO_PATHS:
                yield from _read_argo(reading, identity, follow(field, _ARGO_PATHS[identity.kind]))


def _read_flux(reading: Reading, identity: ObjectId, spec: Field | None) -> Iterator[Wish]:
    chart = None if spec is None else child(spec, "chart")
    if spec is None or chart is None:
        return
    repository = None
    if text_of(child(spec, "sourceRef", "kind")) == "HelmRepository":
        namespace = text_of(child(spec, "sourceRef", "namespace")) or identity.namespace
        repository = (namespace, text_of(child(spec, "sourceRef", "name")))
    yield _make_wish(reading, identity, chart, text_of(child(spec, "version")), repository)


def _read_k3s(reading: Reading, identity: ObjectId, spec: Field | None) -> Iterator[Wish]:
    if spec is None:
        return
    for key in _K3S_KEYS:
        chart = child(spec, key)
        if chart is not None:
            wish = _make_wish(reading, identity, chart, text_of(child(spec, "version")))
            yield wish._replace(is_found=bool(scheme_of(text_of(chart))))


def _read_argo(reading: Reading, identity: ObjectId, spec: Field | None) -> Iterator[Wish]:
    if spec is None:
        return
    one, several = child(spec, "source"), child(spec, "sources")
    for source in [*([] if one is None else [one]), *([] if several is None else items(several))]:
        chart, address = child(source, "chart"), text_of(child(source, "repoURL"))
        # What is no URL is an OCI registry, and found as a reference.
        if chart is not None and "://" in address and not scheme_of(address):
            yield _make_wish(reading, identity, chart, text_of(child(source, "targetRevision")))


def _make_wish(
    reading: Reading, identity: ObjectId, chart: Field, version: str, repository: tuple[str, str] | None = None
) -> Wish:
    told = reading.locate(chart.node, "")
    written = text_of(chart)
    place = Place(
        told.source, told.line, told.column, f"{identity.kind} {identity.full_name}", format_path(chart.path), written
    )
    return Wish((identity.namespace, identity.name), place, written, version, repository)
