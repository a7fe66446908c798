"""Where rules are in a YAML file: known objects, known keys at any depth, or a map of prefixes and nothing else."""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING
from regswap.rules.formats import NAMES
from regswap.rules.formats.imageshift import reader as imageshift
from regswap.rules.formats.registry_connect import reader as registry_connect
from regswap.rules.source.rule_source import RuleSource
from regswap.rules.source.tree import read_tree
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from regswap.rules.source.source_text import SourceText
    from regswap.rules.source.tree import Value

    OpenFile = Callable[[str, str | None, Value], list[RuleSource]]

_OWN_API = "regswap.dev/"
_IMAGESHIFT_API = "imageshift.dev/"
_MIRRORS = "MIRROR_REGISTRIES"


def search(
    source_text: SourceText, rules_format: str | None, open_file: OpenFile, errors: list[Diagnostic]
) -> list[RuleSource]:
    """Return the rule_sources of a YAML file, in order; of one format only, if it is named.

    What is wrong with the list of an ``ImageRewrite`` is added to the errors, so that the rest of it is read.

    Raises:
        RulesError: the file is not YAML, or holds rules of two formats, or an object that should hold some has none.

    """
    roots = read_tree(source_text)
    for root in roots:
        if rules_format in (None, "regswap") and _text(root, "apiVersion").startswith(_OWN_API):
            from regswap.rules.formats.regswap.reader import find_settings

            errors += find_settings(root)
    return search_roots(roots, source_text.source, rules_format, open_file, errors)


def search_roots(
    roots: list[Value], source: str, rules_format: str | None, open_file: OpenFile, errors: list[Diagnostic]
) -> list[RuleSource]:
    """Return the same of documents that are parsed already."""
    wanted = (rules_format,) if rules_format else NAMES
    found: list[tuple[RuleSource, list[RuleSource]]] = []
    for root in roots:
        if _text(root, "apiVersion").startswith(_OWN_API):
            if "regswap" in wanted:
                from regswap.rules.formats.regswap.reader import find

                whole = RuleSource("regswap", source, value=root)
                found.append((whole, find(root, open_file, errors)))
        else:
            found += [(rule_source, [rule_source]) for rule_source in _search(root) if rule_source.format in wanted]
    formats = {rule_source.format: rule_source for rule_source, _ in reversed(found)}
    if len(formats) > 1:
        second = next(rule_source for rule_source, _ in found if rule_source.format != found[0][0].format)
        names = ", ".join(f"`{name}`" for name in sorted(formats))
        message = f"the file holds rules of {len(formats)} formats: {names}"
        raise RulesError(second.diagnose(message, "name one with `--rules-format`, or split the file"))
    if not found:
        raise RulesError(_diagnose_absence(source, rules_format))
    return [rule_source for _, rule_sources in found for rule_source in rule_sources]


def _diagnose_absence(source: str, rules_format: str | None) -> Diagnostic:
    if rules_format is None:
        names = ", ".join(f"`{name}`" for name in NAMES)
        return Diagnostic("is in no rule format that is known", f"name it with `--rules-format`: {names}", source)
    return Diagnostic(f"holds no rules in the format `{rules_format}`", "name the format that it is in", source)


def _search(root: Value) -> Iterator[RuleSource]:
    kind, api = _text(root, "kind"), _text(root, "apiVersion")
    if api.startswith(_IMAGESHIFT_API):
        yield _find_imageshift(root, kind)
    elif kind in ("List", "ConfigMapList", "SecretList"):
        items = root.get("items")
        for item in items.read_items("`items`") if items else ():
            yield from _search(item)
    elif kind == "ConfigMap":
        yield from _search_config_map(root)
    elif kind == "Secret":
        yield from _search_secret(root)
    else:
        yield from _search_keys(root)


def _find_imageshift(root: Value, kind: str) -> RuleSource:
    if kind != "Imageshift":
        at = root.get("kind") or root
        raise at.refuse(f"unknown kind `{kind}`", suggest(kind, ["Imageshift"]))
    spec = root.get("spec")
    if spec is None:
        raise root.refuse("the resource has no `spec`", "add `spec:` with `mappings:`")
    return RuleSource("imageshift", root.source, value=spec)


def _search_config_map(root: Value) -> Iterator[RuleSource]:
    maps = root.get("data", "maps")
    if maps is not None:
        yield RuleSource("imageswap", root.source, maps.read_text("`maps`"))
        return
    data = root.get("data")
    if _name(root) == "imageswap-maps":
        known = [key.string for key, _ in data.entries] if data else []
        near = f"; it has {', '.join(f'`{key}`' for key in known)}" if known else ""
        raise (data or root).refuse(
            f"the ConfigMap `imageswap-maps` has no key `maps`{near}", "write the map under `maps`"
        )
    for _, value in data.entries if data else ():
        if imageshift.FIRST_GENERATION in value.string:
            for inner in read_tree(value.read_text("the document")):
                yield from _search_keys(inner)


def _search_secret(root: Value) -> Iterator[RuleSource]:
    # The API server lets `stringData` take the place of `data`.
    plain, encoded = root.get("stringData", _MIRRORS), root.get("data", _MIRRORS)
    if plain is not None:
        yield RuleSource("mirror-registries", root.source, plain.read_text(f"`{_MIRRORS}`"))
    elif encoded is not None:
        yield RuleSource("mirror-registries", root.source, encoded.decode_text(f"`{_MIRRORS}`"))
    elif _name(root) == "registry-info":
        raise root.refuse(f"the Secret `registry-info` has no `{_MIRRORS}`", "add it under `stringData` or `data`")


def _search_keys(root: Value) -> Iterator[RuleSource]:
    first = root.get(imageshift.FIRST_GENERATION)
    if first is not None and first.is_map:
        yield RuleSource("imageshift", root.source, value=first, dialect=imageshift.FIRST_GENERATION)
        return
    found = False
    for key, value in root.walk():
        name = key.string
        if name == "imageChange":
            yield RuleSource("imageswap", root.source, value.read_text("`imageChange`"))
        elif name == "mirrorRegistries":
            yield RuleSource("mirror-registries", root.source, value.read_text("`mirrorRegistries`"))
        elif name in ("imageReplacementRules", registry_connect.MAPPING):
            dialect = registry_connect.MAPPING if name == registry_connect.MAPPING else ""
            yield RuleSource("registry-connect", root.source, value=value, dialect=dialect)
        else:
            _refuse_near_miss(name, value)
            continue
        found = True
    is_object = root.get("apiVersion") is not None or root.get("kind") is not None
    entries = root.entries
    if not found and not is_object and entries and all(_is_text(value) for _, value in entries):
        yield RuleSource("registry-connect", root.source, value=root)


def _refuse_near_miss(name: str, value: Value) -> None:
    """Refuse a section that exists for one key and has only something that resembles it."""
    wanted = {"imageSwap": "imageChange", "ociImageRegistry": "mirrorRegistries"}.get(name)
    if wanted is None or value.get(wanted) is not None:
        return
    for key, _ in value.entries:
        remedy = suggest(key.string, [wanted])
        if remedy.startswith("did you mean"):
            raise key.refuse(f"`{name}` has an unknown key `{key.string}`", remedy)


def _is_text(value: Value) -> bool:
    return not value.is_map and not value.is_list


def _text(root: Value, key: str) -> str:
    value = root.get(key)
    return value.string if value is not None else ""


def _name(root: Value) -> str:
    value = root.get("metadata", "name")
    return value.string if value is not None else ""
