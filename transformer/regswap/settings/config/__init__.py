"""``regswap.yaml``: the configuration of a run, which is at once the ``functionConfig`` of the KRM function.

::

    apiVersion: regswap.dev/v1alpha1
    kind: ImageRewrite
    spec:
      rules: [...]                      see regswap.rules.formats.regswap.reader
      mode: standard                    or compat
      unmatched: keep                   or fail: exit code 4 if no rule says what becomes of a reference
      hidden: report                    or rewrite, or off: references in arguments, variables and texts
      secrets: false                    whether Secrets are such texts too
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
      allow: [mirror.example.com, quay.io/team]       what `regswap check` lets pass
      annotate: regswap                 or imageshift: record originals as annotations; see docs/provenance.md
"""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.pipeline.check import explain_allowance, read_allowance
from regswap.pipeline.scope import FIELDS, OPT_OUT_LABEL, Scope, Selector
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.formats.regswap.reader import check_object
from regswap.rules.load import read_text
from regswap.rules.source.source_text import SourceText
from regswap.rules.source.tree import read_tree
from regswap.settings.config.paths import read_rows
from regswap.settings.config.values import list_items, list_pairs, read_option
from regswap.settings.options import TABLE, Options

if TYPE_CHECKING:
    from regswap.pipeline.check import Allowance
    from regswap.places.kind import Row
    from regswap.rules.source.tree import Value


class Config(NamedTuple):
    """What a configuration says; None and nothing where it does not."""

    rules: Value | None = None
    """The object itself, if it holds rules."""
    options: Options = Options()
    """What flags of the same meaning would say."""
    paths: tuple[tuple[str, Row], ...] = ()
    """Rows of the catalogue, each with its kind."""
    scope: Scope = Scope()
    namespaces: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Labels by namespace."""
    allow: tuple[Allowance, ...] = ()


def read_config(path: str) -> Config:
    """Read a configuration file.

    Raises:
        RulesError: with every finding: it cannot be read, or says what is not known.

    """
    roots = read_tree(SourceText(path, read_text(path)))
    if len(roots) != 1:
        at = roots[1] if roots else None
        message, remedy = "a configuration is one document", "write one `ImageRewrite`"
        raise at.refuse(message, remedy) if at is not None else RulesError(Diagnostic(message, remedy, path))
    return config_of(roots[0])


def config_of(root: Value) -> Config:
    """Return what an ``ImageRewrite`` says.

    Raises:
        RulesError: with every finding: something in it is not known or of the wrong type.

    """
    spec = check_object(root, SPEC)
    errors: list[Diagnostic] = []
    config = Config(rules=root if "rules" in spec else None)
    for key, value in spec.items():
        if value.is_null or key == "rules":
            continue
        try:
            config = _read_key(config, key, value)
        except RulesError as error:
            errors += error.diagnostics
    if errors:
        raise RulesError(*errors)
    return config


def _read_key(config: Config, key: str, value: Value) -> Config:
    if key in _READERS:
        return _READERS[key](config, value)
    row = _ROWS[key]
    return config._replace(options=config.options.with_value(row, read_option(value, key, row)))


def _read_paths(config: Config, value: Value) -> Config:
    return config._replace(paths=read_rows(value))


def _read_scope(config: Config, value: Value) -> Config:
    fields = value.read_keys(("include", "exclude"), "`scope`")
    include, exclude = (
        tuple(_read_selector(item) for item in list_items(fields.get(key), f"`{key}`"))
        for key in ("include", "exclude")
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
        for name, labels in list_pairs(value)
    ]
    return config._replace(namespaces=tuple(namespaces))


def _read_required(config: Config, value: Value) -> Config:
    key, equals, text = value.read_string("`requireNamespaceLabel`", "imageshift.dev=enabled").partition("=")
    if not key or not equals:
        raise value.refuse("is no label", "write `imageshift.dev=enabled`, for example")
    return config._replace(scope=config.scope._replace(required=(key, text)))


def _read_allow(config: Config, value: Value) -> Config:
    errors: list[Diagnostic] = []
    allowances: list[Allowance] = []
    for item in value.read_items("`allow`"):
        text = item.read_string("an allowance", "quay.io/team")
        try:
            allowances.append(read_allowance(text))
        except ValueError as error:
            errors += item.refuse(f"`{text}` {error}", explain_allowance(text)).diagnostics
    if errors:
        raise RulesError(*errors)
    return config._replace(allow=tuple(allowances))


_READERS = {
    "paths": _read_paths,
    "scope": _read_scope,
    "optOut": _read_opt_out,
    "namespaceLabels": _read_namespaces,
    "requireNamespaceLabel": _read_required,
    "allow": _read_allow,
}
"""The keys with a structure of their own."""

_ROWS = {row.key: row for row in TABLE if row.key.isalpha() and row.key not in _READERS}

SPEC = ("rules", *_READERS, *_ROWS)
"""Every key of ``spec``."""
