"""The search for rules in YAML: known objects, known keys at any depth, or a map of prefixes and nothing else."""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.image_rewrite import GROUP
from regswap.record import TYPE_CHECKING
from regswap.rules.formats.foreign import diagnose, find_likeness
from regswap.rules.formats.registry import FORMATS, NAMES, find_format
from regswap.rules.formats.rule_format import Context
from regswap.rules.source.tree import read_tree
from regswap.suggestion import find_nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.errors import Findings
    from regswap.rules.formats.rule_format import Key, OpenFile
    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.source_text import SourceText
    from regswap.rules.source.tree import Value

_LISTS = ("List", "ConfigMapList", "SecretList")
_TEXTS = ("ConfigMap", "Secret")
"""Objects whose keys are files: what is in them is not looked through."""

_KEYS = {key.name: (rule_format.name, key) for rule_format in FORMATS for key in rule_format.keys}
_SECTIONS: dict[str, list[Key]] = {}
for _, _key in _KEYS.values():
    if _key.section:
        _SECTIONS.setdefault(_key.section, []).append(_key)


def search(
    source_text: SourceText, rules_format: str | None, open_file: OpenFile, errors: Findings
) -> list[RuleSource]:
    """Return the rule_sources of a YAML file, in order; of one format only, if it is named.

    What is wrong with the list of an ``ImageRewrite`` is added to the errors, so that the rest of it is read.

    Raises:
        RulesError: the file is not YAML, or holds rules of two formats, or an object that should hold some has none.

    """
    roots = read_tree(source_text)
    for root in roots:
        if rules_format in (None, "regswap") and root.get_string("apiVersion").startswith(GROUP):
            from regswap.rules.formats.regswap.reader import find_settings

            errors += find_settings(root)
    found = _collect(roots, rules_format, Context(FORMATS, open_file, errors))
    if found is not None:
        return found
    likeness = "" if rules_format or source_text.is_secret else find_likeness(source_text.text)
    raise RulesError(_diagnose_absence(source_text.source, rules_format, likeness))


def search_root(root: Value, open_file: OpenFile, errors: Findings) -> list[RuleSource]:
    """Return the same of a document that is parsed already, in any format."""
    found = _collect([root], None, Context(FORMATS, open_file, errors))
    if found is None:
        raise RulesError(_diagnose_absence(root.source, None, ""))
    return found


def _collect(roots: list[Value], rules_format: str | None, context: Context) -> list[RuleSource] | None:
    """Return the rule_sources of some documents; None where there are no rules."""
    wanted = (rules_format,) if rules_format else NAMES
    found = [rule_source for root in roots for rule_source in _search(root) if rule_source.format in wanted]
    if not found:
        return None
    formats = {rule_source.format: rule_source for rule_source in reversed(found)}
    if len(formats) > 1:
        second = next(rule_source for rule_source in found if rule_source.format != found[0].format)
        names = ", ".join(f"`{name}`" for name in sorted(formats))
        message = f"the file holds rules of {len(formats)} formats: {names}"
        raise RulesError(second.diagnose(message, "name one with `--rules-format`, or split the file"))
    expand = find_format(found[0].format).expand
    return found if expand is None else [inner for rule_source in found for inner in expand(rule_source, context)]


def _diagnose_absence(source: str, rules_format: str | None, likeness: str) -> Diagnostic:
    if likeness:
        return diagnose(source, likeness)
    if rules_format is None:
        names = ", ".join(f"`{name}`" for name in NAMES)
        return Diagnostic("is not in a known rule format", f"name it with `--rules-format`: {names}", source)
    return Diagnostic(f"holds no rules in the format `{rules_format}`", "name the format that it is in", source)


def _search(root: Value) -> Iterator[RuleSource]:
    kind = root.get_string("kind")
    if kind in _LISTS:
        items = root.get("items")
        for item in items.read_items("`items`") if items else ():
            yield from _search(item)
        return
    for rule_format in FORMATS:
        found = rule_format.load_finder().find(root) if rule_format.load_finder else []
        if found:
            yield from found
            return
    if kind not in _TEXTS:
        yield from _search_keys(root)


def _search_keys(root: Value) -> Iterator[RuleSource]:
    found = False
    for name, value in root.walk():
        rules_format, key = _KEYS.get(name.string, ("", None))
        if key is None:
            _refuse_near_miss(name.string, value)
            continue
        yield key.make_source(rules_format, value)
        found = True
    if found or root.get("apiVersion") is not None or root.get("kind") is not None:
        return
    maps = (rule_format.find_map(root) for rule_format in FORMATS if rule_format.find_map)
    whole = next(filter(None, maps), None)
    if whole:
        yield whole


def _refuse_near_miss(name: str, value: Value) -> None:
    """Refuse a section that exists for one key and has only something that resembles it."""
    wanted = [key.name for key in _SECTIONS.get(name, ())]
    if not wanted or any(value.get(key) is not None for key in wanted):
        return
    for key, _ in value.entries:
        meant = find_nearest(key.string, wanted)
        if meant:
            raise key.refuse(f"`{name}` has an unknown key `{key.string}`", f"did you mean `{meant}`?")
