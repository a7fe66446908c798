"""Literals of kustomize's generators: the data of the ConfigMap or Secret that is made of them."""

from __future__ import annotations

from regswap.document.parse.node import Scalar
from regswap.document.parse.scalar import type_of
from regswap.places.branch import Shape
from regswap.places.hidden.text import find_in_text
from regswap.places.site import Site
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.places.hidden.token import Token
    from regswap.places.object import ObjectId
    from regswap.places.search import Places

_TEXT = Shape("text", "hidden")
GENERATED = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}
"""The kinds that the generators of a kustomization make."""


def find_in_literal(places: Places, identity: ObjectId, field: Field, shape: Shape) -> Iterator[Site]:
    """Yield the references in a text ``key=value``, as they would be found in the object that is generated."""
    node, generator = field.node, "secretGenerator" if shape.name == "secretLiteral" else "configMapGenerator"
    if not isinstance(node, Scalar) or type_of(node) != "string" or not holds_data(places, generator):
        return
    made = identity._replace(api_version="v1", kind=GENERATED[generator])
    for token in find_in_pair(places, node.value):
        yield Site(made, field, token.text, "", _TEXT, token=token, hidden=token.certainty)


def holds_data(places: Places, generator: str) -> bool:
    """Tell whether what a generator makes is looked at: Secrets are on request only."""
    plan = places.kinds.plan(GENERATED[generator])
    return places.kinds.hidden and plan is not None and bool(plan.find("v1"))


def find_in_pair(places: Places, pair: str) -> Iterator[Token]:
    """Yield the references in the value of ``key=value``, with their places in the whole text."""
    key, equals, value = pair.partition("=")
    start = len(key) + 1
    if value[:1] in {"'", '"'} and value[-1:] == value[:1] and len(value) > 1:
        # Kustomize takes them off.
        value, start = value[1:-1], start + 1
    for token in find_in_text(value, key.strip(), places.hosts) if equals else ():
        yield token._replace(start=token.start + start, end=token.end + start)
