"""The mappings of ImageShift, in standard mode.

Today's generation is the cluster's ``Imageshift`` resource (``imageshift.dev/v1``); the first is a document with the
root ``imageswap``, which the webhook read from a ConfigMap::

    spec:                                   imageswap:
      default: docker.io                      default: docker.io
      mappings:                               mappings:
        swap: [{registry, target}]              swap: [{registry, target}]
        exactSwap: [{reference, target}]        exact-swap: [{image, target}]
        regexSwap: [{expression, target}]       regex-swap: [{expression, target}]

The loader of the first generation looks for ``exactswap`` and ``regexswap`` instead, which are read as well.

A swap adds ``library/`` and ``:latest``, as the documentation shows it. ``default`` is the registry that a reference
without one belongs to. A regex takes precedence over an exact swap, and that over a swap; in a list the first wins.
Source: https://github.com/spectrocloud-labs/imageshift, ``pkg/swap/swap.go`` and the documentation beside it. Standard
mode replaces what a regex matched where it stands, once, and leaves a reference that no mapping matches as it is.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB, HUB_HOSTS, ImageReference, InvalidReference
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.imageshift import FIRST_GENERATION
from regswap.rules.formats.validation import check_exact, check_expression, check_prefix, check_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Kind
    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.tree import Value

NAME = "imageshift"


class Dialect(NamedTuple):
    """How a generation spells what both have."""

    keys: tuple[str, ...]
    swap: str
    exact: str
    regex: str
    reference: str
    ignored: tuple[str, ...] = ()
    """Keys that the program reads and does nothing with."""
    unread: tuple[str, ...] = ()
    """Keys that the documentation has and the program does not look for."""
    default: str = HUB
    """What the program takes for ``default`` where it is not written, or null; the API server fills in the schema's."""
    folds: bool = False
    """Whether capitals and hyphens in the keys of lists mean nothing."""

    @property
    def mappings(self) -> tuple[str, ...]:
        """The lists of mappings."""
        return (self.swap, self.exact, self.regex)

    def find_key(self, written: str) -> str:
        """Return the key of a list that is meant by a written one, the written one if there is none."""
        known = (*self.mappings, *self.ignored, *self.unread)
        if written in known or not self.folds:
            return written
        folded = written.casefold().replace("-", "")
        return next((key for key in known if key.replace("-", "") == folded), written)


DIALECTS = {
    "": Dialect(
        ("default", "mappings", "namespaceSelector", "enforceExistingPods"),
        *("swap", "exactSwap", "regexSwap"),
        "reference",
    ),
    FIRST_GENERATION: Dialect(
        ("default", "mappings", "tests"),
        *("swap", "exact-swap", "regex-swap"),
        "image",
        ("legacy-swap", "legacyswap"),
        default="",
        folds=True,
    ),
}
"""By the dialect of a source, as its documentation has it."""

PROGRAM = {
    **DIALECTS,
    # Its loader goes by the names of Go's fields, because it does not look at the tags that say `exact-swap`.
    FIRST_GENERATION: DIALECTS[FIRST_GENERATION]._replace(
        exact="exactswap", regex="regexswap", unread=("exact-swap", "regex-swap")
    ),
}
"""The same, as the programs read it."""


class Mapping(NamedTuple):
    """An item of one of the lists, as it is written."""

    list: str
    item: Value
    match: Value
    match_text: str
    target: Value
    target_text: str


def read(rule_source: RuleSource) -> Reading:
    """Return the rules of a resource in the order in which they are written.

    Raises:
        RulesError: with every finding.

    """
    dialect = DIALECTS[rule_source.dialect]
    errors = Findings()
    warnings: list[Diagnostic] = []
    spec = rule_source.tree.read_keys((*dialect.keys, *dialect.ignored), "the specification")
    home = _read_home(spec.get("default"), warnings)
    rules = []
    for mapping in read_mappings(spec, dialect, errors, warnings):
        with errors:
            rule = _read_mapping(mapping, dialect, home, warnings)
            rules += [rule] if rule else []
    errors.raise_as(RulesError)
    return Reading(rule_source.source, tuple(rules), tuple(warnings), NAME)


def read_default(spec: dict[str, Value], dialect: Dialect) -> str:
    """Return the default registry as the program has it.

    Raises:
        RulesError: it is not a string.

    """
    value = spec.get("default")
    return dialect.default if value is None or value.is_null else value.read_string("`default`", HUB)


