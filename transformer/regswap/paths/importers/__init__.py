"""Paths that other programs' configurations name, as rows of ``spec.paths``.

A module for each program has what it calls a path; what a row cannot say is a loss, told at its place.
"""

from __future__ import annotations

import os

from regswap.errors import Findings, RulesError
from regswap.paths.importers import kbld, kustomize
from regswap.paths.importers.imported_paths import ImportedPaths
from regswap.record import TYPE_CHECKING
from regswap.rules.load import read_text
from regswap.rules.source.source_text import SourceText
from regswap.rules.source.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from regswap.rules.source.tree import Value

_KNOWN = "name a Kustomize configuration with `images`, a kustomization that names some, or a kbld Config"


def import_paths(paths: Iterable[str], kinds: Sequence[str] = ()) -> ImportedPaths:
    """Return what is named in files, whose formats are detected; ``kinds`` are those that kbld's rules are for.

    Raises:
        RulesError: with every finding: a file cannot be read, or is nothing that names paths.

    """
    imported = ImportedPaths(kinds)
    errors = Findings()
    pending = list(paths)
    seen: set[str] = set()
    while pending:
        path = pending.pop(0)
        if os.path.realpath(path) in seen:
            continue
        seen.add(os.path.realpath(path))
        with errors:
            for root in read_tree(SourceText(path, read_text(path))):
                pending += _read(root, imported)
    errors += imported.errors
    errors.raise_as(RulesError)
    return imported


def _read(root: Value, imported: ImportedPaths) -> list[str]:
    """Read one document, and return the files that it names."""
    if root.is_null:
        return []
    if kbld.is_config(root):
        kbld.read(root, imported)
        return []
    if root.get("configurations") is not None:
        folder = os.path.dirname(root.source)
        return [os.path.join(folder, name) for name in kustomize.list_configurations(root)]
    if not kustomize.is_config(root):
        raise root.refuse("names no paths of images", _KNOWN)
    kustomize.read(root, imported)
    return []
