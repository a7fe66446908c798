"""Argo CD's build environment: variables that an Application may write in the names of files and in Helm's values.

Substituted as ``Env.Envsubst`` does (argo-cd ``pkg/apis/application/v1alpha1/types.go``), which is Go's ``os.Expand``,
save that nothing is put away in silence: an unknown variable is empty there, and an error here.
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES = (
    "ARGOCD_APP_NAME",
    "ARGOCD_APP_NAMESPACE",
    "ARGOCD_APP_PROJECT_NAME",
    "ARGOCD_APP_REVISION",
    "ARGOCD_APP_REVISION_SHORT",
    "ARGOCD_APP_REVISION_SHORT_8",
    "ARGOCD_APP_SOURCE_PATH",
    "ARGOCD_APP_SOURCE_REPO_URL",
    "ARGOCD_APP_SOURCE_TARGET_REVISION",
    "KUBE_VERSION",
    "KUBE_API_VERSIONS",
)
"""Those of argo-cd's ``docs/user-guide/build-environment.md``."""

_REFERENCE = re.compile(r"\$(?:\{(?P<braced>[^}]*)(?P<end>\}?)|(?P<special>[*#$@!?\-0-9])|(?P<plain>[A-Za-z0-9_]+))")


def select(environment: Mapping[str, str]) -> dict[str, str]:
    """Choose the variables of the build environment."""
    return {name: environment[name] for name in VARIABLES if name in environment}


def substitute(text: str, variables: Mapping[str, str], source: str) -> str:
    """Put variables in place of ``$NAME`` and ``${NAME}``, and a dollar sign in place of ``$$``.

    Raises UsageError for a variable that is not one of them, or not set.
    """

    def find(found: re.Match[str]) -> str:
        name = next((part for part in found.group("braced", "special", "plain") if part is not None), "")
        if name == "$":
            return "$"
        if found["end"] != "" and name in variables:
            return variables[name]
        raise UsageError(_explain(found, name, source))

    return _REFERENCE.sub(find, text)


def _explain(found: re.Match[str], name: str, source: str) -> Diagnostic:
    if name in VARIABLES:
        return Diagnostic(f"`{found[0]}` is not set", "let Argo CD set it", source)
    message = f"`{found[0]}` is not a variable of Argo CD's build environment, where a dollar sign is written `$$`"
    return Diagnostic(message, suggest(name, VARIABLES), source)
