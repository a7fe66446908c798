"""The application's folder: what it can be rendered as, which files count, and what leads out of it."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, ManifestError, UsageError
from regswap.hosts.argocd.plugin_parameter import CHART, KUSTOMIZATION, PLAIN, RENDERERS
from regswap.record import TYPE_CHECKING
from regswap.streams.names import KUSTOMIZATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.hosts.argocd.application import Application

_MANIFESTS = (".yaml", ".yml", ".json")
_SKIPPED = b"+argocd:skip-file-rendering"
"""What Argo CD takes for a sign that a file of a plain folder is not its business."""

_BLOCK = 1 << 18


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
    """Raise UsageError for symbolic links that lead out of the repository: a renderer would follow them."""
    problems = []
    for parent, folders, names in os.walk(application.folder):
        for name in (*folders, *names):
            path = os.path.join(parent, name)
            if os.path.islink(path) and not _is_inside(os.path.realpath(path), application.root):
                shown = os.path.relpath(path, application.folder)
                problems.append(Diagnostic("is a link that leads out of the repository", "remove it", shown))
    if problems:
        raise UsageError(*sorted(problems))


def refuse_own_policy(application: Application, paths: dict[str, str]) -> None:
    """Raise UsageError where the sidecar's policy would be read from the repository, whose authors it is to bind.

    ``paths`` are files, by what names them.
    """
    problems = []
    for path, source in paths.items():
        if not os.path.isabs(path):
            message = f"`{path}` would be looked for in the application's folder"
            problems.append(Diagnostic(message, "name it by its absolute path", source))
        elif _is_inside(os.path.realpath(path), application.root):
            message = f"`{path}` lies in the application's repository"
            problems.append(Diagnostic(message, "keep it in a volume of the sidecar", source))
    if problems:
        raise UsageError(*problems)


def find_file(application: Application, name: str, source: str) -> str:
    """Return the path of a file that an Application names, from its folder on; raises UsageError where it may not."""
    parts = name.split("/")
    path = os.path.join(application.folder, *parts)
    if os.path.isabs(name) or os.pardir in parts:
        problem = Diagnostic(f"`{name}` leaves the application's folder", "name a file in that folder", source)
    elif "://" in name:
        problem = Diagnostic(f"`{name}` is not in the application's folder", "copy it there", source)
    elif any(character in ',"' or not character.isprintable() for character in name):
        # Helm reads a list in one argument: `a,/etc/passwd` is two files to it.
        problem = Diagnostic(f"`{name}` is not a name that Helm could read", 'use no `,`, no `"`', source)
    elif not _is_inside(os.path.realpath(path), application.root):
        problem = Diagnostic(f"`{name}` is a link that leads out of the repository", "copy the file", source)
    elif not os.path.isfile(path):
        problem = Diagnostic(f"there is no file `{name}` in the application's folder", "correct the name", source)
    else:
        return os.path.join(os.curdir, name)
    raise UsageError(problem)


def find_manifests(application: Application, *, recurse: bool) -> list[str]:
    """List the manifests of a plain folder, sorted, from the folder on; as Argo CD does, leave out YAML of other sorts.

    Raises UsageError for Jsonnet, and ManifestError for what cannot be read.
    """
    found = sorted(_walk(application.folder, recurse=recurse))
    problems = [
        Diagnostic("Jsonnet is not rendered here", "render it to YAML, or set `directory:` in the Application", path)
        for path in found
        if path.endswith(".jsonnet")
    ]
    if problems:
        raise UsageError(*problems)
    return [path for path in found if path.endswith(_MANIFESTS) and _counts(os.path.join(application.folder, path))]


def _walk(folder: str, *, recurse: bool) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise ManifestError(_cannot_read(error.filename, error))

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if recurse and not name.startswith(".")]
        for name in names:
            path = os.path.join(parent, name)
            if os.path.isfile(path):
                yield os.path.relpath(path, folder)


def _counts(path: str) -> bool:
    """Tell whether a file can hold an object: YAML that nowhere says `kind` is somebody else's."""
    wanted = path.endswith(".json")
    before = b""
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                # Without the zeros of UTF-16.
                text = before + block.replace(b"\0", b"")
                if _SKIPPED in text:
                    return False
                wanted = wanted or b"kind" in text
                before = text[-len(_SKIPPED) :]
    except OSError as error:
        raise ManifestError(_cannot_read(path, error)) from error
    return wanted


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _cannot_read(path: str, error: OSError) -> Diagnostic:
    return Diagnostic(f"cannot be read: {error.strerror}", "make it readable", path)
