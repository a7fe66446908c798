"""Values that stand where an image is named, and are templates: what they become is unknown."""

from __future__ import annotations

import re

from regswap.document.parse.node import Scalar
from regswap.document.read.field import child, entries, format_path, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.errors import Diagnostic

_TEMPLATE = re.compile(r"(?P<flag>-[-\w.]*=)?(?:[^\s{$]*(?:\{\{[^\n]*\}\}|\$\([A-Za-z_][\w.-]*\)))+\S*")
"""A text that is one value with a template in it, after a flag or alone."""
_NAME = re.compile(r"image|repositor|registr", re.IGNORECASE)
_REMEDY = "check what is rendered from it"


def find_templated(document: Document) -> Iterator[tuple[str, Diagnostic]]:
    """Yield the paths of such values in a document, and what to say of them; nothing for one that cannot be read."""
    if b"{{" not in document.data and b"$(" not in document.data:
        return
    try:
        reading = read(document, None)
    except ManifestError:
        return
    for root in reading.composed.roots:
        for field in _walk(root_field(root), ""):
            path = format_path(field.path)
            yield path, reading.locate(field.node, f"{path} is a template, and was not looked at", _REMEDY)


def _walk(field: Field, name: str) -> Iterator[Field]:
    """Yield the templates in a field; ``name`` is what the field is called, by a key, a flag or a variable's name."""
    if isinstance(field.node, Scalar):
        found = _TEMPLATE.fullmatch(field.node.value)
        if found and _NAME.search(found["flag"] or name):
            yield field
        return
    variable = text_of(child(field, "name"))
    for inner in entries(field):
        key = str(inner.path[-1])
        yield from _walk(inner, variable if key == "value" and variable else key)
    before = ""
    for inner in items(field):
        text = text_of(inner)
        yield from _walk(inner, before if before.startswith("-") else "")
        before = text
