"""One kustomization: its file as it was read, and the fields of it that name other files."""

from __future__ import annotations

import os

from regswap.document.parse.encoding import decode
from regswap.document.parse.node import Mapping, Scalar
from regswap.document.parse.stream import documents
from regswap.document.read.field import child, items, root_field, text_of
from regswap.document.read.reading import read
from regswap.errors import ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.names import is_kustomization_name
from regswap.streams.source import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.parse.stream import Document
    from regswap.document.read.field import Field
    from regswap.document.read.reading import Reading
    from regswap.streams.source import Source

GROUP = "kustomize.config.k8s.io"
COMPONENT = "Component"


class Kustomization(NamedTuple):
    """A kustomization among the files of a run."""

    source: Source
    folder: str
    """The real path of the folder that it is in."""
    reading: Reading
    root: Field

    @property
    def is_component(self) -> bool:
        """Whether it changes what others have, and is built with them only."""
        return text_of(child(self.root, "kind")) == COMPONENT

    def list_items(self, *keys: str) -> Iterator[Field]:
        """Yield the items of some lists."""
        for key in keys:
            listed = child(self.root, key)
            if listed is not None:
                yield from items(listed)


def list_values(kustomization: Kustomization) -> Iterator[Field]:
    """Yield the fields that name the values files of charts."""
    for chart in kustomization.list_items("helmCharts"):
        named = [child(chart, key) for key in ("valuesFile", "additionalValuesFiles")]
        yield from (inner for one in named if one is not None for inner in (one, *items(one)) if text_of(inner))


def is_kustomization_file(source: Source) -> bool:
    """Tell whether a file has a name that kustomize looks for."""
    return source.path is not None and is_kustomization_name(source.path)


def is_kustomization(root: Field) -> bool:
    """Tell whether a document in such a file is a kustomization: Flux's objects of that kind are not."""
    group = text_of(child(root, "apiVersion")).rpartition("/")[0]
    return isinstance(root.node, Mapping) and group in {"", GROUP}


def read_kustomization(source: Source) -> Kustomization | None:
    """Read a kustomization; None where the file holds none, or cannot be read, which the run itself will say."""
    if source.path is None:
        return None
    folder = os.path.realpath(os.path.dirname(source.path) or ".")
    for document in read_documents(source):
        reading = _read(document)
        for root in reading.composed.roots if reading is not None else ():
            field = root_field(root)
            if reading is not None and is_kustomization(field):
                return Kustomization(source, folder, reading, field)
    return None


def read_documents(source: Source) -> list[Document]:
    """Return the documents of a file, none where it cannot be read."""
    try:
        encoded = decode(read_blocks(source), source.name)
        return [document for document in documents(encoded.blocks, source.name) if document.number]
    except ManifestError:
        return []


def read_roots(source: Source) -> Iterator[tuple[Reading, Field]]:
    """Yield the roots of the documents of a file that can be read."""
    for document in read_documents(source):
        reading = _read(document)
        for root in reading.composed.roots if reading is not None else ():
            if reading is not None and not isinstance(root, Scalar):
                yield reading, root_field(root)


def _read(document: Document) -> Reading | None:
    try:
        return read(document, None)
    except ManifestError:
        return None
