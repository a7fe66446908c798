"""A plan for people."""

from __future__ import annotations

from regswap.errors import visible
from regswap.output.summary import count
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.bundle.collect import Collection
    from regswap.bundle.image import BundleImage


def write(plan: Collection) -> Iterator[bytes]:
    """Yield the lines: each image with its target and the places that need it, then what is accepted, then a sum."""
    for image in plan.cargo:
        yield from _write_lines(f"{image.source} -> {image.target}", *_list_places(image))
    for hole, reason in plan.accepted:
        named = f" {hole.place.reference}" if hole.place.reference else ""
        yield from _write_lines(f"accepted: {hole.place}{named} {hole.reason}", f"  {reason}")
    yield from _write_lines(summarise(plan))


def summarise(plan: Collection) -> str:
    """Return what a plan has in one line."""
    charts = sum(image.cargo == "chart" for image in plan.cargo)
    told = [count(len(plan.cargo) - charts, "image")]
    told += [count(charts, "chart")] if charts else []
    places = sum(len(image.places) for image in plan.cargo)
    accepted = f", {len(plan.accepted)} accepted" if plan.accepted else ""
    return f"{' and '.join(told)} for {count(places, 'place')}; {count(len(plan.holes), 'hole')}{accepted}"


def _list_places(image: BundleImage) -> Iterator[str]:
    for place in image.places:
        written = f" (written `{place.reference}`)" if place.reference != image.source else ""
        yield f"  {place}{written}"


def _write_lines(*lines: str) -> Iterator[bytes]:
    return (printable(visible(line) + "\n") for line in lines)
