"""Every reference on which two sets of rules may differ: those that their rules name, and those beside them."""

from __future__ import annotations

import re
from itertools import chain

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, read_reference
from regswap.rules.probes.typical import DIGEST, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.rules.engine.rule import Rule

_SUFFIXES = ("", ":1.27", ":latest", f"@{DIGEST}", f":v1@{DIGEST}")


def list_probes(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield texts about which some rules have something to say, each once; most are references."""
    found = chain(SPELLINGS, *map(_list_for, rules))
    return iter(dict.fromkeys(found))


def _list_for(rule: Rule) -> Iterator[str]:
    for head in dict.fromkeys(_list_heads(rule)):
        for spelling in _list_spellings(head):
            yield from _list_around(spelling)


def _list_heads(rule: Rule) -> Iterator[str]:
    """Yield what a reference may begin with to be matched by a rule, or to be what it writes."""
    if rule.kind == "skip":
        yield from (f"other.example/a{rule.match}", f"quay.io/{rule.match}/a", f"{rule.match}/a", rule.match)
    elif rule.kind == "glob":
        for filler in ("", "a", "a/b", "quay.io/a"):
            glob = re.sub(r"\[!?(.)[^]]*\]", r"\1", rule.match)
            yield glob.replace("*", filler).replace("?", "a")
    elif rule.kind == "regex":
        # Only what is literal in it; the properties of the target's writer have to do for the rest.
        plain = re.sub(r"\\(.)", r"\1", re.sub(r"\(\?\w*:?|[\^$()]|\[[^]]*\][*+?]?|\.[*+]", "", rule.match))
        yield from (alternative.rstrip("/:@") for alternative in plain.split("|"))
        yield re.sub(r"\$\{?[0-9]*\}?", "a", rule.target).rstrip("/:@-")
        return
    elif rule.kind != "default":
        yield rule.match
    if rule.target:
        yield rule.target.rstrip("-") if rule.target.endswith("-") else rule.target
        yield f"{rule.target}/quay.io" if not rule.target.endswith("-") else f"{rule.target}quay.io"


def _list_spellings(head: str) -> Iterator[str]:
    """Yield a text, and the same with its registry written in the other ways."""
    yield head
    first, slash, rest = head.partition("/")
    if not _is_host(first) and not slash:
        yield from (f"library/{head}", f"docker.io/{head}", f"docker.io/library/{head}")
        return
    if not _is_host(first):
        yield from (f"docker.io/{head}", f"index.docker.io/{head}")
        return
    host, _, port = first.partition(":") if not first.startswith("[") else (first, "", "")
    if port:
        yield host + slash + rest
    yield from (f"{host}:{other}{slash}{rest}" for other in (DEFAULT_PORT, "8443"))
    if host in HUB_HOSTS:
        yield from (alias + slash + rest for alias in sorted(HUB_HOSTS - {host}))
        if rest:
            yield from (rest, f"library/{rest}", f"{HUB}/library/{rest}", rest.removeprefix("library/"))
    elif rest:
        yield rest
    yield host.upper() + slash + rest


def _list_around(head: str) -> Iterator[str]:
    """Yield a head as a reference, what is under it, and what only begins with the same characters."""
    name, suffix = _cut_suffix(head)
    yield head
    yield from (name + other for other in _SUFFIXES if other != suffix)
    for path in ("/a", "/library/nginx", "/a/quay.io/b"):
        yield name + path
        yield f"{name}{path}:1.27"
    yield f"{name}/a@{DIGEST}"
    yield from (f"{name}x/a:1", f"{name}-fips/a:1", f"other.example/{name}/a:1", f"{name.rpartition('/')[0]}/beside:1")


def _cut_suffix(text: str) -> tuple[str, str]:
    reference = read_reference(text)
    suffix = "" if reference is None else reference.suffix
    return text.removesuffix(suffix), suffix


def _is_host(first: str) -> bool:
    return first == "localhost" or re.search(r"[.:A-Z]", first) is not None
