"""The nature of a file that is not a manifest, as far as it may name images."""

from __future__ import annotations

import os

from regswap.document.parse.node import Mapping, Sequence
from regswap.document.parse.prefilter import find_root_kinds, may_contain
from regswap.document.read.field import child, entries, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.chart_folder import CHART

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field


class Nature(NamedTuple):
    """What a document is, and what follows from that."""

    message: str
    """Continues a sentence that begins with the file's name."""
    remedy: str


_LEAVE_OUT = "or leave it out (--ignore)"
OBJECT = Nature("holds an object", "")
NATURES = {
    "compose": Nature("is a Compose file, and was not looked at", f"check what is made of it, {_LEAVE_OUT}"),
    "chart": Nature(
        "names charts on which it depends, and they were not looked at", f"check what is rendered, {_LEAVE_OUT}"
    ),
    "values": Nature(
        "is a Helm values file, and was not looked at",
        f"check what is rendered with it (helm template -f FILE ... | regswap check), {_LEAVE_OUT}",
    ),
    "other": Nature(
        "has neither apiVersion nor kind, and was not looked at", f"check what is rendered from it, {_LEAVE_OUT}"
    ),
    "unreadable": Nature("is not YAML, and was not looked at", f"check what is rendered from it, {_LEAVE_OUT}"),
}
_WORDS = (b"image", b"repositor", b"registr")
"""What a file has that names images."""


def tell_nature(document: Document) -> Nature | None:
    """Return what a document is; None for one that holds nothing, or nothing about images."""
    if not document.number:
        return None
    if find_root_kinds(document.data):
        return OBJECT
    is_about_images = may_contain(document.data, *_WORDS)
    try:
        roots = [root_field(root) for root in read(document, None).composed.roots]
    except ManifestError:
        return NATURES["unreadable"] if is_about_images else None
    if any(_is_object(root) for root in roots):
        return OBJECT
    name = os.path.basename(document.source)
    told = (_tell_root(root, name) for root in roots if isinstance(root.node, Mapping | Sequence))
    found = next(told, None)
    return found if is_about_images or found is NATURES["chart"] else None


def _is_object(root: Field) -> bool:
    return bool(text_of(child(root, "kind")))


def _tell_root(root: Field, name: str) -> Nature:
    if any(child(service, "image") is not None or child(service, "build") for service in _list(root, "services")):
        return NATURES["compose"]
    if name == CHART and any(_list(root, "dependencies")):
        return NATURES["chart"]
    return NATURES["values" if "values" in name.lower() else "other"]


def _list(root: Field, key: str) -> Iterator[Field]:
    field = child(root, key)
    if field is not None:
        yield from entries(field)
        yield from items(field)
