"""The application's folder: what it can be rendered as, and what leads out of it."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.hosts.argocd.plugin_parameter import CHART, KUSTOMIZATION, PLAIN, RENDERERS
from regswap.record import TYPE_CHECKING
from regswap.streams.names import KUSTOMIZATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.hosts.argocd.application import Application


def find_renderers(folder: str) -> list[str]:
    """Return what a folder can be rendered as: a chart, a kustomization or both; plain manifests where neither."""
    found = [CHART] if os.path.isfile(os.path.join(folder, "Chart.yaml")) else []
    if any(os.path.isfile(os.path.join(folder, name)) for name in KUSTOMIZATIONS):
        found.append(KUSTOMIZATION)
    return found or [PLAIN]


def choose_renderer(application: Application) -> str:
    """Return how to render an application's folder; raises UsageError where it is not clear, or not possible."""
    found = find_renderers(application.folder)
    chosen = application.parameters.get("renderer")
    if chosen is None and len(found) == 1:
        return found[0]
    if chosen is None:
        message = "the folder holds a chart and a kustomization"
        raise UsageError(Diagnostic(message, f"set the parameter renderer to {' or '.join(found)}"))
    if chosen not in RENDERERS:
        message = f"there is no `{chosen}`"
        raise UsageError(Diagnostic(message, f"choose one of {', '.join(RENDERERS)}", "parameter renderer"))
    if chosen != PLAIN and chosen not in found:
        what = "no Chart.yaml" if chosen == CHART else "no kustomization.yaml"
        message = f"there is {what} in the application's folder"
        raise UsageError(Diagnostic(message, f"choose {found[0]}, or correct the source's path", "parameter renderer"))
    return str(chosen)


def refuse_links(application: Application) -> None:
    """Raise UsageError for symbolic links that lead out of the repository: a renderer would follow them.

    A link to another folder of the repository leads to the links in there as well.
    """
    problems = []
    folders = [application.folder]
    for folder in folders:
        for path in _list_links(folder):
            target = os.path.realpath(path)
            if not application.repository.holds(target):
                shown = os.path.relpath(path, application.folder)
                problems.append(Diagnostic("is a link that leads out of the repository", "remove it", shown))
            elif os.path.isdir(target) and target not in folders:
                folders.append(target)
    if problems:
        raise UsageError(*sorted(set(problems)))


def _list_links(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        yield from filter(os.path.islink, (os.path.join(parent, name) for name in (*folders, *names)))


def refuse_own_policy(application: Application, paths: dict[str, str]) -> None:
    """Raise UsageError where the sidecar's policy would be read from the repository, whose authors it is to bind.

    ``paths`` are files, by what names them.
    """
    problems = []
    for path, source in paths.items():
        if not os.path.isabs(path):
            message = f"`{path}` would be looked for in the application's folder"
            problems.append(Diagnostic(message, "name it by its absolute path", source))
        elif application.repository.holds(os.path.realpath(path)):
            message = f"`{path}` lies in the application's repository"
            problems.append(Diagnostic(message, "keep it in a volume of the sidecar", source))
    if problems:
        raise UsageError(*problems)
