"""Rules as regexes, in the order in which the engine asks the rules, for a format that tries its regexes first.

Each expression but those that leave alone takes the whole text, so that it means the same to ImageShift itself, which
replaces otherwise than standard mode. A template begins with the target and a ``/``, ``:`` or ``@``, because standard
mode knows the results of a regex by that.
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, ImageReference
from regswap.rules.engine.order import cut_prefix, rank
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Rule

_DOT = r"\."
_ANY_PORT = "(?::[0-9]+)?"
_DEFAULT_PORT = f"(?::{DEFAULT_PORT})?"
_HUB_HOST = f"(?:{'|'.join(host.replace('.', _DOT) for host in sorted(HUB_HOSTS))})"
_EXPLICIT = "(?:localhost|[^/]*[.:A-Z][^/]*)/"
_COMPONENT = "[^/.:A-Z]"


class Expression(NamedTuple):
    """An item of ``regexSwap``; an empty template leaves alone."""

    expression: str
    template: str


def _exclude_localhost() -> str:
    """Return an expression for a first component that is not a host; RE2 has no look-around."""
    word = "localhost"
    others = [f"{word[:end]}(?:[^/.:A-Z{word[end]}]{_COMPONENT}*)?" for end in range(1, len(word))]
    return "|".join((f"[^/.:A-Z{word[0]}]{_COMPONENT}*", *others, f"{word}{_COMPONENT}+"))


_KEEP_LOCALHOST = Expression("^localhost/", "")
_BARE_OR_LOCALHOST = f"[^/]+|{_COMPONENT}+/.*"
_BARE = f"[^/]+|(?:{_exclude_localhost()})/.*"


def list_expressions(rules: Sequence[Rule], kept: Sequence[Rule]) -> list[Expression]:
    """Return the expressions of a whole set, each once; the targets of some rules are kept by one of their own."""
    keepers = (_write_keeper(rule) for rule in kept)
    owners = set(kept)
    # The first default is the only one; of the others no more counts than their targets.
    default = next((rule for rule in rules if rule.kind == "default"), None)
    rules = [rule for rule in rules if rule.kind != "default" or rule is default]
    moves = default is not None and default.target
    written: list[Expression] = []
    for rule in sorted(rules, key=_rank):
        written += _write_rule(rule, _BARE if moves else _BARE_OR_LOCALHOST, is_kept=rule in owners)
    if not moves:
        # Nothing else asks for what is left on it, so it need not be told from a name without a registry.
        written = [
            each
            for every in written
            for each in ((_KEEP_LOCALHOST, every) if _BARE_OR_LOCALHOST in every.expression else (every,))
        ]
    return list(dict.fromkeys((*keepers, *written)))


def _write_rule(rule: Rule, bare: str, *, is_kept: bool) -> Iterator[Expression]:
    if rule.kind == "exact" and is_kept:
        # Behind an empty group a target is none that a regex is known by, which would keep what is under it as well.
        yield Expression(f"^(){_escape(rule.match)}$", f"$1{rule.target}")
    elif rule.kind == "exact":
        yield Expression(f"^{_escape(rule.match)}$", "" if leaves_alone(rule) else rule.target)
    elif rule.kind == "glob":
        yield from _write_glob(rule)
    elif rule.kind == "regex":
        yield Expression(rule.match, rule.target)
    elif rule.kind == "prefix":
        yield from _write_prefix(rule, bare)
    elif rule.kind == "skip":
        yield Expression(_escape(rule.match), "")
    elif rule.target:
        yield from _write_default(rule)


def _write_keeper(rule: Rule) -> Expression:
    target = _escape(rule.target)
    if rule.join == "whole":
        return Expression(f"^{target}$", "")
    return Expression(f"^{target}" if rule.target.endswith("-") else f"^{target}(?:[/:@].*)?$", "")


def _rank(rule: Rule) -> tuple[int, bool, int, bool]:
    if rule.kind != "prefix":
        return *rank(rule), False
    host, _, path = cut_prefix(rule)
    # A short name of Docker Hub is looked up under its own name before it is under `library`. And what takes all of
    # Docker Hub takes what only looks like it, so it comes after the other registries.
    return *rank(rule), path == "library" or (not path and host in HUB_HOSTS)


def can_write_glob(rule: Rule) -> bool:
    """Tell whether what follows the last slash of what a glob matches can be captured."""
    if leaves_alone(rule):
        return "[" not in rule.match
    return re.fullmatch(r"[^*?\[]*\*", rule.match) is not None


def _escape(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _write_glob(rule: Rule) -> Iterator[Expression]:
    if leaves_alone(rule):
        parts = (".*" if part == "*" else "." if part == "?" else _escape(part) for part in rule.match)
        yield Expression(f"^{''.join(parts)}$", "")
        return
    folder, slash, name = rule.match[:-1].rpartition("/")
    head = _escape(folder + slash)
    if name:
        yield Expression(f"^{head}{_escape(name)}.*/([^/]*)$", f"{rule.target}/$1")
        yield Expression(f"^{head}({_escape(name)}[^/]*)$", f"{rule.target}/$1")
    else:
        yield Expression(f"^{head}(?:.*/)?([^/]*)$", f"{rule.target}/$1")


def _write_prefix(rule: Rule, bare_name: str) -> Iterator[Expression]:
    host, port, path = cut_prefix(rule)
    hub = port is None and host in HUB_HOSTS
    authority = _HUB_HOST if hub else _escape(host)
    registry = f"{authority}{_DEFAULT_PORT if port is None else f':{port}'}/"
    if not path:
        yield from _join(rule, f"^{registry}", "(.*)$")
        if hub:
            yield from _join(rule, "^", f"({bare_name})$")
        return
    # What looks like a host is one where no registry is written before it.
    bare = hub and not re.match(_EXPLICIT, f"{path}/")
    optional = f"(?:{registry})?" if bare else registry
    name = _escape(path)
    if hub and re.fullmatch(r"(?:library/)?[^/]+", path):
        name = f"(?:library/)?{_escape(path.removeprefix('library/'))}"
        optional = f"(?:{registry})?"
    yield from _join_name(rule, f"^{optional}", name)
    yield from _join(rule, f"^{optional if bare else registry}", "(.*)$", _escape(path))
    if hub and path == "library":
        yield from _join(rule, f"^(?:{registry})?", "([^/]+)$")


def _join(rule: Rule, registry: str, rest: str, path: str = "") -> Iterator[Expression]:
    """Yield what takes a reference whose path is under a prefix."""
    slash = "/" if path else ""
    if leaves_alone(rule):
        yield Expression(f"{registry}{path}{slash}{rest}", "")
    elif rule.join == "dash":
        yield Expression(f"{registry}({path}{slash}{_open(rest)})$", f"{_write_dash_head(rule)}$1")
    else:
        yield Expression(f"{registry}{path}{slash}{rest}", f"{rule.target}/$1")


def _join_name(rule: Rule, registry: str, name: str) -> Iterator[Expression]:
    """Yield what takes a reference whose path is the prefix itself."""
    if leaves_alone(rule):
        yield Expression(f"{registry}{name}(?:[:@].*)?$", "")
    elif rule.join == "dash":
        yield Expression(f"{registry}({name}(?:[:@].*)?)$", f"{_write_dash_head(rule)}$1")
    elif "/" not in rule.target and ImageReference.parse(f"{rule.target}/x").host is not None:
        # A registry needs a path: the engine does not use such a result.
        yield Expression(f"{registry}{name}(?:[:@].*)?$", "")
    else:
        yield Expression(f"{registry}{name}$", rule.target)
        yield Expression(f"{registry}{name}:(.*)$", f"{rule.target}:$1")
        yield Expression(f"{registry}{name}@(.*)$", f"{rule.target}@$1")


def _open(rest: str) -> str:
    return rest.removesuffix("$").removeprefix("(").removesuffix(")")


def _write_dash_head(rule: Rule) -> str:
    host, port, _ = cut_prefix(rule)
    return f"{rule.target}{HUB if port is None and host in HUB_HOSTS else host}/"


def _write_default(rule: Rule) -> Iterator[Expression]:
    target = rule.target
    if rule.join == "basename":
        yield Expression("^(?:.*/)?([^/]*)$", f"{target}/$1")
    elif rule.join == "path":
        yield Expression(f"^{_EXPLICIT}(.*)$", f"{target}/$1")
        yield Expression("^(.*)$", f"{target}/$1")
    elif rule.join == "dash":
        yield Expression(f"^{_HUB_HOST}{_ANY_PORT}/(.*)$", f"{target}{HUB}/$1")
        hosts = (rf"(\[[^/\]]*\]){_ANY_PORT}", f"(localhost|[^/:]*[.A-Z][^/:]*){_ANY_PORT}", "([^/:]+):[0-9]+")
        yield from (Expression(f"^{host}/(.*)$", f"{target}$1/$2") for host in hosts)
        yield Expression("^(.*)$", f"{target}{HUB}/$1")
    else:
        slash = "" if target.endswith("-") else "/"
        if rule.scope == "canonical":
            yield Expression(f"^([^/]+):{DEFAULT_PORT}/(.*)$", f"{target}{slash}$1/$2")
            yield Expression(f"^({_EXPLICIT}.*)$", f"{target}{slash}$1")
            yield Expression("^([^/]+)$", f"{target}{slash}{HUB}/library/$1")
            yield Expression("^(.*)$", f"{target}{slash}{HUB}/$1")
        else:
            yield Expression("^(.*)$", f"{target}{slash}$1")
