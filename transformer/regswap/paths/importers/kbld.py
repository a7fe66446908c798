"""kbld: the ``searchRules`` and ``keys`` of its ``Config``, which are for all objects of all kinds.

(https://github.com/carvel-dev/kbld, ``pkg/kbld/config/config.go``, and ``pkg/kbld/resources/path.go`` for paths.)
"""

from __future__ import annotations

import re

from regswap.places.discover.path import ITEMS, format_trail
from regswap.places.kind import NEVER
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.paths.importers.imported_paths import ImportedPaths
    from regswap.places.discover.path import Mark
    from regswap.rules.source.tree import Value

_RULE = ("keyMatcher", "valueMatcher", "updateStrategy")
_STRATEGIES = ("none", "entireValue", "entireString", "json", "yaml")
_ANY_KIND = "the rule is for all kinds, and a row is for some"
_NAME_KINDS = "name the kinds with --kind"


def is_config(root: Value) -> bool:
    """Tell whether a document is a configuration of kbld."""
    version = root.get("apiVersion")
    return version is not None and version.string.startswith("kbld.k14s.io/")


def read(root: Value, imported: ImportedPaths) -> None:
    """Import all search rules and keys."""
    keys, rules = root.get("keys"), root.get("searchRules")
    for item in [] if keys is None else keys.read_items("`keys`"):
        _add(item, _search(item.read_string("a key", "image")), "reference", imported)
    for item in [] if rules is None else rules.read_items("`searchRules`"):
        with imported.errors:
            _read_rule(item, imported)


def _read_rule(item: Value, imported: ImportedPaths) -> None:
    fields = item.read_keys(_RULE, "the rule")
    if "valueMatcher" in fields:
        message = "a `valueMatcher` looks for values wherever they stand, and a row says where"
        remedy = "name the fields; what is hidden in texts, regswap finds by itself"
        imported.lose(fields["valueMatcher"], message, remedy)
        return
    if "keyMatcher" not in fields:
        raise item.refuse("the rule has no `keyMatcher`", "write `keyMatcher: {name: image}`")
    shape = _read_strategy(fields.get("updateStrategy"), imported)
    matcher = fields["keyMatcher"].read_keys(("name", "path"), "`keyMatcher`")
    if not matcher:
        raise fields["keyMatcher"].refuse("`keyMatcher` is empty", "write `{name: image}`")
    if "name" in matcher:
        _add(item, _search(matcher["name"].read_string("`name`", "image")), shape, imported)
    if "path" in matcher:
        _add(item, _read_path(matcher["path"]), shape, imported)


def _read_strategy(value: Value | None, imported: ImportedPaths) -> str:
    fields = {} if value is None else value.read_keys(_STRATEGIES, "`updateStrategy`")
    if "none" in fields:
        return NEVER
    for shape in ("json", "yaml"):
        if shape in fields:
            inner = fields[shape].get("searchRules")
            if inner is not None:
                message = "the rules for what is in the text are not taken over"
                imported.warn(inner, message, "see what is found in it with `regswap images`")
            return shape
    return "reference"


def _search(name: str) -> str:
    return f"$..{_quote(name)}"


def _read_path(value: Value) -> str:
    """Return a path, or a JSONPath where one item of a list is meant."""
    parts: list[str | int | Mark] = []
    for item in value.read_items("`path`"):
        if not item.is_map:
            parts.append(item.read_string("a key", "spec"))
            continue
        fields = item.read_keys(("allIndexes", "index"), "a part of a path")
        if "index" in fields and fields["index"].string.isdecimal():
            parts.append(int(fields["index"].string))
        elif "allIndexes" in fields and fields["allIndexes"].string == "true":
            parts.append(ITEMS)
        else:
            raise item.refuse("the part names no index", "write `{allIndexes: true}` or `{index: 0}`")
    if not parts:
        raise value.refuse("the path is empty", "write `[spec, image]`")
    trail = tuple(part for part in parts if not isinstance(part, int))
    if len(trail) == len(parts):
        return format_trail(trail)
    return "$" + "".join(_write(part) for part in parts)


def _write(part: str | int | Mark) -> str:
    if isinstance(part, str):
        return f".{_quote(part)}" if _quote(part) == part else _quote(part)
    return f"[{part}]" if isinstance(part, int) else part.text


def _quote(key: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
        return key
    return "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']"


def _add(item: Value, path: str, shape: str, imported: ImportedPaths) -> None:
    if not imported.kinds:
        imported.lose(item, _ANY_KIND, _NAME_KINDS)
    for name in imported.kinds:
        imported.add(name, (), path, shape)
