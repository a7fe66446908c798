"""The parameters of an Application: those that are announced to Argo CD, and those that it sends."""

from __future__ import annotations

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Value = str | tuple[str, ...] | Mapping[str, str]

CHART = "helm"
KUSTOMIZATION = "kustomize"
PLAIN = "plain"
RENDERERS = (CHART, KUSTOMIZATION, PLAIN)
"""What a folder can be rendered as."""

_TYPES: Mapping[str, type[Any]] = {"string": str, "array": list, "map": dict}


class Parameter(NamedTuple):
    """One parameter, as Argo CD shows it."""

    name: str
    title: str
    tooltip: str
    collection: str = "string"
    """``string``, ``array`` or ``map``."""
    item: str = "string"
    """What a string stands for: ``string`` or ``boolean``."""
    renderers: tuple[str, ...] = RENDERERS
    """Where it means something."""


def _for_charts(name: str, title: str, tooltip: str, collection: str = "string", item: str = "string") -> Parameter:
    return Parameter(name, title, tooltip, collection, item, (CHART,))


def _for_folders(name: str, title: str, tooltip: str, item: str = "string") -> Parameter:
    return Parameter(name, title, tooltip, item=item, renderers=(PLAIN,))


RENDERER = Parameter("renderer", "Renderer", "helm, kustomize or plain; needed where the folder could be several.")
PARAMETERS = (
    RENDERER,
    _for_charts("release-name", "Release name", "The application's name, if not set."),
    _for_charts("namespace", "Namespace", "That of the release; the destination's, if not set."),
    _for_charts(
        "values-files",
        "Values files",
        "Files in the repository, in order; a later one takes precedence. `/` is the root of the repository.",
        "array",
    ),
    _for_charts(
        "ignore-missing-values-files",
        "Ignore missing values files",
        "Whether values files that are not there are passed over.",
        item="boolean",
    ),
    _for_charts("values", "Values", "Values as YAML; they take precedence over the values files."),
    _for_charts(
        "helm-parameters",
        "Helm parameters",
        "Single values, like --set: image.tag to 1.2.3; they take precedence over all values.",
        "map",
    ),
    _for_charts(
        "helm-string-parameters",
        "Helm parameters (strings)",
        "Single values that stay strings, like --set-string.",
        "map",
    ),
    _for_charts(
        "file-parameters",
        "File parameters",
        "Single values that are the contents of files in the repository, like --set-file.",
        "map",
    ),
    _for_charts("skip-crds", "Skip CRDs", "Whether the chart's folder crds/ is left out.", item="boolean"),
    _for_charts("skip-tests", "Skip tests", "Whether the chart's tests are left out.", item="boolean"),
    _for_charts(
        "skip-schema-validation",
        "Skip schema validation",
        "Whether values are not compared with the chart's values.schema.json.",
        item="boolean",
    ),
    _for_charts("kube-version", "Kubernetes version", "For which to render; the cluster's, if not set."),
    _for_charts("api-versions", "API versions", "For which to render; the cluster's, if not set.", "array"),
    _for_folders("recurse", "Recurse", "Whether folders in the folder are read.", "boolean"),
    _for_folders("include", "Include", "A pattern; only files that match it are read."),
    _for_folders("exclude", "Exclude", "A pattern; files that match it are left out."),
)


def announce(renderers: Iterable[str]) -> str:
    """Return the parameters of a folder that can be rendered so, as the JSON array that Argo CD reads."""
    import json

    found = tuple(renderers)
    announced = []
    for parameter in PARAMETERS:
        if not set(parameter.renderers).intersection(found):
            continue
        announcement: dict[str, Any] = {
            "name": parameter.name,
            "title": parameter.title,
            "tooltip": parameter.tooltip,
            "required": parameter is RENDERER and len(found) > 1,
            "itemType": parameter.item,
            "collectionType": parameter.collection,
        }
        if parameter is RENDERER and len(found) == 1:
            announcement["string"] = found[0]
        if parameter.item == "boolean":
            announcement["string"] = "false"
        announced.append(announcement)
    return json.dumps(announced, indent=2) + "\n"


def read_parameters(text: str) -> dict[str, Value]:
    """Read ``ARGOCD_APP_PARAMETERS``: a JSON array of ``{name, string | array | map}``, or ``null``, or nothing.

    Raises UsageError for what is no such array, and for each parameter that is not known or not of its type.
    """
    import json

    try:
        given = json.loads(text or "null")
    except ValueError as error:
        raise UsageError(_not_understood(f"is not JSON: {error}")) from error
    if given is None:
        return {}
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise UsageError(_not_understood("is not a JSON array of objects"))
    values: dict[str, Value] = {}
    problems: list[Diagnostic] = []
    for item in given:
        _read(item, values, problems)
    if problems:
        raise UsageError(*problems)
    return values


def refuse_misplaced(given: Iterable[str], renderer: str) -> None:
    """Raise UsageError for parameters that would do nothing where a folder is rendered so."""
    names = {parameter.name for parameter in PARAMETERS if renderer in parameter.renderers}
    problems = [
        Diagnostic(f"means nothing where the renderer is {renderer}", "remove it", f"parameter {name}")
        for name in given
        if name not in names
    ]
    if problems:
        raise UsageError(*problems)


def _read(item: Any, values: dict[str, Value], problems: list[Diagnostic]) -> None:  # noqa: ANN401 - it comes from JSON
    name = item.get("name")
    source = f"parameter {name}"
    parameter = next((known for known in PARAMETERS if known.name == name), None)
    if parameter is None:
        problems.append(
            Diagnostic(
                "there is no such parameter", suggest(str(name), [parameter.name for parameter in PARAMETERS]), source
            )
        )
        return
    value = item.get(parameter.collection)
    if name in values:
        problems.append(Diagnostic("is given twice", "leave one", source))
    elif not isinstance(value, _TYPES[parameter.collection]) or not all(map(_is_text, _texts(value))):
        wanted = {"string": "text", "array": "an array of texts", "map": "a map of texts"}[parameter.collection]
        remedy = f"give it as `{parameter.collection}:` in the Application"
        problems.append(Diagnostic(f"is not {wanted}", remedy, source))
    else:
        values[parameter.name] = tuple(value) if isinstance(value, list) else value


def _texts(value: Any) -> list[Any]:  # noqa: ANN401 - it comes from JSON
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else [value]


def _is_text(value: object) -> bool:
    """Tell whether a value can be an argument of a program: no number, no half a character, no zero byte."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= each <= "\udfff" for each in value)


def _not_understood(message: str) -> Diagnostic:
    return Diagnostic(message, "let Argo CD set it, or unset it", "ARGOCD_APP_PARAMETERS")
