"""A plan for programs: JSON, as docs/reference/bundle-plan.schema.json describes it."""

from __future__ import annotations

from regswap.output.json_text import dump
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from regswap.bundle.collect import Collection
    from regswap.bundle.hole import Hole
    from regswap.bundle.image import BundleImage, Place

API_VERSION, KIND = "regswap.dev/v1alpha1", "BundlePlan"


def write(plan: Collection) -> Iterator[bytes]:
    """Yield one object, in which each image and each hole is on a line of its own."""
    yield b'{"apiVersion":' + dump(API_VERSION) + b',"kind":' + dump(KIND)
    rows = {
        "images": map(_image_as_object, plan.cargo),
        "holes": map(_hole_as_object, plan.holes),
        "accepted": ({**_hole_as_object(hole), "accepted": reason} for hole, reason in plan.accepted),
    }
    for key, objects in rows.items():
        lines = b",\n".join(map(dump, objects))
        yield b",\n" + dump(key) + b":[" + (b"\n" + lines + b"\n" if lines else b"") + b"]"
    yield b"}\n"


def _image_as_object(image: BundleImage) -> dict[str, Any]:
    places = [place_as_object(place) for place in image.places]
    return {"source": image.source, "target": image.target, "cargo": image.cargo, "places": places}


def _hole_as_object(hole: Hole) -> dict[str, Any]:
    told = {"code": hole.code, "reason": hole.reason, "remedy": hole.remedy}
    return {**told, **place_as_object(hole.place)}


def place_as_object(place: Place) -> dict[str, Any]:
    """Return a place as every JSON output shows it."""
    return {
        "file": place.source,
        "line": place.line,
        "column": place.column,
        "object": place.object,
        "path": place.path,
        "reference": place.reference,
    }
