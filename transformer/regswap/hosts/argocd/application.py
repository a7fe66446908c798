"""The facts that Argo CD gives about the application whose manifests it asks for."""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic, UsageError
from regswap.hosts.argocd.plugin_parameter import read_parameters
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.hosts.argocd.plugin_parameter import Value

_RELEASE_NAME = r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?"
_LONGEST_RELEASE_NAME = 53
_NAMESPACE = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"


class Application(NamedTuple):
    """An application, and where its files lie."""

    folder: str
    """The absolute path of its folder, in which the plugin is run; no part of it is a symbolic link."""
    root: str
    """That of the copy of the repository; the folder itself where that is not known."""
    name: str
    """Without the namespace of the Application, which ``ARGOCD_APP_NAME`` may begin with; empty if not told."""
    namespace: str
    """Where it is to be installed; may be empty."""
    kube_version: str
    """May be empty."""
    api_versions: tuple[str, ...]
    parameters: Mapping[str, Value]
    """What the Application gives, by the names of ``parameter.PARAMETERS``."""

    def release_name(self) -> str:
        """Return the name that Helm shall use; raises UsageError where there is none, or none that Helm takes."""
        given = self.parameters.get("release-name")
        source = "ARGOCD_APP_NAME" if given is None else "parameter release-name"
        name = self.name if given is None else str(given)
        if not name:
            raise UsageError(Diagnostic("there is no name", "set it to the name of the release", source))
        if len(name) > _LONGEST_RELEASE_NAME or not re.fullmatch(_RELEASE_NAME, name):
            message = f"`{name}` is not a name of a Helm release"
            remedy = f"use up to {_LONGEST_RELEASE_NAME} lower-case letters, digits, `-` and `.`"
            raise UsageError(Diagnostic(message, remedy, source))
        return name


def read_application(environment: Mapping[str, str], folder: str) -> Application:
    """Read what Argo CD puts into the environment of the plugin; raises UsageError for what cannot be understood."""
    folder = os.path.realpath(folder)
    namespace = environment.get("ARGOCD_APP_NAMESPACE", "")
    if namespace and not re.fullmatch(_NAMESPACE, namespace):
        message = f"`{namespace}` is not a namespace"
        raise UsageError(Diagnostic(message, "correct the Application's destination", "ARGOCD_APP_NAMESPACE"))
    return Application(
        folder,
        _find_root(folder, environment.get("ARGOCD_APP_SOURCE_PATH", "")),
        environment.get("ARGOCD_APP_NAME", "").rpartition("_")[2],
        namespace,
        environment.get("KUBE_VERSION", ""),
        tuple(filter(None, environment.get("KUBE_API_VERSIONS", "").split(","))),
        read_parameters(environment.get("ARGOCD_APP_PARAMETERS", "")),
    )


def _find_root(folder: str, path: str) -> str:
    """Return the folder that ``folder`` is ``path`` of; ``folder`` where it is not, because then nothing is known."""
    inner = os.path.normpath(path) if path else os.curdir
    if inner == os.curdir or os.path.isabs(inner) or not folder.endswith(os.sep + inner):
        return folder
    return folder[: -len(inner) - 1] or folder
