"""The policy of a run: flags take precedence over the environment, the environment over the file."""

from __future__ import annotations

from regswap.errors import Diagnostic, UsageError
from regswap.pipeline.rewrite import Policy
from regswap.pipeline.scope import NAMESPACE_LABELS, Scope
from regswap.pipeline.step import follow, undo
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import CATALOGUED, Kinds, is_bare
from regswap.places.object import TEMPLATES
from regswap.places.search import Places
from regswap.record import TYPE_CHECKING
from regswap.rules import load
from regswap.rules.engine.host import find_hosts
from regswap.settings.options import check_choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.pipeline.check import CheckPolicy
    from regswap.pipeline.pin import Pins
    from regswap.pipeline.step import Step
    from regswap.pipeline.watch import Watched
    from regswap.places.kind import Catalogue, Row
    from regswap.places.path import Part
    from regswap.rules import Decider
    from regswap.rules.source.tree import Value
    from regswap.settings.config import Config
    from regswap.settings.options import Options

SECRET: tuple[str, Row] = ("Secret", ("", (), (("stringData.*", "text"), ("data.*", "base64"))))
"""The hidden places of Secrets, which are looked at on request only."""

ADDED = "path"
"""How a report says that a place is one that the user added."""

DERIVED = "definition"
"""How a report says that a place was derived from the definition of its kind."""


def make_policy(
    options: Options,
    *,
    needs_rules: bool = True,
    config: Config | None = None,
    inline: Sequence[Value] = (),
    rules: Decider | None = None,
) -> Policy:
    """Return the policy of a run, whose configuration and some or all of whose rules may be read already.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    if config is None:
        config = _read_config(options)
    options = _settle(options, config)
    scope = _choose_scope(options, config)
    if rules is None:
        rules = load_rules(options, config, needs_rules=needs_rules, inline=inline)
    return _compose(options, config, rules, scope)


def make_step(options: Options) -> Step:
    """Return what `regswap rewrite` and the host programs do to each document; raises RulesError and UsageError."""
    if not options.restore:
        return follow(make_policy(options))
    from regswap.kustomize.restoring import guard_kustomizations

    # To restore, nobody is asked what to do.
    return guard_kustomizations(undo())


def _settle(options: Options, config: Config | None) -> Options:
    """Fill in what the configuration says, and what holds where nobody says anything.

    Raises UsageError for a value that the environment may not have.
    """
    options = (options if config is None else options.fill(config.options)).with_defaults()
    check_choices(options)
    return options


def _compose(options: Options, config: Config | None, rules: Decider, scope: Scope, *scopes: Scope) -> Policy:
    """Put a policy together of options that are settled; ``scopes`` are others that have to be known of objects."""
    pins = None if options.lock is None else _read_pins(options.lock)
    return Policy(
        places=_make_places(options, config, (scope, *scopes), rules),
        rules=rules if pins is None else _pin(rules, pins),
        pins=pins,
        scope=scope,
        unmatched=options.unmatched or "",
        namespaces=_collect_namespaces(options, config),
        hidden=options.hidden or "",
        annotate=options.annotate or "",
        watched=_list_watched(options, config),
    )


def _read_pins(path: str) -> Pins:
    from regswap.lock.reader import read_lock
    from regswap.pipeline.pin import Pins

    return Pins(path, {image.target: image.digest for image in read_lock(path).images})


def _pin(rules: Decider, pins: Pins) -> Decider:
    from regswap.pipeline.pin import PinnedRules

    return PinnedRules(rules, pins)


def _list_watched(options: Options, config: Config | None) -> tuple[Watched, ...]:
    scope = Scope() if config is None else config.scope
    if not (options.include or options.exclude or options.path or scope.include or scope.exclude):
        return ()
    from regswap.settings.watched import list_watched

    return tuple(list_watched(options, config))


def make_check_policy(options: Options) -> Policy:
    """Return the policy of a run that only judges: what ``rewrite`` with the same options would write.

    What the command line includes and excludes says what is judged as well. What the configuration leaves alone, hidden
    places included, is judged as it is written.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    config = _read_config(options)
    check_policy = _make_check_policy(options, config)
    flags = _choose_scope(options, None)
    settled = _settle(options, config)
    if options.hidden is None and settled.hidden == "off":
        settled = settled._replace(hidden="report")
    rules = load_rules(options, config, needs_rules=False)
    policy = _compose(settled, config, rules, _choose_scope(options, config), flags)
    return policy._replace(check_policy=check_policy, left_out=flags)


def _make_check_policy(options: Options, config: Config | None) -> CheckPolicy:
    from regswap.pipeline.check import CheckPolicy
    from regswap.settings.flags import read_allowance, read_each

    allowances = tuple(read_each(options.allow, read_allowance)) or (() if config is None else config.allow)
    check_policy = CheckPolicy(allowances, options.require_digest, options.no_latest)
    if check_policy.is_open:
        remedy = "name the registries with --allow or `spec.allow`, or ask for --require-digest or --no-latest"
        raise UsageError(Diagnostic("nothing is asked of the references", remedy))
    return check_policy


