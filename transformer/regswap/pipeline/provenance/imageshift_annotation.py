"""ImageShift's annotations and label, as its webhook writes them on Pods (``spectrocloud-labs/imageshift``)."""

from __future__ import annotations

from regswap.document.read.field import child, follow, text_of
from regswap.pipeline.provenance.container import find_containers
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.edit.mapping_entry import Tree
    from regswap.document.read.field import Path
    from regswap.pipeline.provenance.annotated_object import AnnotatedObject
    from regswap.pipeline.provenance.origin import OriginRecord

LABEL = "imageshift.dev/mutated"
MUTATED = "true"

_SUFFIXES = {
    "containers": ".container.imageshift.dev/original",
    "initContainers": ".initContainer.imageshift.dev/original",
}
"""What follows the name of a container in the name of its annotation, by the list that it is in."""


def name_annotation(annotated: AnnotatedObject, path: Path) -> str:
    """Return the annotation for the original at a path below a annotated; empty where ImageShift has none."""
    if len(path) < 3 or path[-1] != "image":  # noqa: PLR2004 - the list, the container's index, its image
        return ""
    suffix = _SUFFIXES.get(str(path[-3]), "")
    container = follow(annotated.field, path[:-1])
    name = "" if container is None or not suffix else text_of(child(container, "name"))
    return name and name + suffix


def split_annotation(name: str) -> tuple[str, str]:
    """Return the list and the name of the container that an annotation is about; empty where it is about none."""
    for key, suffix in _SUFFIXES.items():
        if name.endswith(suffix):
            return key, name.removesuffix(suffix)
    return "", ""


def make_tree(annotated: AnnotatedObject, origins: list[OriginRecord]) -> Tree:
    """Return the entries that record some origins, as far as there are names for them; their paths begin at the object.

    An original that is recorded stays.
    """
    originals = find_originals(annotated, origins)
    new: Tree = {name: original for name, original in originals.items() if annotated.annotation(name) is None}
    if not originals:
        return {}
    return {"metadata": {**({"annotations": new} if new else {}), "labels": {LABEL: MUTATED}}}


def find_originals(annotated: AnnotatedObject, origins: list[OriginRecord]) -> dict[str, str]:
    """Return what the annotations of a annotated can say of some origins.

    One annotation stands for all containers of a name, so all of them must have had the same original. Those of several
    pod templates are recorded on the templates, if not on the object.
    """
    found: dict[str, list[str]] = {}
    containers = find_containers(annotated.field)
    for one in origins:
        name = name_annotation(annotated, one.path) if one.offset is None else ""
        if name:
            found.setdefault(name, []).append(one.original)
    return {
        name: originals[0]
        for name, originals in found.items()
        if len(set(originals)) == 1 and len(originals) == len(containers.get(split_annotation(name), ()))
    }
