"""Exact and prefix rules, found by keys: as many lookups as a reference has components, however many rules there are.

A reference that names no registry is looked up under a key of its own (``_BARE``), because the rules may not agree
about the registry that it belongs to: a rule whose home is Docker Hub has its keys there as well, and one that has
another home has them under ``_BARE_ELSEWHERE``, where no name lies in ``library/``.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, ImageReference, read_reference
from regswap.rules.engine.target import canonicalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Rule

_BARE = ""
_BARE_ELSEWHERE = "~"


class Exacts:
    """The rules that name a reference."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Index the rules; the first of several with one key wins."""
        self._written: dict[str, Rule] = {}
        self._canonical: dict[str, Rule] = {}
        for rule in rules:
            if rule.kind == "exact":
                self._written.setdefault(rule.match, rule)
                if rule.scope == "canonical":
                    for key in _find_exact_keys(rule):
                        self._canonical.setdefault(key, rule)

    def find(self, text: str) -> Rule | None:
        """Return the rule that names this very text."""
        return self._written.get(text)

    def find_canonical(self, reference: ImageReference) -> Rule | None:
        """Return the rule that names the same image in another spelling."""
        if not self._canonical:
            return None
        if reference.host is not None:
            return self._canonical.get(_key(reference, reference.registry))
        return self._canonical.get(_key(reference, _BARE)) or self._canonical.get(_key(reference, _BARE_ELSEWHERE))


class Prefixes:
    """The rules that name what a reference begins with."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Index the rules; the first of several with one key wins, and the written form wins over the others."""
        self._index: dict[str, Rule] = {}
        self._default_port: dict[str, Rule] = {}
        prefixes = [rule for rule in rules if rule.kind == "prefix"]
        for rule in prefixes:
            self._add(rule, rule.match)
        canonical = [(rule, canonicalise(rule.match, "/x")) for rule in prefixes]
        for rule, key in canonical:
            self._add(rule, key)
        # `docker.io` as written takes precedence over its aliases for references that name no registry, too.
        for rule, key in sorted(canonical, key=lambda pair: pair[0].match.partition("/")[0] != pair[0].home):
            registry, slash, path = key.partition("/")
            if registry == rule.home:
                self._add(rule, (_BARE if rule.home == HUB else _BARE_ELSEWHERE) + slash + path)

    def find(self, reference: ImageReference) -> tuple[Rule, str] | None:
        """Return the rule that owns a reference, with the rest of its path as written after the prefix."""
        for registry, indexed in self._list_registries(reference):
            for prefix, rest in _list_prefixes(reference, registry):
                rule = indexed.get(prefix)
                if rule:
                    return rule, rest
        return None

    def _add(self, rule: Rule, key: str) -> None:
        self._index.setdefault(key, rule)
        if not rule.exact_port:
            self._default_port.setdefault(key, rule)

    def _list_registries(self, reference: ImageReference) -> tuple[tuple[str, dict[str, Rule]], ...]:
        """Return the names of a reference's registry, the nearest to what is written first, and where to look."""
        host, port = reference.host, reference.port
        if host is None:
            return (_BARE, self._index), (_BARE_ELSEWHERE, self._index)
        if port is not None:
            written = (f"{host}:{port}", self._index)
            if port != DEFAULT_PORT:
                return (written,)
            aliases = ((HUB, self._default_port),) if host in HUB_HOSTS and host != HUB else ()
            return written, (host, self._default_port), *aliases
        return (
            ((host, self._index), (HUB, self._index)) if host in HUB_HOSTS and host != HUB else ((host, self._index),)
        )


def _find_exact_keys(rule: Rule) -> Iterator[str]:
    reference = read_reference(rule.match)
    if reference is None:
        return
    registry = rule.home if reference.host is None else reference.registry
    yield _key(reference, registry)
    if registry == rule.home:
        yield _key(reference, _BARE if rule.home == HUB else _BARE_ELSEWHERE)


def _key(reference: ImageReference, registry: str) -> str:
    short = "/" not in reference.path and registry in (HUB, _BARE)
    tag = ":latest" if reference.tag is None and reference.digest is None else ""
    return f"{registry}/{'library/' if short else ''}{reference.path}{reference.suffix}{tag}"


def _list_prefixes(reference: ImageReference, registry: str) -> Iterator[tuple[str, str]]:
    """Yield every prefix that may own a reference, the longest first, with the rest of its path as written after it."""
    hub = registry in HUB_HOSTS or registry == _BARE
    path = f"library/{reference.path}" if hub and "/" not in reference.path else reference.path
    yield f"{registry}/{path}", ""
    short = path.removeprefix("library/")
    if hub and "/" not in short:
        yield f"{registry}/{short}", ""
    end = path.rfind("/")
    while end > 0:
        yield f"{registry}/{path[:end]}", path[end:]
        end = path.rfind("/", 0, end)
    yield registry, f"/{reference.path}"
