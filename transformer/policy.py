"""What is asked of a run, and the policy that comes of it: flags beat the environment, the environment the file."""

from __future__ import annotations

import os

from transformer.errors import Diagnostic, UsageError
from transformer.places.compiled import BARE, CATALOGUE
from transformer.places.kind import CATALOGUED, Kinds, is_bare
from transformer.places.object import TEMPLATES
from transformer.places.search import Places
from transformer.record import TYPE_CHECKING, NamedTuple
from transformer.rewrite import Policy
from transformer.rules import load
from transformer.rules.host import find_hosts
from transformer.scope import NAMESPACE_LABELS, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transformer.config import Config
    from transformer.places.kind import Row
    from transformer.places.path import Part
    from transformer.rules import Decider

ADDED = "path"
"""How a report says that a place is one that the user added."""


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
    shapes: bool | None = None
    hidden: str | None = None
    unmatched: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    namespace_labels: tuple[str, ...] = ()
    annotate: str | None = None
    """How originals are recorded, one of ``transformer.provenance.KINDS``."""
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
    def has_rules(self) -> bool:
        """Whether rules are named outside of the configuration."""
        return bool(self.rules) or self.image_prefix is not None


def make_policy(options: Options, *, needs_rules: bool = True) -> Policy:
    """Return the policy of a run.

    Raises RulesError and UsageError, with every finding of the source that they are about.
    """
    config = _read_config(options)
    scope = _choose_scope(options, config)
    rules = load_rules(options, config, needs_rules=needs_rules)
    return Policy(
        places=_make_places(options, config, scope, rules),
        rules=rules,
        scope=scope,
        unmatched=options.unmatched or (config and config.unmatched) or "keep",
        namespaces=_collect_namespaces(options, config),
        hidden=_choose_hidden(options, config),
        annotate=_choose_annotate(options, config),
    )


def load_rules(options: Options, config: Config | None = None, *, needs_rules: bool = True) -> Decider:
    """Return what decides about references; rules that are named take the place of those of the configuration.

    Raises RulesError, and UsageError where there are none and they are needed.
    """
    if config is None:
        config = _read_config(options)
    mode = options.mode or (config and config.mode) or "standard"
    if options.has_rules:
        return load(options.rules, options.rules_format, mode, options.image_prefix)
    if config is not None and config.has_rules and options.config is not None:
        return load((options.config,), "regswap", mode)
    if needs_rules:
        remedy = "name a rule file with -r or in REGSWAP_RULES, or write `spec.rules` in the configuration"
        raise UsageError(Diagnostic("no rules", remedy))
    return load(())


def _read_config(options: Options) -> Config | None:
    if options.config is None:
        return None
    from transformer.config import read_config

    return read_config(options.config)


def _choose_scope(options: Options, config: Config | None) -> Scope:
    scope = Scope() if config is None else config.scope
    if not options.include and not options.exclude:
        return scope
    from transformer.config.flag import read_selector

    include = tuple(read_selector("--include", text) for text in options.include)
    exclude = tuple(read_selector("--exclude", text) for text in options.exclude)
    return scope._replace(include=include or scope.include, exclude=(*scope.exclude, *exclude))


def _collect_namespaces(options: Options, config: Config | None) -> dict[str, dict[str, str]]:
    namespaces = {} if config is None else {name: dict(labels) for name, labels in config.namespaces}
    if options.namespace_labels:
        from transformer.config.flag import read_labels

        namespaces.update((name, dict(labels)) for name, labels in map(read_labels, options.namespace_labels))
    return namespaces


def _choose_hidden(options: Options, config: Config | None) -> str:
    return options.hidden or (config and config.hidden) or "report"


def _choose_annotate(options: Options, config: Config | None) -> str:
    return options.annotate or (config and config.annotate) or ""


def _make_places(options: Options, config: Config | None, scope: Scope, rules: Decider) -> Places:
    rows = [] if config is None else list(config.paths)
    if options.path:
        from transformer.config.flag import read_path

        rows += map(read_path, options.path)
    added: dict[str, tuple[Row, ...]] = {}
    for kind, row in rows:
        added[kind] = (*added.get(kind, ()), row)
    bare = frozenset(kind for kind, (_, _, paths) in rows if is_bare(paths))
    hidden = _choose_hidden(options, config) != "off"
    catalogues = [(CATALOGUE, CATALOGUED), *([(added, ADDED)] if added else [])]
    kinds = Kinds(*catalogues, bare=BARE | bare, metadata=_metadata_of(scope), hidden=hidden)
    shapes = options.shapes if options.shapes is not None else config is None or config.shapes
    hosts = find_hosts(rules.rules) if hidden else frozenset()
    return Places(kinds, by_shape=shapes, hosts=hosts, whole=bool(_choose_annotate(options, config)))


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
