"""Files that an Application names: in the repository, wherever its folder lies in it."""

from __future__ import annotations

import os
import tempfile

from regswap.errors import Diagnostic, UsageError
from regswap.hosts.argocd.build_environment import substitute
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORK = "_cmp_server"
"""The folder of argocd-cmp-server, in which each request has a copy of a repository."""


class Repository(NamedTuple):
    """The copy of a repository that Argo CD has sent, or of a part of it."""

    root: str
    """Its absolute path; no part of it is a symbolic link."""
    prefix: str = ""
    """The folder of the repository that the copy begins with, where manifest-generate-paths have left out the rest."""

    def holds(self, path: str) -> bool:
        """Tell whether a path without symbolic links is in the copy."""
        return path == self.root or path.startswith(self.root.rstrip(os.sep) + os.sep)


def find_repository(folder: str, environment: Mapping[str, str]) -> Repository:
    """Return the copy that an application's folder is in; the folder itself where that is not known."""
    path = os.path.normpath(environment.get("ARGOCD_APP_SOURCE_PATH") or os.curdir)
    work = os.path.join(os.path.realpath(environment.get("ARGOCD_CMP_WORKDIR") or tempfile.gettempdir()), _WORK)
    if folder.startswith(work + os.sep):
        copy, _, inner = folder[len(work) + 1 :].partition(os.sep)
        if not inner or path == inner or path.endswith(os.sep + inner):
            prefix = path[: len(path) - len(inner)].rstrip(os.sep)
            return Repository(os.path.join(work, copy), "" if prefix == os.curdir else prefix)
    if path == os.curdir or os.path.isabs(path) or not folder.endswith(os.sep + path):
        return Repository(folder)
    return Repository(folder[: -len(path) - 1] or folder)


def find_file(
    name: str, source: str, folder: str, repository: Repository, variables: Mapping[str, str]
) -> tuple[str, bool]:
    """Return the path of a file that an Application names, from its folder on, and whether there is such a file.

    As in Argo CD, the name is relative to the application's ``folder``, or to the repository where it begins with
    ``/``, and may hold ``variables`` of the build environment. Raises UsageError where it is not in the repository.
    """
    _refuse_other_source(name, source)
    name = substitute(name, variables, source)
    if "://" in name:
        raise UsageError(Diagnostic(f"`{name}` is not in the repository", "copy it there", source))
    if any(character in ',"\\' or not character.isprintable() for character in name):
        # Helm reads a list in one argument, in which these end a name or change it: `a,/etc/passwd` is two files.
        raise UsageError(Diagnostic(f"`{name}` is not a name that Helm could read", 'use no `,`, `"` or `\\`', source))
    path = _join(name, source, folder, repository)
    real = os.path.realpath(path)
    if not repository.holds(real):
        problem = Diagnostic(f"`{name}` is a link that leads out of the repository", "copy the file", source)
        raise UsageError(problem)
    # Never a bare name: to Helm that could be standard input.
    return os.path.join(os.curdir, os.path.relpath(path, folder)), os.path.isfile(real)


def _refuse_other_source(name: str, source: str) -> None:
    first, slash, _ = name.partition("/")
    if slash and first.startswith("$") and not first.startswith(("$$", "${", "$ARGOCD_", "$KUBE_", "$(")):
        message = f"`{name}` is in another source of the Application, of which Argo CD sends nothing to a plugin"
        raise UsageError(Diagnostic(message, "copy it into the repository", source))


def _join(name: str, source: str, folder: str, repository: Repository) -> str:
    if not name.startswith("/"):
        path = os.path.normpath(os.path.join(folder, name))
    else:
        inner = os.path.normpath(name.lstrip("/") or os.curdir)
        if repository.prefix and not inner.startswith(repository.prefix + os.sep):
            message = f"`{name}` is not in `{repository.prefix}`, the part of the repository that Argo CD has sent"
            remedy = "add it to the annotation argocd.argoproj.io/manifest-generate-paths"
            raise UsageError(Diagnostic(message, remedy, source))
        path = os.path.normpath(os.path.join(repository.root, inner[len(repository.prefix) :].lstrip("/")))
    if not repository.holds(path):
        raise UsageError(Diagnostic(f"`{name}` leaves the repository", "name a file in the repository", source))
    return path
