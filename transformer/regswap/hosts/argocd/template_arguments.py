"""What ``helm template`` is told of an application that is a chart, as argo-cd's ``reposerver/repository`` does."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, UsageError
from regswap.hosts.argocd.build_environment import substitute
from regswap.hosts.argocd.repository_file import find_file
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from regswap.hosts.argocd.application import Application

_SWITCHES = (("skip-tests", "--skip-tests"), ("skip-schema-validation", "--skip-schema-validation"))
_SETTERS = (("--set", "helm-parameters"), ("--set-string", "helm-string-parameters"))
_FILE_PARAMETER = r"[^,={}\\\s]+"
"""A key that is one key to Helm: `a=/etc/passwd,b` would be two, with a file that nobody has looked at."""


def make_arguments(application: Application, values: str) -> list[str]:
    """Put what the Application says behind options that take it as their value, whatever it looks like.

    ``values`` is where the parameter of that name is written to, if it is given. Raises UsageError.
    """
    arguments = [f"--name-template={application.release_name()}"]
    arguments += [] if application.says("skip-crds") else ["--include-crds"]
    arguments += [option for name, option in _SWITCHES if application.says(name)]
    if application.namespace:
        arguments.append(f"--namespace={application.namespace}")
    if application.kube_version:
        arguments.append(f"--kube-version={application.kube_version}")
    arguments += [f"--api-versions={version}" for version in application.api_versions]
    arguments += [f"--values={path}" for path in _find_values_files(application)]
    if "values" in application.parameters:
        with open(values, "w", encoding="utf-8", newline="") as file:
            file.write(str(application.parameters["values"]))
        arguments.append(f"--values={values}")
    for option, name in _SETTERS:
        for key, value in _entries(application, name):
            text = substitute(value, application.variables, f"parameter {name}")
            arguments.append(f"{option}={key}={_escape(text)}")
    return [*arguments, *_set_files(application), "."]


def _find_values_files(application: Application) -> Iterator[str]:
    source = "parameter values-files"
    ignores_missing = application.says("ignore-missing-values-files")
    for name in application.parameters.get("values-files", ()):
        path, exists = find_file(name, source, application.folder, application.repository, application.variables)
        if exists:
            yield path
        elif not ignores_missing:
            raise _no_file(name, source)


def _set_files(application: Application) -> Iterator[str]:
    source = "parameter file-parameters"
    for key, name in _entries(application, "file-parameters"):
        if not re.fullmatch(_FILE_PARAMETER, key):
            raise UsageError(Diagnostic(f"`{key}` is not the path of a value", "write it like `tls.cert`", source))
        path, exists = find_file(name, source, application.folder, application.repository, application.variables)
        if not exists:
            raise _no_file(name, source)
        yield f"--set-file={key}={path}"


def _no_file(name: str, source: str) -> UsageError:
    return UsageError(Diagnostic(f"there is no file `{name}` in the repository", "correct the name", source))


def _entries(application: Application, name: str) -> list[tuple[str, str]]:
    given: str | tuple[str, ...] | Mapping[str, str] = application.parameters.get(name, {})
    return [] if isinstance(given, (str, tuple)) else list(given.items())


def _escape(value: str) -> str:
    """Keep commas from ending a value, as argo-cd does; ``{a,b}`` is Helm's way to write a list."""
    return value if value.startswith("{") and value.endswith("}") else re.sub(r"(?<!\\),", r"\\,", value)
