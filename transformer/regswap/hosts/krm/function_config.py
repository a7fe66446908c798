"""The ``functionConfig``: an ImageRewrite, a ConfigMap, or nothing.

A ConfigMap has strings, under the keys that the table of options has for it::

    data:
      rules: rules.map                  rule files, one a line, as for every option that is repeatable
      exclude: kind=Job
      shapes: "false"
      maps: |                           a map file of ImageSwap, as in its own ConfigMap
        default::
      more.yaml: |                      every key with a dot: a rule file in any format
        ...

Flags take precedence over it, and it takes precedence over the environment.
"""

from __future__ import annotations

import re
from contextlib import nullcontext

from regswap.errors import Diagnostic, Findings, RulesError, UsageError
from regswap.hosts.krm.config_text import FieldPassage
from regswap.hosts.krm.named_file import open_named_files
from regswap.image_rewrite import API_VERSION, GROUP, KIND
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.source.tree import make_value
from regswap.settings.config import config_of, read_config
from regswap.settings.config.config_value import read_option
from regswap.settings.options import TABLE, Options
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.hosts.krm.envelope import Envelope
    from regswap.rules.source.tree import Value
    from regswap.settings.config import Config
    from regswap.settings.option_row import Row

_LEFT_ALONE = ("kind=Kptfile", f"kind={KIND}", "annotation=config.kubernetes.io/local-config=true")
"""Items that are not resources of the cluster."""

_ROWS = {row.map_key: row for row in TABLE if row.map_key}
_MAPS = "maps"
_KEYS = (*_ROWS, _MAPS)


class Settings(NamedTuple):
    """What a run of the function is to do."""

    options: Options
    config: Config | None = None
    inline: tuple[Value, ...] = ()
    """Rules that stand in the functionConfig."""
    own: tuple[str, ...] = _LEFT_ALONE
    """Selectors that nobody asked for: of what is not a resource of the cluster."""
    names_files: bool = False
    """Whether the functionConfig says which files the rules are read from."""


def read_settings(envelope: Envelope, given: Options) -> Settings:
    """Read the functionConfig, and what it leaves to flags and the environment.

    Raises:
        RulesError: with every finding: it is of no known kind, or something in it is not known or of the wrong type.
        UsageError: it and a flag name a configuration each.

    """
    settings = _read(envelope, given)
    options = settings.options
    named = options.with_environment()
    names_rules = not given.has_rules and bool(settings.inline or options.rules)
    names_config = given.config is None and options.config is not None
    if settings.inline or settings.config is not None:
        named = named._replace(rules=options.rules if settings.inline else named.rules, config=options.config)
    config = settings.config
    if config is None and named.config is not None:
        with open_named_files(named.allow_files) if names_config else nullcontext():
            config = read_config(named.config)
    if config is not None:
        named = named.fill(config.options)
    named = named._replace(exclude=(*settings.own, *named.exclude), report=options.report)
    names_files = names_rules or (names_config and not named.has_rules)
    return settings._replace(options=named, config=config, names_files=names_files)


def _read(envelope: Envelope, options: Options) -> Settings:
    node = envelope.function_config
    if node is None:
        return Settings(options)
    value = make_value(FieldPassage(envelope.reading.parsed, node), node)
    if value.is_null or (value.is_map and not value.entries):
        return Settings(options)
    version, kind = (found.string if found is not None else "" for found in map(value.get, ("apiVersion", "kind")))
    if (version, kind) == ("v1", "ConfigMap"):
        return _read_config_map(value, options)
    if version.startswith(GROUP):
        return _read_image_rewrite(value, options)
    message = f"`{version}`, `{kind}` is not a configuration that is known"
    raise value.refuse(message, f"write an `{KIND}` of `{API_VERSION}`, or a `ConfigMap` of `v1`")


def _read_image_rewrite(value: Value, options: Options) -> Settings:
    config = config_of(value)
    if options.config is not None:
        remedy = "leave one of them out"
        raise UsageError(Diagnostic("there is a configuration in functionConfig and one in --config", remedy))
    options = options.fill(config.options)
    return Settings(options, config, (value,) if config.rules is not None and not options.has_rules else ())


def _read_config_map(root: Value, options: Options) -> Settings:
    data = root.get("data")
    if data is None or data.is_null:
        return Settings(options)
    if not data.is_map:
        raise data.refuse("a map belongs here", f"write `key: value` pairs: {', '.join(_KEYS)}")
    settings = Settings(options, own=(*_name_itself(root), *_LEFT_ALONE))
    errors = Findings()
    for key, value in data.entries:
        with errors:
            settings = _read_entry(settings, root, key, value)
    errors.raise_as(RulesError)
    # A flag that names rules takes the place of all that are named here.
    rules, inline = (options.rules, ()) if options.has_rules else (settings.options.rules, settings.inline)
    return settings._replace(options=settings.options._replace(rules=rules), inline=inline)


def _read_entry(settings: Settings, root: Value, key: Value, value: Value) -> Settings:
    name, options = key.string, settings.options
    if name == _MAPS:
        return settings._replace(inline=(*settings.inline, root))
    if "." in name:
        value.read_string(f"`{name}`", "quay.io :: registry.example.com/quay")
        return settings._replace(inline=(*settings.inline, value))
    row = _ROWS.get(name)
    if row is None:
        remedy = f"{suggest(name, _KEYS)}; a key with a dot is a rule file, as in `rules.map`"
        raise key.refuse(f"unknown key `{name}`", remedy)
    if row.repeatable:
        lines = (*getattr(options, row.name), *_read_lines(value, name, row))
        return settings._replace(options=options.with_value(row, lines))
    said = read_option(value, name, row)
    if options.gives(row) or said == "":
        return settings
    return settings._replace(options=options.with_value(row, said))


def _read_lines(value: Value, name: str, row: Row) -> Iterator[str]:
    lines = value.read_string(f"`{name}`", row.metavar).splitlines()
    return filter(None, (line.strip() for line in lines))


def _name_itself(root: Value) -> tuple[str, ...]:
    """Return a selector for the ConfigMap itself, which may be among the items."""
    names = [root.get("metadata", key) for key in ("name", "namespace")]
    name, namespace = (value.string if value is not None else "" for value in names)
    if not re.fullmatch(r"[a-z0-9.-]+", name) or not re.fullmatch(r"[a-z0-9-]*", namespace):
        return ()
    return (f"kind=ConfigMap,name={name}" + (f",namespace={namespace}" if namespace else ""),)
