"""The fields that kustomize's ``images`` look at (5.8.1): containers at any depth, and what field specs name."""

from __future__ import annotations

from regswap.document.parse.node import Mapping, Scalar, Sequence
from regswap.document.read.field import child, children, entries, items, text_of
from regswap.places.object import find_objects
from regswap.places.renderer.operation import read_pointer
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.read.field import Field

_LISTS = frozenset({"containers", "initContainers"})
"""``ephemeralContainers`` are not looked at, nor are the volumes of a CronJob."""


class FieldSpec(NamedTuple):
    """One place that ``images`` look at, in all kinds or in one."""

    path: tuple[str, ...]
    kind: str = ""


DEFAULT = tuple(
    FieldSpec((*template, "spec", "volumes", "image", "reference")) for template in ((), ("spec", "template"))
)
"""``api/internal/konfig/builtinpluginconsts/images.go``, save for what is in containers."""


def find_visible(root: Field, specs: Iterable[FieldSpec] = DEFAULT) -> Iterator[Field]:
    """Yield the fields of a manifest, or of a part of one, that ``images`` look at."""
    if isinstance(root.node, Sequence):
        yield from _find_in_operations(root)
        return
    for field, identity in find_objects(root):
        if identity.kind != "CustomResourceDefinition":
            yield from _find_images(field)
            for spec in specs:
                if spec.kind in {"", identity.kind}:
                    yield from _follow(field, spec.path)


def read_specs(root: Field) -> Iterator[FieldSpec]:
    """Yield the field specs of images of a file that ``configurations`` names."""
    images = child(root, "images")
    for item in items(images) if images is not None else ():
        parts = text_of(child(item, "path")).replace("\\/", "\0").split("/")
        path = tuple(part.removesuffix("[]").replace("\0", "/") for part in parts)
        yield FieldSpec(path, text_of(child(item, "kind")))


def _find_images(field: Field) -> Iterator[Field]:
    for inner in (*entries(field), *items(field)):
        if inner.path[-1] in _LISTS:
            for container in items(inner):
                yield from _scalars(container, "image")
        if not isinstance(inner.node, Scalar):
            yield from _find_images(inner)


def _follow(field: Field, path: tuple[str, ...]) -> Iterator[Field]:
    if isinstance(field.node, Sequence):
        for item in items(field):
            yield from _follow(item, path)
    elif len(path) == 1:
        yield from _scalars(field, path[0])
    elif path:
        for inner in children(field, path[0]):
            yield from _follow(inner, path[1:])


def _scalars(field: Field, key: str) -> Iterator[Field]:
    yield from (inner for inner in children(field, key) if isinstance(inner.node, Scalar) and inner.node.value)


def _find_in_operations(patch: Field) -> Iterator[Field]:
    """Yield all that the operations of a JSON patch write under a key for images; some may not be looked at."""
    for operation in items(patch):
        value = child(operation, "value") if isinstance(operation.node, Mapping) else None
        pointer = read_pointer(text_of(child(operation, "path"))) if value is not None else ()
        if value is not None and text_of(child(operation, "op")) != "test":
            yield from _find_by_key(value, pointer[-1:])


def _find_by_key(field: Field, key: tuple[str | int, ...]) -> Iterator[Field]:
    if isinstance(field.node, Scalar):
        yield from (field,) if key and key[0] in {"image", "reference"} and field.node.value else ()
    for inner in (*entries(field), *items(field)):
        yield from _find_by_key(inner, inner.path[-1:])