def read_mappings(
    spec: dict[str, Value], dialect: Dialect, errors: Findings, warnings: list[Diagnostic]
) -> Iterator[Mapping]:
    """Yield the mappings of a specification; what is not written as one is added to the errors."""
    lists: dict[str, Value] = {}
    with errors:
        if "mappings" in spec and not spec["mappings"].is_null:
            lists = _read_lists(spec["mappings"], dialect)
    everything = {**{key: value for key, value in spec.items() if key in dialect.ignored}, **lists}
    warnings += _tell_of_unused(everything, dialect)
    match_keys = {dialect.swap: "registry", dialect.exact: dialect.reference, dialect.regex: "expression"}
    for name, match_key in match_keys.items():
        with errors:
            for item in lists[name].read_items(f"`{name}`") if name in lists else ():
                with errors:
                    yield _read_item(name, item, match_key)


def _read_lists(value: Value, dialect: Dialect) -> dict[str, Value]:
    """Return the lists by the keys of the dialect; raises RulesError for a key that is unknown or written twice."""
    known = (*dialect.mappings, *dialect.ignored, *dialect.unread)
    meant = {key.string: dialect.find_key(key.string) for key, _ in value.entries}
    lists: dict[str, Value] = {}
    for written, found in value.read_keys(
        (*known, *(key for key in meant if meant[key] in known)), "`mappings`"
    ).items():
        if meant[written] in lists:
            raise found.refuse(f"`mappings` has the key `{meant[written]}` in two spellings", "remove one of them")
        lists[meant[written]] = found
    return lists


def _tell_of_unused(values: dict[str, Value], dialect: Dialect) -> Iterator[Diagnostic]:
    remedy = f"move them to `{dialect.swap}`"
    message = "these rules are never used, not by the original either"
    for key, value in values.items():
        if key in dialect.ignored:
            yield value.diagnose(message, remedy)._replace(code="ignored-section")
        elif key in dialect.unread:
            name = key.replace("-", "")
            unread = f"`{key}` is not read by ImageShift's first generation, whose loader looks for `{name}`"
            yield value.diagnose(unread, f"write `{name}`")._replace(code="skipped-by-original")


def _read_item(name: str, item: Value, match_key: str) -> Mapping:
    fields = item.read_keys((match_key, "target"), f"an item of `{name}`")
    for key in (match_key, "target"):
        if key not in fields:
            raise item.refuse(f"an item of `{name}` has no `{key}`", f"add `{key}:`")
    match = fields[match_key].read_string(f"`{match_key}`", "docker.io")
    target = fields["target"].read_string("`target`", "registry.example.com/mirror")
    return Mapping(name, item, fields[match_key], match, fields["target"], target)


def _read_home(value: Value | None, warnings: list[Diagnostic]) -> str:
    # What is not written or null is Docker Hub, as the API server fills it in.
    if value is None or value.is_null:
        return HUB
    home = value.read_string("`default`", HUB)
    if home in HUB_HOSTS:
        return HUB
    if home:
        try:
            reference = ImageReference.parse(f"{home}/x")
        except InvalidReference as error:
            raise value.refuse(f"the default `{home}` is not a registry: it {error.reason}", "write `host`") from None
        if reference.host is None or reference.path != "x":
            raise value.refuse(f"the default `{home}` is not a registry", "write `host` or `host:port`")
    message = (
        f"references without a registry belong to `{home}`" if home else "references without a registry match nothing"
    )
    remedy = "write `default: docker.io` if that is not meant"
    warnings.append(value.diagnose(message, remedy)._replace(code="other-home"))
    return home


def _read_mapping(mapping: Mapping, dialect: Dialect, home: str, warnings: list[Diagnostic]) -> Rule | None:
    """Return the rule, None where it can never match."""
    diagnose, match, target = mapping.match.diagnose, mapping.match_text, mapping.target_text
    kind: Kind = "prefix"
    if mapping.list == dialect.regex:
        kind = "regex"
        check_expression(match, target, diagnose, mapping.target.diagnose)
        dead = None
    elif mapping.list == dialect.exact:
        kind = "exact"
        dead = check_exact(match, diagnose)
        target = check_target(target, "", mapping.target.diagnose, [] if dead else warnings)
    else:
        dead = check_prefix(match, diagnose)
        if not target:
            raise mapping.target.refuse("the target is empty", "write the registry that takes its place")
        target = check_target(target, "/x", mapping.target.diagnose, [] if dead else warnings)
        # One registry to ImageShift, so the first of its two names wins.
        registry, slash, path = match.partition("/")
        match = f"{HUB if registry in HUB_HOSTS else registry}{slash}{path}"
    if dead:
        warnings.append(dead)
        return None
    return _make_rule(mapping, kind, match, target, home)


def _make_rule(mapping: Mapping, kind: Kind, match: str, target: str, home: str) -> Rule:
    text = f"{mapping.list}: {mapping.match_text} -> {mapping.target_text}"
    rule = Rule(kind, match, target, "whole", "canonical", mapping.item.origin, text, NAME, home=home)
    if kind == "regex":
        return rule._replace(join="expand", scope="raw", overrides=True)
    if kind == "prefix":
        return rule._replace(join="canonical", exact_port=True)
    return rule
