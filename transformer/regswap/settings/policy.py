"""What is asked of a run, and the policy that comes of it: flags beat the environment, the environment the file."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.pipeline.rewrite import Policy
from regswap.pipeline.scope import NAMESPACE_LABELS, Scope
from regswap.places.catalogue.compiled import BARE, CATALOGUE
from regswap.places.kind import CATALOGUED, Kinds, is_bare
from regswap.places.object import TEMPLATES
from regswap.places.search import Places
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules import load
from regswap.rules.engine.host import find_hosts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.pipeline.check import CheckPolicy
    from regswap.places.kind import Catalogue, Row
    from regswap.places.path import Part
    from regswap.rules import Decider
    from regswap.rules.source.tree import Value
    from regswap.settings.config import Config

SECRET: tuple[str, Row] = ("Secret", ("", (), (("stringData.*", "text"), ("data.*", "base64"))))
"""The hidden places of Secrets, which are looked at on request only."""

ADDED = "path"
"""How a report says that a place is one that the user added."""

DERIVED = "definition"
"""How a report says that a place was derived from the definition of its kind."""


class Options(NamedTuple):
    """What is asked of every run; the flags of the command line have the same names."""

    paths: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    rules_format: str | None = None
    mode: str | None = None
    image_prefix: str | None = None
    config: str | None = None
    path: tuple[str, ...] = ()
    """Places beside those of the catalogue."""
    crds: tuple[str, ...] = ()
    """Definitions of custom resources, to derive places from."""
    shapes: bool | None = None
    hidden: str | None = None
    secrets: bool | None = None
    """Whether Secrets are hidden places too."""
    unmatched: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    namespace_labels: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    require_digest: bool = False
    no_latest: bool = False
    annotate: str | None = None
    """How originals are recorded, one of ``regswap.pipeline.provenance.KINDS``."""
    restore: bool = False
    """Whether rewriting is undone instead, from what was recorded; then nothing is asked of rules and places."""
    report: str | None = None
    quiet: bool = False
    verbose: bool = False

    def with_environment(self) -> Options:
        """Fill from REGSWAP_RULES (paths joined as in PATH), REGSWAP_CONFIG and REGSWAP_REPORT what no flag says."""
        rules = self.rules or tuple(filter(None, os.environ.get("REGSWAP_RULES", "").split(os.pathsep)))
        config = self.config or os.environ.get("REGSWAP_CONFIG") or None
        return self._replace(rules=rules, config=config, report=self.report or os.environ.get("REGSWAP_REPORT") or None)

    @property
    def read_files(self) -> tuple[str, ...]:
        """The files and folders that a run reads."""
        return (*self.paths, *self.rules, *self.crds, *(() if self.config is None else (self.config,)))

    @property
    def has_rules(self) -> bool:
        """Whether rules are named outside of the configuration."""
        return bool(self.rules) or self.image_prefix is not None


def make_policy(
    options: Options, *, needs_rules: bool = True, config: Config | None = None, inline: Sequence[Value] = ()
) -> Policy:
    """Return the policy of a run, whose configuration and some of whose rules may be read already.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    if options.restore:
        # Nobody is asked what to do.
        options, needs_rules = Options(), False
    if config is None:
        config = _read_config(options)
    scope = _choose_scope(options, config)
    return _compose(options, config, load_rules(options, config, needs_rules=needs_rules, inline=inline), scope)


def _compose(options: Options, config: Config | None, rules: Decider, scope: Scope, *scopes: Scope) -> Policy:
    """Put a policy together; ``scopes`` are others that have to be known of objects."""
    return Policy(
        places=_make_places(options, config, (scope, *scopes), rules),
        rules=rules,
        scope=scope,
        unmatched=options.unmatched or (config and config.unmatched) or "keep",
        namespaces=_collect_namespaces(options, config),
        hidden=_choose_hidden(options, config),
        annotate=_choose_annotate(options, config),
    )


def make_check_policy(options: Options) -> Policy:
    """Return the policy of a run that only judges.

    What the rules make of references counts, hidden ones included, unless the configuration leaves those alone. What
    the command line includes and excludes says what is judged; what the configuration leaves alone is judged as it is
    written.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    config = _read_config(options)
    check_policy = _make_check_policy(options, config)
    flags = _choose_scope(options, None)
    hidden = options.hidden or (config and config.hidden and config.hidden.replace("off", "report")) or "rewrite"
    options = options._replace(include=(), exclude=(), hidden=hidden)
    rules = load_rules(options, config, needs_rules=False)
    policy = _compose(options, config, rules, _choose_scope(options, config), flags)
    return policy._replace(check_policy=check_policy, left_out=flags)


def _make_check_policy(options: Options, config: Config | None) -> CheckPolicy:
    from regswap.pipeline.check import CheckPolicy
    from regswap.settings.flags import read_allowance

    allowances = tuple(map(read_allowance, options.allow)) or (() if config is None else config.allow)
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
    mode = options.mode or (config and config.mode) or "standard"
    if options.has_rules or inline:
        return load(options.rules, options.rules_format, mode, options.image_prefix, inline)
    if config is not None and config.has_rules and options.config is not None:
        return load((options.config,), "regswap", mode)
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
    from regswap.settings.flags import read_selector

    include = tuple(read_selector("--include", text) for text in options.include)
    exclude = tuple(read_selector("--exclude", text) for text in options.exclude)
    return scope._replace(include=include or scope.include, exclude=(*scope.exclude, *exclude))


def _collect_namespaces(options: Options, config: Config | None) -> dict[str, dict[str, str]]:
    namespaces = {} if config is None else {name: dict(labels) for name, labels in config.namespaces}
    if options.namespace_labels:
        from regswap.settings.flags import read_labels

        namespaces.update((name, dict(labels)) for name, labels in map(read_labels, options.namespace_labels))
    return namespaces


def _choose_hidden(options: Options, config: Config | None) -> str:
    return options.hidden or (config and config.hidden) or "report"


def find_catalogues(options: Options) -> list[tuple[Catalogue, str]]:
    """Return the catalogue and what the options add to it, each with the word that says where it is from.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    config = _read_config(options)
    return _collect_catalogues(options, _read_rows(options, config))


def looks_for_shapes(options: Options) -> bool:
    """Tell whether PodSpecs are looked for in kinds that nobody knows; raises RulesError and UsageError."""
    return _choose_shapes(options, _read_config(options))


def _choose_shapes(options: Options, config: Config | None) -> bool:
    return options.shapes if options.shapes is not None else config is None or config.shapes


def _choose_annotate(options: Options, config: Config | None) -> str:
    return options.annotate or (config and config.annotate) or ""


def _read_rows(options: Options, config: Config | None) -> list[tuple[str, Row]]:
    rows = [] if config is None else list(config.paths)
    if options.path:
        from regswap.settings.flags import read_path

        rows += map(read_path, options.path)
    if options.secrets if options.secrets is not None else config is not None and config.secrets:
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
    hidden = _choose_hidden(options, config) != "off"
    metadata = [path for scope in scopes for path in _metadata_of(scope)]
    kinds = Kinds(*catalogues, bare=BARE | bare, metadata=metadata, hidden=hidden)
    hosts = find_hosts(rules.rules) if hidden else frozenset()
    by_shape = _choose_shapes(options, config)
    return Places(kinds, by_shape=by_shape, hosts=hosts, whole=bool(_choose_annotate(options, config)))


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
