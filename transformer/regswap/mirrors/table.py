"""What rules are to a node: prefixes, and where what lies under each is pulled from.

The rules themselves are asked, with references that stand for all under a prefix, so that a mirror cannot say anything
else than the manifests that the same rules rewrite.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import DEFAULT_PORT, HUB, HUB_HOSTS, read_reference
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.rules.engine.rule import Decider, Rule

_DIGEST = "@sha256:" + "0" * 64
_TAILS = ("/regswap/probe:v1", f"/regswap/probe/image{_DIGEST}", f"/regswap/probe:v1{_DIGEST}")
_SHORT_TAILS = ("/regswap-probe:v1", f"/regswap-probe:v1{_DIGEST}")
"""References of each sort under a prefix: a mirror puts all of them under the same other prefix."""

_SORTS = {
    "exact": "a rule about one image",
    "glob": "a glob",
    "regex": "a regular expression",
    "skip": "a rule that skips references by a part of their text",
}


class Mirror(NamedTuple):
    """Where the images under a prefix are pulled from."""

    source: str
    """A registry, ``quay.io`` or ``quay.io:8443``, or a path on one, ``quay.io/team``."""
    target: str
    """The registry, mostly with a path, that takes its place; empty if they are pulled from where they are."""
    rule: Rule

    @property
    def registry(self) -> str:
        """The registry of the source."""
        return self.source.partition("/")[0]

    @property
    def path(self) -> str:
        """The path on that registry; empty for all of it."""
        return self.source.partition("/")[2]

    @property
    def target_registry(self) -> str:
        """The registry of the target."""
        return self.target.partition("/")[0]

    @property
    def target_path(self) -> str:
        """The path on the target's registry; may be empty."""
        return self.target.partition("/")[2]


class Fault(NamedTuple):
    """A rule that mirrors cannot say."""

    rule: Rule
    message: str
    """Continues a sentence that begins with the format."""


class MirrorTable(NamedTuple):
    """All that rules say which mirrors can say too."""

    mirrors: tuple[Mirror, ...]
    """Sorted by source; those of the default rule are for the registries that were asked for."""
    faults: tuple[Fault, ...]
    listed: tuple[str, ...]
    """The registries whose mirrors follow from the default rule."""


def make_table(decider: Decider, registries: Iterable[str]) -> MirrorTable:
    """Ask rules what they make of each prefix that they name, of their targets, and of registries."""
    mirrors: dict[str, Mirror] = {}
    faults: dict[Rule, str] = {}
    for rule in decider.rules:
        if rule.kind in _SORTS:
            faults.setdefault(rule, f"cannot express {_SORTS[rule.kind]}")
        elif rule.kind == "prefix":
            source = _read_prefix(rule.match)
            if source is None:
                faults.setdefault(rule, "cannot express a prefix that is not a registry or a path on one")
            else:
                _ask(decider, source, rule, mirrors, faults)
    default = next((rule for rule in decider.rules if rule.kind == "default" and not leaves_alone(rule)), None)
    wanted = [one for one in dict.fromkeys(map(_name_registry, registries)) if one not in mirrors]
    listed = [one for one in wanted if default is not None and _ask(decider, one, default, mirrors, faults)]
    _ask_about_targets(decider, mirrors, faults)
    ordered = tuple(sorted(mirrors.values(), key=lambda mirror: mirror.source))
    return MirrorTable(ordered, tuple(Fault(rule, message) for rule, message in faults.items()), tuple(listed))


def _ask_about_targets(decider: Decider, mirrors: dict[str, Mirror], faults: dict[Rule, str]) -> None:
    """Ask what becomes of references that were rewritten already, where their registry has a mirror itself."""
    mirrored = {mirror.registry for mirror in mirrors.values() if mirror.target}
    for rule in decider.rules:
        source = _read_prefix(rule.target) if rule.kind in ("prefix", "default") and not leaves_alone(rule) else None
        dashed = _read_prefix(f"{rule.target}x") if rule.target.endswith("-") else None
        if dashed is not None:
            if dashed.partition("/")[0] in mirrored:
                faults.setdefault(rule, f"cannot express that what is under `{rule.target}` already stays there")
        elif source is not None and source.partition("/")[0] in mirrored:
            _ask(decider, source, rule, mirrors, faults)


def _read_prefix(match: str) -> str | None:
    """Return the registry or path of which a rule speaks as a node names it."""
    # Two components: what has one on Docker Hub lies under `library/`.
    reference = read_reference(f"{match}/x/x")
    if reference is None:
        return None
    path = f"/{reference.path}".removesuffix("/x/x")
    return f"{_name_registry(reference.registry)}{path}"


def _name_registry(host: str) -> str:
    """Return the name that a node has for a registry."""
    host = host.removesuffix(f":{DEFAULT_PORT}")
    return HUB if host in HUB_HOSTS else host


def _ask(
    decider: Decider, source: str, rule: Rule, mirrors: dict[str, Mirror], faults: dict[Rule, str]
) -> Mirror | None:
    """Ask rules where the images under a prefix go, and keep the answer; or why mirrors cannot say it."""
    targets = dict(_try_tails(decider, source))
    if len(set(targets.values())) == 1:
        target = next(iter(targets.values()))
        if target is not None:
            return mirrors.setdefault(source, Mirror(source, "" if target == source else target, rule))
    reference = next(one for one, target in targets.items() if target is None or target != next(iter(targets.values())))
    became = decider.decide(reference).rewritten
    faults.setdefault(rule, f"cannot express that `{reference}` becomes `{became}`: a mirror keeps the path")
    return None


def _try_tails(decider: Decider, source: str) -> Iterator[tuple[str, str | None]]:
    """Yield references under a prefix, and the prefix that each of them is under afterwards."""
    # A short name of Docker Hub lies under `library/`, and is asked about where that is the prefix.
    for tail in _TAILS if source == HUB else (*_TAILS, *_SHORT_TAILS):
        decision = decider.decide(source + tail)
        result = decision.rewritten
        yield source + tail, result[: -len(tail)] if result.endswith(tail) and not decision.trouble else None
