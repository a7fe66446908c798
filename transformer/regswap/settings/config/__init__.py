"""``regswap.yaml``: the configuration of a run, which is at once the ``functionConfig`` of the KRM function.

::

    apiVersion: regswap.dev/v1alpha1
    kind: ImageRewrite
    spec:
      rules: [...]                      see regswap.rules.formats.regswap.reader
      mode: standard                    or compat
      unmatched: keep                   or fail: exit code 4 if no rule says what becomes of a reference
      hidden: certain                   or rewrite, report, off: references in arguments, variables and texts
      secrets: false                    look into Secrets as well
      paths:                            places beside those of the catalogue
        - kinds: [example.com/Shop]     group/Kind; */Kind for any group, Kind alone for the core group
          versions: [v1]                only where it matters
          paths:
            spec.front.image: reference         a path or JSONPath, and the shape of what stands there
            spec.side: {repository: repo, tag: version}
          never: [spec.back.image]              not to be touched
      shapes: true                      find PodSpecs in unknown kinds
      scope:                            what is to be rewritten at all
        include: [{namespace: team-*}]
        exclude: [{kind: Job, label: tier=test}, {reference: 'quay.io/private/*'}]
      optOut: {label: k8s.twr.io/imageswap, value: disabled}      an object's label; {} for none
      namespaceLabels: {team-a: {stylus.io/imageswap: disable}}   as if the stream held the Namespace
      requireNamespaceLabel: imageshift.dev=enabled
      check: false                      of the KRM function only: change nothing, and fail if anything would change
      allow: [mirror.example.com, quay.io/team]       what `regswap check` lets pass
      bundle:                           of `regswap bundle` only
        extra: [registry.k8s.io/pause:3.10]           images that no manifest names
        accept:                                       what may stay open in a plan, and why
          - {kind: ConfigMap, reference: 'foo/*', reason: a path and not an image}
      annotate: regswap                 or imageshift: record originals as annotations; see docs/provenance.md
"""

from __future__ import annotations

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.image_rewrite import GROUP
from regswap.pipeline.check import explain_allowance, read_allowance
from regswap.pipeline.scope import FIELDS, OPT_OUT_LABEL, Scope, Selector
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.formats.regswap.reader import check_object
from regswap.rules.formats.rule_text import is_yaml
from regswap.rules.load import load, load_text, read_text
from regswap.rules.source.source_text import SourceText
from regswap.rules.source.tree import read_tree
from regswap.settings.config.bundle import Bundle, read_bundle
from regswap.settings.config.config_value import list_items, list_pairs, read_each, read_option
from regswap.settings.config.paths import read_rows
from regswap.settings.options import TABLE, Options
from regswap.suggestion import suggest

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
    bundle: Bundle = Bundle()


def read_config(path: str) -> Config:
    """Read a configuration file.

    Raises:
        RulesError: with every finding: it cannot be read, or says what is not known.

    """
    text = read_text(path)
    if GROUP not in text and _holds_rules(path, text):
        raise RulesError(Diagnostic("is a rule file and not a configuration", "name it with -r in place of -c", path))
    roots = read_tree(SourceText(path, text))
    if len(roots) != 1:
        at = roots[1] if roots else None
        message, remedy = "a configuration is one document", "write one `ImageRewrite`"
        raise at.refuse(message, remedy) if at is not None else RulesError(Diagnostic(message, remedy, path))
    return config_of(roots[0])


def _holds_rules(path: str, text: str) -> bool:
    try:
        return bool(load_text(text, None, path).rules)
    except RulesError:
        # A rule file with mistakes, or one of a grammar that YAML's parser would only complain about.
        return bool(text.strip()) and not is_yaml(text)


def config_of(root: Value) -> Config:
    """Return what an ``ImageRewrite`` says.

    Raises:
        RulesError: with every finding: something in it is not known or of the wrong type.

    """
    spec = check_object(root)
    errors = Findings()
    config = Config(rules=root if "rules" in spec else None)
    for key, value in spec.items():
        if key == "rules" or (value.is_null and key in SPEC):
            continue
        with errors:
            config = _read_key(config, root, key, value)
    if errors:
        raise RulesError(*errors, *_find_mistakes_in_rules(config))
    return config


def _find_mistakes_in_rules(config: Config) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the rules of a configuration that is wrong elsewhere, to be told together."""
    if config.rules is None or config.options.mode == "compat":
        return ()
    try:
        load((), inline=(config.rules,))
    except RulesError as error:
        return error.diagnostics
    return ()


def _read_key(config: Config, root: Value, key: str, value: Value) -> Config:
    if key in _READERS:
        return _READERS[key](config, value)
    row = _ROWS.get(key)
    if row is None:
        at = next(name for name, _ in root.get("spec").entries if name.string == key)  # type: ignore[union-attr]
        raise at.refuse(f"`spec` has an unknown key `{key}`", _FLAGS.get(key) or suggest(key, SPEC))
    return config._replace(options=config.options.with_value(row, read_option(value, key, row)))


def _read_paths(config: Config, value: Value) -> Config:
    return config._replace(paths=read_rows(value))


def _read_scope(config: Config, value: Value) -> Config:
    fields = value.read_keys(("include", "exclude"), "`scope`")
    items = {key: list_items(fields.get(key), f"`{key}`") for key in ("include", "exclude")}
    selectors = iter(read_each([*items["include"], *items["exclude"]], _read_selector))
    include, exclude = (tuple(next(selectors) for _ in some) for some in items.values())
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
        raise value.refuse("is not a label", "write `imageshift.dev=enabled`, for example")
    return config._replace(scope=config.scope._replace(required=(key, text)))


def _read_allow(config: Config, value: Value) -> Config:
    return config._replace(allow=read_each(value.read_items("`allow`"), _read_allowance))


def _read_bundle(config: Config, value: Value) -> Config:
    return config._replace(bundle=read_bundle(value))


def _read_allowance(item: Value) -> Allowance:
    text = item.read_string("an allowance", "quay.io/team")
    try:
        return read_allowance(text)
    except ValueError as error:
        raise item.refuse(f"`{text}` {error}", explain_allowance(text)) from None


def _as_key(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


_READERS = {
    "paths": _read_paths,
    "scope": _read_scope,
    "optOut": _read_opt_out,
    "namespaceLabels": _read_namespaces,
    "requireNamespaceLabel": _read_required,
    "allow": _read_allow,
    "bundle": _read_bundle,
}
"""The keys with a structure of their own."""

_ROWS = {row.key: row for row in TABLE if row.key.isalpha() and row.key not in _READERS}

_FLAGS = {_as_key(row.name): f"it is a flag only: give {row.flag} to each run" for row in TABLE if not row.key}
"""What to do about what looks like the key of an option that has none."""

SPEC = ("rules", *_READERS, *_ROWS)
"""Every key of ``spec``."""