def load_rules(
    options: Options, config: Config | None = None, *, needs_rules: bool = True, inline: Sequence[Value] = ()
) -> Decider:
    """Return what decides about references; rules that are named take the place of those of the configuration.

    Raises RulesError, and UsageError where there are none and they are needed.
    """
    if config is None:
        config = _read_config(options)
    mode = _settle(options, config).mode or ""
    if options.has_rules or inline:
        return load(options.rules, options.rules_format, mode, options.image_prefix, inline)
    if config is not None and config.rules is not None:
        return load((), None, mode, None, (config.rules,))
    if needs_rules:
        remedy = "name a rule file with -r or in REGSWAP_RULES, or write `spec.rules` in the configuration"
        raise UsageError(Diagnostic("no rules", remedy))
    return load(())


def _read_config(options: Options) -> Config | None:
    if options.config is None:
        return None
    from regswap.settings.config import read_config

    return read_config(options.config)


def _choose_scope(options: Options, config: Config | None) -> Scope:
    scope = Scope() if config is None else config.scope
    if not options.include and not options.exclude:
        return scope
    from regswap.settings.flags import read_each, read_selector

    pairs = [("--include", text) for text in options.include] + [("--exclude", text) for text in options.exclude]
    selectors = read_each(pairs, lambda pair: read_selector(*pair))
    include, exclude = tuple(selectors[: len(options.include)]), tuple(selectors[len(options.include) :])
    return scope._replace(include=include or scope.include, exclude=(*scope.exclude, *exclude))


def _collect_namespaces(options: Options, config: Config | None) -> dict[str, dict[str, str]]:
    namespaces = {} if config is None else {name: dict(labels) for name, labels in config.namespaces}
    if options.namespace_labels:
        from regswap.settings.flags import read_each, read_labels

        namespaces.update((name, dict(labels)) for name, labels in read_each(options.namespace_labels, read_labels))
    return namespaces


def find_catalogues(options: Options) -> list[tuple[Catalogue, str]]:
    """Return the catalogue and what the options add to it, each with the word that says where it is from.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    config = _read_config(options)
    return _collect_catalogues(options, _read_rows(_settle(options, config), config))


def looks_for_shapes(options: Options) -> bool:
    """Tell whether PodSpecs are looked for in unknown kinds; raises RulesError and UsageError."""
    return bool(_settle(options, _read_config(options)).shapes)


def _read_rows(options: Options, config: Config | None) -> list[tuple[str, Row]]:
    rows = [] if config is None else list(config.paths)
    if options.path:
        from regswap.settings.flags import read_each, read_path

        rows += read_each(options.path, read_path)
    if options.secrets:
        rows.append(SECRET)
    return rows


def _collect_catalogues(options: Options, rows: list[tuple[str, Row]]) -> list[tuple[Catalogue, str]]:
    added: dict[str, tuple[Row, ...]] = {}
    for kind, row in rows:
        added[kind] = (*added.get(kind, ()), row)
    catalogues: list[tuple[Catalogue, str]] = [(CATALOGUE, CATALOGUED), *([(added, ADDED)] if added else [])]
    return [*catalogues, (_derive(options.crds, catalogues), DERIVED)] if options.crds else catalogues


def _derive(crds: tuple[str, ...], catalogues: list[tuple[Catalogue, str]]) -> Catalogue:
    from regswap.paths.discovery import discover
    from regswap.places.discover.addition import add_derived
    from regswap.streams.source import find_sources

    if "-" in crds:
        # It is where manifests come from, and nothing would be left of them.
        raise UsageError(Diagnostic("definitions cannot come from standard input", "name a file or folder", "--crds"))
    return add_derived(discover(find_sources(crds)), [catalogue for catalogue, _ in catalogues])


def _make_places(options: Options, config: Config | None, scopes: Iterable[Scope], rules: Decider) -> Places:
    rows = _read_rows(options, config)
    catalogues = _collect_catalogues(options, rows)
    bare = frozenset(
        kind
        for catalogue, _ in catalogues[1:]
        for kind, known in catalogue.items()
        if any(is_bare(paths) for _, _, paths in known)
    )
    hidden = options.hidden != "off"
    metadata = [path for scope in scopes for path in _metadata_of(scope)]
    if any(scope.required for scope in scopes):
        # A Namespace that lacks the label has no word of those by which a document is known to be worth reading.
        bare |= {"Namespace"}
    kinds = Kinds(*catalogues, bare=BARE | bare, metadata=metadata, hidden=hidden)
    hosts = find_hosts(rules.rules) if hidden else frozenset()
    return Places(kinds, by_shape=bool(options.shapes), hosts=hosts, whole=bool(options.annotate))


def _metadata_of(scope: Scope) -> Iterator[tuple[Part, ...]]:
    """Yield what has to be read of every object to know whether it is left alone."""
    if scope.asks_metadata:
        yield from (("metadata", key, "*") for key in ("labels", "annotations"))
    yield from (("metadata", "labels", key) for key in _labels_of(scope))
    if scope.opt_out is not None:
        yield from ((*path, "metadata", "labels", scope.opt_out[0]) for path in TEMPLATES)


def _labels_of(scope: Scope) -> Iterable[str]:
    wanted = [pair[0] for pair in (scope.opt_out, scope.required) if pair is not None]
    return (*NAMESPACE_LABELS, *wanted)
