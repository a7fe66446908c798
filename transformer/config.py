"""``regswap.yaml``: the configuration of a run, which is at once the ``functionConfig`` of the KRM function.

::

    apiVersion: regswap.dev/v1alpha1
    kind: ImageRewrite
    spec:
      rules: [...]                      see transformer.rules.formats.regswap
      mode: standard                    or compat
      unmatched: keep                   or fail: exit code 4 if no rule says what becomes of a reference
      paths:                            places beside those of the catalogue
        - kinds: [example.com/Shop]     group/Kind; */Kind for any group, Kind alone for the core group
          versions: [v1]                only where it matters
          paths:
            spec.front.image: reference         a path or JSONPath, and the shape of what stands there
            spec.side: {repository: repo, tag: version}
          never: [spec.back.image]              not to be touched
      shapes: true                      find PodSpecs in kinds that nobody knows
      scope:                            what is to be rewritten at all
        include: [{namespace: team-*}]
        exclude: [{kind: Job, label: tier=test}, {reference: 'quay.io/private/*'}]
      optOut: {label: k8s.twr.io/imageswap, value: disabled}      an object's label; {} for none
      namespaceLabels: {team-a: {stylus.io/imageswap: disable}}   as if the stream held the Namespace
      requireNamespaceLabel: imageshift.dev=enabled
      check: false                      of the KRM function only: change nothing, and fail if anything would change
"""

from __future__ import annotations

from transformer.errors import Diagnostic, RulesError, UsageError
from transformer.places.branch import ROLES, SHAPES
from transformer.places.kind import NEVER
from transformer.places.path import InvalidPathError, is_query, parts_of
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.rules.formats.regswap import check_object
from transformer.rules.load import MODES, read_text
from transformer.rules.passage import Passage
from transformer.rules.spelling import suggest
from transformer.rules.tree import read_tree
from transformer.scope import FIELDS, OPT_OUT_LABEL, UNMATCHED, Scope, Selector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformer.places.kind import Row
    from transformer.rules.tree import Value


_ROW = ("kinds", "versions", "paths", "never", "source")


class Config(NamedTuple):
    """What a configuration says; None and nothing where it does not."""

    has_rules: bool = False
    mode: str | None = None
    unmatched: str | None = None
    paths: tuple[tuple[str, Row], ...] = ()
    """Rows of the catalogue, each with its kind."""
    shapes: bool = True
    scope: Scope = Scope()
    namespaces: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Labels by namespace."""
    check: bool = False
    """Whether the KRM function is to find what would change, and to change nothing."""


def read_config(path: str) -> Config:
    """Read a configuration file.

    Raises:
        RulesError: with every finding: it cannot be read, or says what is not known.

    """
    roots = read_tree(Passage(path, read_text(path)))
    if len(roots) != 1:
        at = roots[1] if roots else None
        message, remedy = "a configuration is one document", "write one `ImageRewrite`"
        raise at.refuse(message, remedy) if at is not None else RulesError(_about(path, message, remedy))
    return config_of(roots[0])


def config_of(root: Value) -> Config:
    """Return what an ``ImageRewrite`` says.

    Raises:
        RulesError: with every finding: something in it is not known or of the wrong type.

    """
    spec = check_object(root)
    errors: list[Diagnostic] = []
    config = Config(has_rules="rules" in spec)
    for key, value in spec.items():
        read = _READERS.get(key)
        if read is None or value.is_null:
            continue
        try:
            config = read(config, value)
        except RulesError as error:
            errors += error.diagnostics
    if errors:
        raise RulesError(*errors)
    return config


def read_path(text: str) -> tuple[str, Row]:
    """Read a place of the command line, ``[group/]Kind:[SHAPE:]PATH``, as a row of the catalogue with its kind.

    Raises:
        UsageError: it is none.

    """
    name, colon, rest = text.partition(":")
    shape, second, path = rest.partition(":")
    if not second or shape not in (*SHAPES, NEVER):
        shape, path = "reference", rest
    group, _, kind = name.rpartition("/")
    remedy = "write `group/Kind:PATH`, as in `example.com/Shop:$.spec.image`"
    if not colon or not kind or not path:
        raise UsageError(_about("--path", f"`{text}` is not a place", remedy))
    try:
        _check_path(path)
    except InvalidPathError as error:
        raise UsageError(_about("--path", str(error), remedy)) from None
    return kind, (group, (), ((path, shape),))


def read_selector(option: str, text: str) -> Selector:
    """Read a selector of the command line, ``FIELD=PATTERN`` or several with commas between them.

    Raises:
        UsageError: it is none.

    """
    wanted = []
    for item in text.split(","):
        field, equals, pattern = item.partition("=")
        if not equals or field not in FIELDS or not pattern:
            remedy = suggest(field, FIELDS) if equals else "write `FIELD=PATTERN`, as in `kind=Job`"
            raise UsageError(_about(option, f"`{text}` is not a selector", remedy))
        wanted.append((field, pattern))
    return Selector(tuple(wanted), text)


def read_labels(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read the labels of a namespace, ``NAMESPACE:KEY=VALUE[,KEY=VALUE]``; without a name of objects that name none.

    Raises:
        UsageError: it is none.

    """
    name, colon, rest = text.rpartition(":")
    pairs = [item.partition("=") for item in rest.split(",")]
    if not all(key and equals for key, equals, _ in pairs):
        remedy = "write `NAMESPACE:KEY=VALUE`, as in `team-a:stylus.io/imageswap=disable`"
        raise UsageError(_about("--namespace-labels", f"`{text}` is not the labels of a namespace", remedy))
    return name if colon else "", tuple((key, value) for key, _, value in pairs)


