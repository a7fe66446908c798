"""The repositories of a chart's dependencies, for ``helm dependency build``.

Of a chart with a ``Chart.lock`` Helm fetches from such repositories only as its ``repositories.yaml`` names
(``pkg/downloader/manager.go``). argo-cd adds each before (``reposerver/repository``, ``getHelmRepos``), and so do we.
"""

from __future__ import annotations

import os

from regswap.document.parse.stream import documents
from regswap.document.read.reading import read
from regswap.document.read.value import value_of
from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.value import Value

_CHARTS = ("Chart.yaml", "requirements.yaml")
"""The files that name dependencies; the second is that of charts of Helm 2, which Helm still reads."""
_NAMES = ("@", "alias:")
"""What a dependency writes before the name of a repository, in place of its address."""


def write_repositories(chart: str, sidecar: str | None, path: str) -> bool:
    """Write a ``repositories.yaml`` with all that the dependencies of a chart's folder name, and tell if there are any.

    Those that are in the file of the ``sidecar`` come from there, with their passwords and certificates. Others in it
    are left out: Helm fetches the index of each. Raises UsageError for a name that is not in it, ManifestError for a
    file that cannot be read.
    """
    import json

    known = [] if sidecar is None else _list(sidecar, "repositories")
    wanted: list[dict[str, Value]] = []
    for repository in _find_addresses(chart):
        entry = _find(repository, known)
        if entry is None and repository.startswith(_NAMES):
            message = f"there is no repository of the name `{repository}`"
            remedy = "write its address, or let the sidecar name it in the file that HELM_REPOSITORY_CONFIG names"
            raise UsageError(Diagnostic(message, remedy, "Chart.yaml"))
        wanted.append(entry or {"name": f"dependency-{len(wanted)}", "url": repository})
    if wanted:
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"apiVersion": "", "repositories": wanted}, file)
    return bool(wanted)


def _find_addresses(chart: str) -> list[str]:
    """Return what the dependencies of a chart name as their repository, and has an index, each once."""
    found: dict[str, None] = {}
    for name in _CHARTS:
        path = os.path.join(chart, name)
        for dependency in _list(path, "dependencies") if os.path.isfile(path) else ():
            repository = str(dependency.get("repository") or "")
            if repository.startswith((*_NAMES, "https://", "http://")):
                found[repository.rstrip("/")] = None
    return list(found)


def _find(repository: str, known: list[dict[str, Value]]) -> dict[str, Value] | None:
    for entry in known:
        names = [f"{before}{entry.get('name')}" for before in _NAMES]
        if repository in (*names, str(entry.get("url")).rstrip("/")):
            return entry
    return None


def _list(path: str, key: str) -> list[dict[str, Value]]:
    """Return the mappings in a list of a YAML file; raises UsageError and ManifestError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise UsageError(Diagnostic(f"cannot be read: {error.strerror}", "make it readable", path)) from error
    for document in documents([data], path):
        for root in read(document, None).composed.roots if document.number else ():
            value = value_of(root)
            listed = value.get(key) if isinstance(value, dict) else None
            return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return []
