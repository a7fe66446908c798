"""The files that generators put into ConfigMaps and Secrets: texts, in which references are looked for as there."""

from __future__ import annotations

import os

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import Document
from regswap.document.read.field import child, format_path, items, text_of
from regswap.errors import ManifestError
from regswap.kustomize.role import search_pairs, search_text
from regswap.pipeline.rewrite import FileRole, rewrite
from regswap.places.renderer.literal import GENERATED, holds_data
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.streams.source import Source, read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.document.read.field import Field
    from regswap.errors import Diagnostic
    from regswap.kustomize.kustomization import Kustomization
    from regswap.kustomize.role import Search
    from regswap.pipeline.rewrite import Policy
    from regswap.places.search import Places


class GeneratedFile(NamedTuple):
    """A file that a generator reads."""

    field: Field
    """Where the kustomization names it."""
    path: str
    search: Search


def list_generated(places: Places, kustomization: Kustomization) -> Iterator[GeneratedFile]:
    """Yield the files that the generators of a kustomization read and in whose data references are looked for."""
    for generator in GENERATED:
        for entry in kustomization.list_items(generator) if holds_data(places, generator) else ():
            for field in _list(entry, "files"):
                key, equals, path = text_of(field).partition("=")
                path = path if equals else key
                key = key if equals else os.path.basename(key)
                yield GeneratedFile(field, path, search_text(places, generator, key))
            env = child(entry, "env")
            for field in (*_list(entry, "envs"), *(() if env is None else (env,))):
                yield GeneratedFile(field, text_of(field), search_pairs(places, generator))


def check_elsewhere(
    policy: Policy, kustomization: Kustomization, file: GeneratedFile
) -> Iterator[tuple[Diagnostic, bool]]:
    """Yield what is wrong about a file that the run does not rewrite, each with whether the run has to stop for it."""
    path = os.path.join(kustomization.folder, file.path)
    name = os.path.join(os.path.dirname(kustomization.source.name), file.path)
    try:
        text = b"".join(decode(read_blocks(Source(name, path)), name).blocks)
        done = rewrite(Document(name, 1, 1, text), policy, role=FileRole(file.search))
    except ManifestError:
        message = f"{format_path(file.field.path)}: `{file.path}` cannot be read"
        yield kustomization.reading.locate(file.field.node, message, "look for references in it"), False
        return
    yield from ((warning, False) for warning in done.warnings)
    changed = next((entry for entry in done.entries if entry.changed), None)
    if changed is not None:
        message = (
            f"{format_path(file.field.path)}: `{file.path}` holds `{changed.reference}`, which becomes "
            f"`{changed.rewritten}`, and is not among the files of this run"
        )
        yield kustomization.reading.locate(file.field.node, message, f"name it too: {name}"), True


def _list(entry: Field, key: str) -> list[Field]:
    listed = child(entry, key)
    return [] if listed is None else items(listed)
