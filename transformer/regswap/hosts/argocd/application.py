"""The facts that Argo CD gives about the application whose manifests it asks for."""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic, UsageError
from regswap.hosts.argocd.build_environment import select
from regswap.hosts.argocd.plugin_parameter import read_parameters
from regswap.hosts.argocd.repository_file import find_repository
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.hosts.argocd.plugin_parameter import Value
    from regswap.hosts.argocd.repository_file import Repository

_RELEASE_NAME = r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?"
_LONGEST_RELEASE_NAME = 53
_NAMESPACE = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_KUBE_VERSION = r"\s*v?([0-9]+(?:\.[0-9]+)+)"
_API_VERSION = r"[A-Za-z0-9./-]+"


class Application(NamedTuple):
    """An application, and where its files lie."""

    folder: str
    """The absolute path of its folder, in which the plugin is run; no part of it is a symbolic link."""
    repository: Repository
    name: str
    """Without the namespace of the Application, which ``ARGOCD_APP_NAME`` may begin with; empty if not told."""
    namespace: str
    """Where it is to be installed; may be empty."""
    kube_version: str
    """May be empty."""
    api_versions: tuple[str, ...]
    variables: Mapping[str, str]
    """The build environment."""
    parameters: Mapping[str, Value]
    """What the Application gives, by the names of ``parameter.PARAMETERS``."""

    def says(self, name: str) -> bool:
        """Return the value of a parameter that is a boolean, false where it is not given; raises UsageError."""
        given = self.parameters.get(name, "false")
        if given not in {"true", "false"}:
            message = f"`{given}` is neither true nor false"
            raise UsageError(Diagnostic(message, "choose one of them", f"parameter {name}"))
        return given == "true"

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
    parameters = read_parameters(environment.get("ARGOCD_APP_PARAMETERS", ""))
    return Application(
        folder,
        find_repository(folder, environment),
        environment.get("ARGOCD_APP_NAME", "").rpartition("_")[2],
        _read_namespace(environment, parameters),
        _read_kube_version(environment, parameters),
        _read_api_versions(environment, parameters),
        select(environment),
        parameters,
    )


def _read_namespace(environment: Mapping[str, str], parameters: Mapping[str, Value]) -> str:
    given = parameters.get("namespace")
    namespace = environment.get("ARGOCD_APP_NAMESPACE", "") if given is None else str(given)
    if namespace and not re.fullmatch(_NAMESPACE, namespace):
        message = f"`{namespace}` is not a namespace"
        if given is not None:
            raise UsageError(Diagnostic(message, "correct it", "parameter namespace"))
        raise UsageError(Diagnostic(message, "correct the Application's destination", "ARGOCD_APP_NAMESPACE"))
    return namespace


def _read_kube_version(environment: Mapping[str, str], parameters: Mapping[str, Value]) -> str:
    """Return the version without what follows its numbers (``v1.34.2+k3s1``), as argo-cd's ``parseKubeVersion``."""
    given = parameters.get("kube-version")
    if given is None:
        return environment.get("KUBE_VERSION", "")
    found = re.match(_KUBE_VERSION, str(given))
    if found is None:
        message = f"`{given}` is not a version of Kubernetes"
        raise UsageError(Diagnostic(message, "write it like `1.34.0`", "parameter kube-version"))
    return found[1]


def _read_api_versions(environment: Mapping[str, str], parameters: Mapping[str, Value]) -> tuple[str, ...]:
    given = parameters.get("api-versions")
    versions = environment.get("KUBE_API_VERSIONS", "").split(",") if given is None else given
    for version in given or ():
        if not re.fullmatch(_API_VERSION, version):
            message = f"`{version}` is not an API version"
            remedy = "write it like `monitoring.coreos.com/v1` or `apps/v1/Deployment`"
            raise UsageError(Diagnostic(message, remedy, "parameter api-versions"))
    return tuple(filter(None, versions))
