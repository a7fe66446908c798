r"""Kustomize: the field specs under ``images`` of the files that a kustomization's ``configurations`` names.

A path is keys with ``/`` between them, ``\/`` for one in a key. A missing group, version or kind is any.
``[]`` after a key is a hint only: lists are followed with or without it, which a row cannot say
(https://github.com/kubernetes-sigs/kustomize, ``api/filters/fieldspec``).
"""

from __future__ import annotations

import re

from regswap.places.discover.path import ITEMS, format_trail
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.paths.importers.imported_paths import ImportedPaths
    from regswap.places.discover.path import Trail
    from regswap.rules.source.tree import Value

_KEYS = ("path", "group", "version", "kind", "create")
_LIST = "[]"
_MAPS = frozenset({"annotations", "labels"})
"""Names of what looks like a list and is none."""


def is_config(root: Value) -> bool:
    """Tell whether a document has field specs of images."""
    images = root.get("images")
    if images is None or not images.is_list:
        return False
    return all(item.get("path") is not None for item in images.read_items("`images`"))


def list_configurations(root: Value) -> list[str]:
    """Return the files that a kustomization names; raises RulesError where it names something else."""
    named = root.get("configurations")
    items = [] if named is None else named.read_items("`configurations`")
    return [item.read_string("a configuration", "images.yaml") for item in items]


def read(root: Value, imported: ImportedPaths) -> None:
    """Import all field specs of images."""
    images = root.get("images")
    for item in [] if images is None else images.read_items("`images`"):
        with imported.errors:
            _read_spec(item, imported)


def _read_spec(item: Value, imported: ImportedPaths) -> None:
    fields = item.read_keys(_KEYS, "the field spec")
    texts = {key: fields[key].read_string(f"`{key}`", "v1") for key in _KEYS[:-1] if key in fields}
    keys = [key.replace("\\/", "/") for key in re.split(r"(?<!\\)/", texts["path"])]
    if not all(key.removesuffix(_LIST) for key in keys):
        raise fields["path"].refuse(f"`{texts['path']}` has an empty key", "write `spec/containers[]/image`")
    if texts.get("kind"):
        names: tuple[str, ...] = (f"{texts.get('group') or '*'}/{texts['kind']}",)
    else:
        names = imported.kinds
        if not names:
            imported.lose(item, "the field spec is for any kind, and a row is for some", "name the kinds with --kind")
            return
    versions = (texts["version"],) if texts.get("version") else ()
    plural = next((key for key in keys[:-1] if key.endswith("s") and key not in _MAPS), "")
    if plural:
        message = f"Kustomize follows `{plural}` through a list as well, and this row does not"
        imported.warn(fields["path"], message, f"write `{plural}[]` if it is a list")
    for name in names:
        imported.add(name, versions, format_trail(_follow(keys)), "reference")


def _follow(keys: list[str]) -> Trail:
    return tuple(part for key in keys for part in ((key.removesuffix(_LIST), ITEMS) if key.endswith(_LIST) else (key,)))
