"""References that a rule speaks of, the plainest first."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING
from regswap.reference import HUB, HUB_HOSTS, ImageReference, is_reference, read_reference
from regswap.rules.probes.expression_sample import list_samples
from regswap.rules.probes.head import find_literal
from regswap.rules.probes.typical import DIGEST, TYPICAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from regswap.rules.engine.rule import Rule

_STARS = ("team/app", "app:1.2")


def list_references(rule: Rule) -> list[str]:
    """Return references that a rule matches, or seems to, the plainest first."""
    makers: dict[str, Callable[[Rule], Iterable[str]]] = {
        "prefix": _list_under_prefix,
        "exact": _list_spellings,
        "glob": _list_globbed,
        "regex": _list_searched,
        "skip": _list_holding,
    }
    maker = makers.get(rule.kind)
    return [text for text in dict.fromkeys(maker(rule)) if is_reference(text)] if maker else list(TYPICAL)


def find_host(text: str) -> str:
    """Return the host that a prefix, a target or a reference begins with; nothing if there is none."""
    reference = read_reference(f"{text.partition('/')[0]}/x")
    return "" if reference is None else reference.host or ""


def list_spellings(text: str, home: str = HUB) -> list[str]:
    """Return all ways of writing an image that may be the same to some rule, and some that are not."""
    reference = read_reference(text)
    if reference is None:
        return [text]
    hosts: list[tuple[str | None, str | None]] = [(reference.host, reference.port)]
    if reference.host is None or reference.registry in (HUB, home):
        at_home = ImageReference.parse(f"{home or HUB}/x")
        hosts += [(None, None), *((host, None) for host in sorted(HUB_HOSTS)), (at_home.host, at_home.port)]
    paths = [reference.path]
    short = reference.path.removeprefix("library/")
    if "/" not in short:
        paths += [short, f"library/{short}"]
    tags = [reference.tag]
    if reference.digest is None and reference.tag in (None, "latest"):
        tags += [None, "latest"]
    spellings = (
        str(reference._replace(host=host, port=port, path=path, tag=tag))
        for host, port in hosts
        for path in paths
        for tag in tags
    )
    return list(dict.fromkeys((text, *spellings)))


def _list_under_prefix(rule: Rule) -> Iterator[str]:
    prefix = rule.match
    registry, slash, path = prefix.partition("/")
    if path == "library" and registry in HUB_HOSTS:
        yield "nginx:1.27"
    yield f"{prefix}/team/app:1.2"
    yield f"{prefix}/app"
    if slash:
        yield f"{prefix}:1.2"
        yield f"{prefix}-fips/app:1.2"
    if registry in HUB_HOSTS or registry == rule.home:
        yield from ((f"{path}/app:1.2", f"{path}:1.2", f"index.docker.io/{path}/app:1.2") if slash else TYPICAL[:6])
    yield f"{prefix}/team/app@{DIGEST}"
    yield f"{prefix}/team/app:1.2@{DIGEST}"
    host = find_host(registry) or registry
    yield f"{host if host != registry else f'{host}:443'}{slash}{path}/team/app:1.2"


def _list_spellings(rule: Rule) -> list[str]:
    text = rule.match
    return [*list_spellings(text, rule.home), f"{text}@{DIGEST}"]


def _list_globbed(rule: Rule) -> Iterator[str]:
    filled = re.sub(r"\[(.)[^]]*\]", r"\1", rule.match).replace("?", "a")
    for star in _STARS:
        head, _, tail = filled.rpartition("*")
        yield head.replace("*", "team") + (star if "*" in filled else "") + tail
    yield re.sub(r"\*.*", f"team/app:1.2@{DIGEST}", filled)


def _list_searched(rule: Rule) -> Iterator[str]:
    literal = find_literal(rule)
    if literal:
        yield from (f"{literal}team/app:1.2", f"{literal}app", f"{literal}/team/app:1.2", literal)
        yield f"{literal}team/app:1.2@{DIGEST}"
    for sample in list_samples(rule.match):
        yield from (sample, f"{sample}:1.2", f"{sample}/app:1.2", f"quay.io/{sample}")
    yield from TYPICAL


def _list_holding(rule: Rule) -> Iterator[str]:
    text = rule.match.strip("/:@")
    yield from (
        f"{text}/app:1.2",
        f"registry.example.net/{text}/app:1.2",
        f"registry.example.net/team/app:{text}",
        text,
    )