def _about(source: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(message, remedy, source)


def _read_mode(config: Config, value: Value) -> Config:
    return config._replace(mode=read_choice(value, "mode", MODES))


def _read_unmatched(config: Config, value: Value) -> Config:
    return config._replace(unmatched=read_choice(value, "unmatched", UNMATCHED))


def _read_shapes(config: Config, value: Value) -> Config:
    return config._replace(shapes=read_flag(value, "shapes"))


def _read_check(config: Config, value: Value) -> Config:
    return config._replace(check=read_flag(value, "check"))


def _read_paths(config: Config, value: Value) -> Config:
    errors: list[Diagnostic] = []
    rows: list[tuple[str, Row]] = []
    for item in value.read_items("`paths`"):
        try:
            rows += _read_row(item)
        except RulesError as error:  # noqa: PERF203 - all errors of a run are reported together
            errors += error.diagnostics
    if errors:
        raise RulesError(*errors)
    return config._replace(paths=tuple(rows))


def _read_row(item: Value) -> list[tuple[str, Row]]:
    fields = item.read_keys(_ROW, "the item")
    if "kinds" not in fields:
        raise item.refuse("the item has no `kinds`", "add `kinds: [example.com/Shop]`")
    paths = [pair for key, shape in _entries(fields.get("paths")) for pair in [_read_place(key, shape)]]
    paths += [(_read_path_text(path), NEVER) for path in _items(fields.get("never"), "`never`")]
    if not paths:
        raise item.refuse("the item has no `paths`", "add `paths: {spec.image: reference}`")
    versions = tuple(one.read_string("a version", "v1") for one in _items(fields.get("versions"), "`versions`"))
    rows: list[tuple[str, Row]] = []
    for name in fields["kinds"].read_items("`kinds`"):
        group, _, kind = name.read_string("a kind", "example.com/Shop").rpartition("/")
        if not kind:
            raise name.refuse("the kind is empty", "write `group/Kind`")
        rows.append((kind, (group, versions, tuple(paths))))
    return rows


def _read_place(key: Value, shape: Value) -> tuple[str, str | dict[str, str]]:
    path = _read_path_text(key)
    if shape.is_map:
        roles = {role: value.read_string(f"`{role}`", "tag") for role, value in shape.read_keys(ROLES, path).items()}
        for role, value in roles.items():
            _check(shape.get(role) or shape, value)
        return path, roles
    name = shape.read_string(f"`{path}`", "reference")
    if name not in SHAPES:
        raise shape.refuse(f"unknown shape `{name}`", suggest(name, SHAPES))
    return path, name


def _read_path_text(value: Value) -> str:
    path = value.read_string("a path", "spec.image")
    _check(value, path)
    return path


def _check(value: Value, path: str) -> None:
    try:
        _check_path(path)
    except InvalidPathError as error:
        raise value.refuse(str(error), "write `spec.containers[*].image`, or JSONPath that begins with `$`") from None


def _check_path(path: str) -> None:
    if is_query(path):
        from transformer.places.query import Query

        Query(path)
    else:
        parts_of(path)


def _read_scope(config: Config, value: Value) -> Config:
    fields = value.read_keys(("include", "exclude"), "`scope`")
    include, exclude = (
        tuple(_read_selector(item) for item in _items(fields.get(key), f"`{key}`")) for key in ("include", "exclude")
    )
    return config._replace(scope=config.scope._replace(include=include, exclude=exclude))


def _read_selector(item: Value) -> Selector:
    fields = item.read_keys(FIELDS, "a selector")
    if not fields:
        raise item.refuse("the selector is empty and would match everything", "write `{kind: Job}`, for example")
    wanted = tuple((field, value.read_string(f"`{field}`", "team-*")) for field, value in fields.items())
    return Selector(wanted, ",".join(f"{field}={pattern}" for field, pattern in wanted))


def _read_opt_out(config: Config, value: Value) -> Config:
    fields = value.read_keys(("label", "value"), "`optOut`")
    opt_out = None
    if fields:
        defaults = dict(zip(("label", "value"), OPT_OUT_LABEL, strict=True))
        texts = {key: one.read_string(f"`{key}`", defaults[key]) for key, one in fields.items()}
        opt_out = texts.get("label", defaults["label"]), texts.get("value", defaults["value"])
    return config._replace(scope=config.scope._replace(opt_out=opt_out))


def _read_namespaces(config: Config, value: Value) -> Config:
    namespaces = [
        (name.string, tuple((key.string, text.read_string("a label", "disable")) for key, text in labels.entries))
        for name, labels in _entries(value)
    ]
    return config._replace(namespaces=tuple(namespaces))


def _read_required(config: Config, value: Value) -> Config:
    key, equals, text = value.read_string("`requireNamespaceLabel`", "imageshift.dev=enabled").partition("=")
    if not key or not equals:
        raise value.refuse("is no label", "write `imageshift.dev=enabled`, for example")
    return config._replace(scope=config.scope._replace(required=(key, text)))


def read_choice(value: Value, key: str, choices: Sequence[str]) -> str:
    """Read one of some words.

    Raises:
        RulesError: it is none of them.

    """
    text = value.read_string(f"`{key}`", choices[0])
    if text not in choices:
        raise value.refuse(f"unknown {key} `{text}`", suggest(text, choices))
    return text


def read_flag(value: Value, key: str) -> bool:
    """Read ``true`` or ``false``, as a bool or as a string.

    Raises:
        RulesError: it is neither.

    """
    if value.string.lower() not in ("true", "false"):
        raise value.refuse(f"`{key}` is neither true nor false", "write `true` or `false`")
    return value.string.lower() == "true"


def _entries(value: Value | None) -> list[tuple[Value, Value]]:
    if value is None or value.is_null:
        return []
    if not value.is_map:
        raise value.refuse("a map belongs here", "write `key: value` pairs")
    return value.entries


def _items(value: Value | None, what: str) -> list[Value]:
    return [] if value is None else value.read_items(what)


_READERS = {
    "mode": _read_mode,
    "unmatched": _read_unmatched,
    "paths": _read_paths,
    "shapes": _read_shapes,
    "scope": _read_scope,
    "optOut": _read_opt_out,
    "namespaceLabels": _read_namespaces,
    "requireNamespaceLabel": _read_required,
    "check": _read_check,
}
