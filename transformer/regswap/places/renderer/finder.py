"""The sites of one field that a renderer reads, by the shape that the catalogue gives it."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.branch import Shape
    from regswap.places.object import ObjectId
    from regswap.places.search import Places
    from regswap.places.site import Site


def find_in_source(places: Places, identity: ObjectId, field: Field, shape: Shape) -> Iterator[Site]:
    """Yield the sites of a field of one of ``RENDERER_SHAPES`` in an object."""
    if shape.name == "patch":
        from regswap.places.renderer.patch import find_in_patch

        yield from find_in_patch(places, identity, field)
    elif shape.name == "kustomizeImage":
        from regswap.places.renderer.image import find_entry

        yield from find_entry(identity, field, shape)
    elif shape.name == "kustomizeImageText":
        from regswap.places.renderer.image import find_entry_in_text

        yield from find_entry_in_text(identity, field, shape)
    elif shape.name in {"literal", "secretLiteral"}:
        from regswap.places.renderer.literal import find_in_literal

        yield from find_in_literal(places, identity, field, shape)
    elif shape.name == "parameters":
        from regswap.places.renderer.parameter import find_in_parameters

        yield from find_in_parameters(identity, field, shape, places.hosts)
    elif shape.name == "valuesText":
        from regswap.places.renderer.values_text import find_in_values_text

        yield from find_in_values_text(places, identity, field)
    else:
        from regswap.places.renderer.chart_source import find_chart

        yield from find_chart(identity, field, shape)
