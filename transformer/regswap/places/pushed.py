"""Parameters of Tekton that say where an image is pushed to, told from their use in the same object.

A parameter named ``IMAGE`` is the image that a task runs, or the one that it builds; its name does not tell which.
"""

from __future__ import annotations

import re

from regswap.document.read.field import child, items, string_of, text_of
from regswap.places.hidden.script import PUSHED, find_head, is_push
from regswap.places.hidden.token import POSSIBLE
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.read.field import Field, Path
    from regswap.places.site import Site

_PARAMETER = re.compile(r"""\$\((?:inputs\.)?params(?:\.([\w.-]+?)|\[["']([\w.-]+)["']\])(?:\[\*\])?\)""")
_VARIABLE = r"\$(?:\{{{name}\}}|\({name}\)|{name}\b)"
_ASSIGNED = re.compile(
    r"(?m)^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?(\w+)=[\"']?(\$[\w({][^\s\"']*)[\"']?[ \t]*$"
)
_PUSHING_VARIABLES = frozenset({"KO_DOCKER_REPO"})
_TASKS = re.compile(
    r"kaniko|buildah|buildkit(?:-daemonless)?|buildpacks(?:-phases)?|jib-(?:maven|gradle)|img|makisu|s2i(?:-\w+)?"
)
"""Tasks of Tekton's catalog that build and push."""
_THEIR_PARAMETERS = frozenset({"IMAGE", "APP_IMAGE"})


def find_push_targets(root: Field) -> set[Path]:
    """Return the paths of the values of parameters of an object that name what is pushed.

    Raises CompositionError as ``entries`` does.
    """
    targets: set[Path] = set()
    spec = child(root, "spec")
    if spec is not None:
        _visit_spec(spec, targets)
        _visit_holder(spec, targets)
    return targets


def doubt_push_targets(root: Field, sites: Iterable[Site]) -> Iterator[Site]:
    """Yield the sites of an object, those possible only at which it says where an image is pushed to."""
    targets: set[Path] | None = None
    for site in sites:
        if site.hidden in ("", POSSIBLE) or "params" not in site.field.path:
            yield site
            continue
        targets = find_push_targets(root) if targets is None else targets
        yield _doubt(site) if site.field.path in targets else site


def _doubt(site: Site) -> Site:
    reason = f"{site.shape.found if site.token is None else site.token.reason}, but {PUSHED}"
    token = site.token and site.token._replace(certainty=POSSIBLE, reason=reason)
    return site._replace(
        hidden=POSSIBLE, token=token, shape=site.shape._replace(found=reason) if not token else site.shape
    )


def _visit_spec(spec: Field, targets: set[Path]) -> set[str]:
    """Return the parameters of a task or a pipeline that are pushed to; their defaults are targets."""
    names = _find_in_steps(spec)
    for task in (*_list(spec, "tasks"), *_list(spec, "finally")):
        names |= _visit_holder(task, targets)
    _mark(spec, names, "default", targets)
    return names


def _visit_holder(holder: Field, targets: set[Path]) -> set[str]:
    """Return the parameters whose values become ones that are pushed to, in what names a task or has one in it."""
    names: set[str] = set()
    for key in ("taskSpec", "pipelineSpec"):
        spec = child(holder, key)
        names |= _visit_spec(spec, targets) if spec is not None else set()
    if _TASKS.fullmatch(_name_task(holder)):
        names |= _THEIR_PARAMETERS
    marked = _mark(holder, names, "value", targets)
    return {name for value in marked for name in _list_parameters(string_of(value))}


def _mark(holder: Field, names: set[str], key: str, targets: set[Path]) -> list[Field]:
    """Add the values of the parameters that have some names to the targets, and return them."""
    found = [child(param, key) for param in _list(holder, "params") if text_of(child(param, "name")) in names]
    marked = [value for value in found if value is not None]
    targets.update(value.path for value in marked)
    return marked


def _name_task(holder: Field) -> str:
    """Return the name of the task that is referred to, also where a resolver is told it."""
    reference = child(holder, "taskRef")
    if reference is None:
        return ""
    resolved = (param for param in _list(reference, "params") if text_of(child(param, "name")) == "name")
    return text_of(child(reference, "name")) or text_of(child(next(resolved, reference), "value"))


def _find_in_steps(spec: Field) -> set[str]:
    """Return the parameters that the steps of a task push to, and run none of."""
    template = child(spec, "stepTemplate")
    shared = [] if template is None else list(_list_variables(template))
    pushed: set[str] = set()
    pulled: set[str] = set()
    for step in (*_list(spec, "steps"), *_list(spec, "sidecars")):
        variables = [*shared, *_list_variables(step)]
        pushed.update(name for key, value in variables if key in _PUSHING_VARIABLES for name in _list_parameters(value))
        for text in _list_commands(step):
            pushed.update(_find_in_command(text, variables))
        pulled.update(_list_parameters(text_of(child(step, "image"))))
    return pushed - pulled


def _find_in_command(text: str, variables: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the parameters that a command or a script pushes to, itself or in a variable."""
    for found in _PARAMETER.finditer(text):
        if is_push(find_head(text, text.rfind("\n", 0, found.start()) + 1, found.start())):
            yield found[1] or found[2]
    assigned = [(found[1], found[2]) for found in _ASSIGNED.finditer(text)]
    for name, value in (*variables, *assigned):
        names = list(_list_parameters(value))
        for found in re.finditer(_VARIABLE.format(name=re.escape(name)), text) if names else ():
            if is_push(find_head(text, text.rfind("\n", 0, found.start()) + 1, found.start())):
                yield from names


def _list_commands(step: Field) -> Iterator[str]:
    """Yield the script of a step, and its command with its arguments as one line."""
    yield string_of(child(step, "script"))
    words = [string_of(word) for key in ("command", "args") for word in _list(step, key)]
    yield "\n".join(word for word in words if "\n" in word)
    yield " ".join(word for word in words if "\n" not in word)


def _list_variables(step: Field) -> Iterator[tuple[str, str]]:
    for variable in _list(step, "env"):
        yield text_of(child(variable, "name")), string_of(child(variable, "value"))


def _list_parameters(text: str) -> Iterator[str]:
    yield from (found[1] or found[2] for found in _PARAMETER.finditer(text))


def _list(field: Field, key: str) -> Iterator[Field]:
    found = child(field, key)
    if found is not None:
        yield from items(found)
