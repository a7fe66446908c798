"""regswap's own rules: ``spec.rules`` of an ``ImageRewrite``, an ordered list.

::

    apiVersion: regswap.dev/v1alpha1
    kind: ImageRewrite
    spec:
      rules:
        - file: imageswap.map                   a file in any format, relative to this one
          format: imageswap                     only where it cannot be detected
        - imageswap: |                          the same inline: the text of a map file,
            default::
        - imageshift: {mappings: ...}           the `spec` of a resource,
        - registry-connect: {source: target}    the map or the string that holds it,
        - mirror-registries: src::dst,...       the comma list
        - image-prefix: registry.example.com/x  ImageSwap's IMAGE_PREFIX, for what it calls LEGACY mode
        - name: pinned                          a rule, named or not
          exact: nginx:1.27                     or glob, regex, prefix; or skip and default, which stand alone
          target: registry.example.com/nginx:1.27
        - skip: quay.io/left/alone
        - default: registry.example.com/all

An empty target leaves alone what a rule matches. A prefix or default whose target ends with ``-`` is followed by the
old registry, as in ImageSwap. The other keys of ``spec`` are the business of the configuration.
"""

from __future__ import annotations

from regswap.image_rewrite import API_VERSION, KIND, NOT_RULES
from regswap.record import TYPE_CHECKING
from regswap.rules.engine.rule import Reading, Rule
from regswap.rules.formats.validation import check_exact, check_expression, check_prefix, check_target
from regswap.suggestion import suggest

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.engine.rule import Join, Kind
    from regswap.rules.source.rule_source import RuleSource
    from regswap.rules.source.tree import Value

NAME = "regswap"

_TARGETED: tuple[Kind, ...] = ("exact", "glob", "regex", "prefix")
KINDS: tuple[Kind, ...] = (*_TARGETED, "skip", "default")
"""The kinds of rules, which are the keys of an item that is one."""


def check_object(root: Value) -> dict[str, Value]:
    """Return what an ``ImageRewrite`` has under ``spec``, whatever the keys.

    Raises:
        RulesError: it is another object, ``spec`` is not a map, or a key is there twice.

    """
    api, kind = root.get("apiVersion"), root.get("kind")
    if api is None or api.string != API_VERSION:
        at = root if api is None else api
        raise at.refuse(f"unknown version `{api.string if api else ''}`", f"write `{API_VERSION}`")
    if kind is None or kind.string != KIND:
        at = root if kind is None else kind
        raise at.refuse(f"unknown kind `{kind.string if kind else ''}`", f"write `kind: {KIND}`")
    spec = root.get("spec")
    if spec is None or spec.is_null:
        return {}
    return spec.read_keys(tuple(key.string for key, _ in spec.entries) or ("rules",), "`spec`")


def find_settings(root: Value) -> list[Diagnostic]:
    """Return an error for each key of an ``ImageRewrite`` that is named as a rule file and says more than rules."""
    spec = root.get("spec")
    found: list[Diagnostic] = []
    for key, _ in spec.entries if spec is not None else ():
        if key.string != "rules" and suggest(key.string, ("rules",)).startswith("did you mean"):
            found += key.refuse(f"`spec` has an unknown key `{key.string}`", "did you mean `rules`?").diagnostics
        elif key.string != "rules":
            message = f"`{key.string}` would be ignored, because this is read as a rule file"
            error = key.refuse(message, "name the file with -c in place of -r, or leave only `rules` in it")
            found += (finding._replace(code=NOT_RULES) for finding in error.diagnostics)
    return found


def read(rule_source: RuleSource) -> Reading:
    """Return the rule of an item.

    Raises:
        RulesError: it has no target, or one that makes no reference, or can match nothing.

    """
    item = rule_source.tree
    warnings: list[Diagnostic] = []
    kind = next(kind for kind in KINDS if item.get(kind) is not None)
    value = item.read_keys((kind, "name", "target"), "the rule")[kind]
    name = item.get("name")
    label = name.read_string("`name`", "pinned") if name is not None else ""
    match = value.read_string(f"`{kind}`", "quay.io")
    if kind == "skip":
        rule = _read_skip(item, value, match)
    elif kind == "default":
        rule = _read_default(item, value, match, warnings)
    else:
        rule = _read_targeted(item, kind, value, match, warnings)
    dead = _find_why_dead(kind, value, match)
    if dead:
        return Reading(rule_source.source, (), (dead,), NAME)
    return Reading(rule_source.source, (rule._replace(name=label),), tuple(warnings), NAME)


def _read_skip(item: Value, value: Value, match: str) -> Rule:
    target = item.get("target")
    if target is not None:
        raise target.refuse("a `skip` rule has no target", "remove `target`, or write `prefix`")
    if not match:
        raise value.refuse("the text is empty", "write the part of a reference that is to be left alone")
    return Rule("skip", match, "", "whole", "raw", item.origin, f"skip: {match}", NAME)


def _read_default(item: Value, value: Value, written: str, warnings: list[Diagnostic]) -> Rule:
    target = item.get("target")
    if target is not None:
        raise target.refuse("a `default` rule is its own target", "remove `target`")
    join, tail = _choose_join("default", written)
    checked = check_target(written, tail, value.diagnose, warnings)
    return Rule("default", "default", checked, join, "canonical", item.origin, f"default: {written}", NAME)


def _read_targeted(item: Value, kind: Kind, value: Value, match: str, warnings: list[Diagnostic]) -> Rule:
    value_of_target = item.get("target")
    if value_of_target is None:
        raise item.refuse("the rule has no target", 'add `target:`, or `target: ""` to leave alone what it matches')
    written = value_of_target.read_string("`target`", "registry.example.com/mirror")
    if not match:
        raise value.refuse(f"`{kind}` is empty", "write what the rule matches")
    join, tail = _choose_join(kind, written)
    target = written
    if kind == "regex":
        check_expression(match, written, value.diagnose, value_of_target.diagnose)
    else:
        target = check_target(written, tail, value_of_target.diagnose, warnings)
    scope = "canonical" if kind == "prefix" else "raw"
    text = f"{kind}: {match} -> {written}"
    return Rule(kind, match, target, join, scope, item.origin, text, NAME)  # type: ignore[arg-type]


def _choose_join(kind: Kind, target: str) -> tuple[Join, str]:
    """Return how a rule joins, and the least that ever follows its target."""
    if kind == "exact":
        return "whole", ""
    if kind == "regex":
        return "expand", ""
    if kind == "glob":
        return "basename", "/x"
    return ("dash", "docker.io/x") if target.endswith("-") else ("path", "/x")


def _find_why_dead(kind: Kind, value: Value, match: str) -> Diagnostic | None:
    if kind == "exact":
        return check_exact(match, value.diagnose)
    return check_prefix(match, value.diagnose) if kind == "prefix" else None
