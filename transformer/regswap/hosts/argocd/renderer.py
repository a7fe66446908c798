"""An application's folder becomes manifests: by Helm, by Kustomize, or because it holds them."""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic, ManifestError, visible
from regswap.hosts.argocd.application_folder import choose_renderer
from regswap.hosts.argocd.chart import make_arguments
from regswap.hosts.argocd.chart_repositories import write_repositories
from regswap.hosts.argocd.plain_folder import find_manifests
from regswap.hosts.argocd.plugin_parameter import CHART, KUSTOMIZATION, refuse_misplaced
from regswap.hosts.argocd.program import Program
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.hosts.argocd.application import Application
    from regswap.hosts.argocd.time_limit import TimeLimit

_MISSING_DEPENDENCY = "missing in charts"
"""What Helm says of a chart whose dependencies are not there; argo-cd looks for the same."""

_REPOSITORIES = "HELM_REPOSITORY_CONFIG"

_NO_GIT = "no 'git' program on path"
_SIGNS_OF_REMOTE = (_NO_GIT, "proxyconnect tcp", "' not allowed")
"""What Kustomize and Git say of a remote base where there is no network for it."""
_ADD_GIT = "commit the base, or add git to the image of the sidecar"
_COMMIT = "commit it, or let the sidecar fetch it with --allow-network"

_NO_PROXY_THERE = "http://127.0.0.1:1"
_FROM_SIDECAR = re.compile(r"HELM_.+|GIT_.+|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO)_PROXY", re.IGNORECASE)
"""The variables of the sidecar that a renderer sees where it may use the network."""

_MOST_MESSAGES = 4096
"""How many bytes of what a failed program said are shown: the last, where it says why."""


class Rendered(NamedTuple):
    """Manifests in files."""

    paths: tuple[str, ...]
    name: str = ""
    """What to call them; empty for files that can be called by their paths."""
    said: str = ""
    """What the renderer said, a line for each message."""


class Renderer(NamedTuple):
    """Renders one application, by programs that may do what the sidecar allows."""

    application: Application
    scratch: str
    """A folder that holds nothing yet, and is removed afterwards."""
    allow_network: bool
    helm: str
    """The program that renders charts."""
    limit: TimeLimit
    parent: int

    def render(self) -> Rendered:
        """Render the application; raises UsageError and ManifestError."""
        chosen = choose_renderer(self.application)
        refuse_misplaced(self.application.parameters, chosen)
        if chosen == CHART:
            return self._render_chart()
        if chosen == KUSTOMIZATION:
            return self._build_kustomization()
        with self.limit.guard("the reading of manifests"):
            paths, said = find_manifests(self.application)
        return Rendered(tuple(paths), said=said)

    def _render_chart(self) -> Rendered:
        arguments = make_arguments(self.application, self._values)
        try:
            said = self._run(self.helm, "template", *arguments)
        except ManifestError as error:
            if _MISSING_DEPENDENCY not in str(error):
                raise
            if not self.allow_network:
                remedy = "commit its folder charts/, or let the sidecar fetch them with --allow-network"
                raise ManifestError(*error.diagnostics, Diagnostic("the chart lacks dependencies", remedy)) from error
            said = self._build_dependencies()
            said += self._run(self.helm, "template", *arguments)
        return Rendered((self._output,), "<helm template>", said)

    def _build_dependencies(self) -> str:
        repositories = os.path.join(self.scratch, "repositories.yaml")
        sidecar = os.environ.get(_REPOSITORIES)
        has_any = write_repositories(self.application.folder, sidecar, repositories)
        return self._run(self.helm, "dependency", "build", ".", **{_REPOSITORIES: repositories} if has_any else {})

    def _build_kustomization(self) -> Rendered:
        try:
            said = self._run("kustomize", "build", ".")
        except ManifestError as error:
            text = str(error)
            if self.allow_network and _NO_GIT in text:
                problem = Diagnostic("the kustomization has a remote base, and there is no git", _ADD_GIT)
            elif not self.allow_network and any(sign in text for sign in _SIGNS_OF_REMOTE):
                problem = Diagnostic("the kustomization refers to what is not in the repository", _COMMIT)
            else:
                raise
            raise ManifestError(*error.diagnostics, problem) from error
        return Rendered((self._output,), "<kustomize build>", said)

    @property
    def _output(self) -> str:
        return os.path.join(self.scratch, "rendered.yaml")

    @property
    def _values(self) -> str:
        return os.path.join(self.scratch, "values.yaml")

    def _run(self, *command: str, **variables: str) -> str:
        """Run a program into the output file and return what it said; raises ManifestError where it fails."""
        environment = {**self._environment(os.environ), **variables}
        program = Program(self.application.folder, environment, self.limit, self.parent)
        messages = os.path.join(self.scratch, "messages")
        with open(self._output, "wb") as output, open(messages, "wb") as said:
            code = program.run(command, output, said)
        what = " ".join(command[:2])
        lines = [line.replace(self._values, "parameter values") for line in _read_end(messages)]
        if code:
            raise ManifestError(*_explain(what, code, lines))
        return "".join(f"{what}: {line}\n" for line in lines)

    def _environment(self, sidecar: Mapping[str, str]) -> dict[str, str]:
        """Choose what a renderer sees: nothing of the sidecar's, nor the Application's, that it does not need."""
        path = [folder for folder in sidecar.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)]
        chosen = {"PATH": os.pathsep.join(path), "HOME": self.scratch, "TMPDIR": self.scratch}
        chosen["KUBECONFIG"] = os.path.join(self.scratch, "no-cluster")
        chosen["HELM_PLUGINS"] = os.path.join(self.scratch, "no-plugins")
        for kind in ("CACHE", "CONFIG", "DATA"):
            chosen[f"HELM_{kind}_HOME"] = os.path.join(self.scratch, "helm")
        if self.allow_network:
            return {**chosen, **{name: value for name, value in sidecar.items() if _FROM_SIDECAR.fullmatch(name)}}
        # Helm and Kustomize ask the proxy, and Git is told that no protocol is allowed.
        return {**chosen, "HTTP_PROXY": _NO_PROXY_THERE, "HTTPS_PROXY": _NO_PROXY_THERE, "GIT_ALLOW_PROTOCOL": "none"}


def _explain(what: str, code: int, lines: list[str]) -> list[Diagnostic]:
    ended = f"was ended by signal {-code}" if code < 0 else f"failed with exit status {code}"
    said = [Diagnostic(line.removeprefix("Error: "), "", what) for line in lines]
    return [*said, Diagnostic(f"`{what}` {ended}")]


def _read_end(path: str) -> list[str]:
    """Return the last lines of a file, without what could command a terminal, and without empty ones."""
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - _MOST_MESSAGES))
        text = file.read().decode("utf-8", "replace")
    return [visible(line.rstrip()) for line in text.split("\n") if line.strip()]
