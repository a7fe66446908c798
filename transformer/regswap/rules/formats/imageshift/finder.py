"""The cluster's ``Imageshift`` resource, its ``spec`` alone, and documents of the first generation in a ConfigMap."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.rules.formats.imageshift import FIRST_GENERATION
from regswap.rules.source.rule_source import RuleSource
from regswap.rules.source.tree import read_tree
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.source.tree import Value

_API = "imageshift.dev/"
_KIND = "Imageshift"
_LISTS = ("swap", "exactSwap", "regexSwap")


def find(root: Value) -> list[RuleSource]:
    """Return the specification of a resource or of a part of one, or the mappings of the first generation.

    Raises:
        RulesError: it is of ImageShift's API, and another kind or empty.

    """
    if root.get_string("apiVersion").startswith(_API):
        return [_find_spec(root)]
    if root.get_string("kind") == "ConfigMap":
        return list(_find_in_config_map(root))
    return _find_first_generation(root) or _find_snippet(root)


def _find_spec(root: Value) -> RuleSource:
    kind = root.get_string("kind")
    if kind != _KIND:
        raise (root.get("kind") or root).refuse(f"unknown kind `{kind}`", suggest(kind, [_KIND]))
    spec = root.get("spec")
    if spec is None:
        raise root.refuse("the resource has no `spec`", "add `spec:` with `mappings:`")
    return RuleSource("imageshift", root.source, value=spec)


def _find_in_config_map(root: Value) -> Iterator[RuleSource]:
    data = root.get("data")
    for _, value in data.entries if data else ():
        if FIRST_GENERATION in value.string:
            for inner in read_tree(value.read_text("the document")):
                yield from _find_first_generation(inner)


def _find_first_generation(root: Value) -> list[RuleSource]:
    first = root.get(FIRST_GENERATION)
    if first is None or not first.is_map:
        return []
    return [RuleSource("imageshift", root.source, value=first, dialect=FIRST_GENERATION)]


def _find_snippet(root: Value) -> list[RuleSource]:
    """Return the specification alone, as the documentation prints it."""
    if root.get("apiVersion") is not None or root.get("kind") is not None:
        return []
    spec = root.get("spec")
    whole = root if spec is None else spec
    mappings = whole.get("mappings")
    if mappings is None or not any(mappings.get(name) is not None for name in _LISTS):
        return []
    return [RuleSource("imageshift", root.source, value=whole)]
