"""Images that run in a cluster and that no manifest names, from the output of ``kubectl get pods -A -o json``."""

from __future__ import annotations

from regswap.bundle.collector import Collector
from regswap.bundle.hole import Hole
from regswap.errors import Diagnostic, ManifestError
from regswap.output.report import Report
from regswap.pipeline.step import follow
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference
from regswap.run import send
from regswap.settings.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.bundle.image import BundleImage
    from regswap.pipeline.rewrite import Policy

_REASON = "runs in the cluster, and no manifest names it"
_REMEDY = "plan the manifest that brings it, name it in `spec.bundle.extra`, or accept it in `spec.bundle.accept`"


def find_unnamed(options: Options, policy: Policy, images: Iterable[BundleImage]) -> Iterator[Hole]:
    """Yield the images of the running Pods that are neither source nor target of what is named.

    Raises ManifestError where the file holds no Pod or cannot be read.
    """
    known = {name for image in images for text in (image.source, image.target) for name in _names(text)}
    for image in _collect_pods(options, policy):
        if known.isdisjoint(_names(image.source)):
            yield from (Hole("live", place, _REASON, _REMEDY) for place in image.places)


def _collect_pods(options: Options, policy: Policy) -> tuple[BundleImage, ...]:
    collector, report = Collector(), Report(detailed=False)
    live = str(options.live)
    read = Options(paths=(live,), allow_empty=True)
    send(lambda _: collector, lambda _: follow(policy._replace(watched=())), starts_over=False)(read, report)
    if report.errors:
        raise ManifestError(*report.errors)
    pods = tuple(
        image._replace(places=places)
        for image in collector.images
        if (
            places := tuple(
                place for place in image.places if place.object.startswith("Pod ") and _is_pulled(place.path)
            )
        )
    )
    if not pods:
        message = "holds no Pod with an image"
        raise ManifestError(Diagnostic(message, "write it with `kubectl get pods -A -o json`", live))
    return pods


def _is_pulled(path: str) -> bool:
    """Tell whether a path of a Pod is one of an image that its node pulls, and not of a text in it."""
    return path.endswith((".image", ".image.reference"))


def _names(text: str) -> set[str]:
    """Return by what an image may be known: by its tag, and by its digest."""
    reference = ImageReference.parse(text)
    bare = reference._replace(tag=None, digest=None)
    names = {f"{bare}:{reference.tag}"} if reference.tag else set()
    return names | ({f"{bare}@{reference.digest}"} if reference.digest else set())
