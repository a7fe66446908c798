"""Rules as mirror configuration, or refused where a format says something else."""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.mirrors.mirror_format import Settings
from regswap.mirrors.table import Fault, make_table
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB
from regswap.rules.source.excerpt import Excerpts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.mirrors.mirror_format import MirrorFormat
    from regswap.mirrors.table import Mirror, MirrorTable
    from regswap.rules.engine.rule import Decider

_REMEDY = "leave it out with `--lossy`, or choose a format that has it"
_LEFT_OUT = "it is left out"


class Written(NamedTuple):
    """Mirror configuration."""

    files: dict[str, str]
    """Texts by their paths below the output folder; the path is empty where there is one text only."""
    warnings: tuple[Diagnostic, ...]


def write_mirrors(
    decider: Decider, to: MirrorFormat, registries: Iterable[str], *, scheme: str = "https", lossy: bool = False
) -> Written:
    """Write rules as the mirror configuration of a format.

    ``registries`` are those for which a default rule is written out where the format has nothing for all registries.
    ``scheme`` is ``https`` or ``http``.

    Raises:
        RulesError: with every rule that the format cannot express, if there are any and ``lossy`` is not set; or there
            is nothing to write.

    """
    table = make_table(decider, registries)
    faults = (*table.faults, *_find_faults(table.mirrors, to))
    refused = {fault.rule for fault in faults}
    excerpts = Excerpts()
    remedy = _LEFT_OUT if lossy else _REMEDY
    losses = tuple(excerpts.diagnose_rule(fault.rule, f"{to.name} {fault.message}", remedy) for fault in faults)
    if losses and not lossy:
        raise RulesError(*losses)
    kept = tuple(mirror for mirror in table.mirrors if mirror.rule not in refused)
    if not any(mirror.target for mirror in kept):
        message = "no rule names a registry that is mirrored"
        raise RulesError(*losses, Diagnostic(message, "name registries with `--registry`, or add rules for them"))
    return Written(to.write(Settings(kept, scheme)), (*losses, *_warn(decider, table, kept, to)))


def _find_faults(mirrors: tuple[Mirror, ...], to: MirrorFormat) -> Iterator[Fault]:
    """Yield the rules that the format cannot express though others can."""
    by_source = {mirror.source: mirror for mirror in mirrors}
    for mirror in mirrors:
        above = _find_above(mirror.source, by_source)
        if mirror.target == _read_through(mirror.source, above) or (not mirror.target and above is None):
            continue
        if mirror.path and not to.has_paths:
            yield Fault(mirror.rule, f"cannot have a mirror for `{mirror.source}` alone, only for a whole registry")
        elif not mirror.target and not to.has_exceptions:
            yield Fault(mirror.rule, f"cannot express that `{mirror.source}` has no mirror")


def _find_above(source: str, by_source: dict[str, Mirror]) -> Mirror | None:
    """Return the mirror of the next shorter prefix."""
    while "/" in source:
        source = source.rpartition("/")[0]
        if source in by_source:
            return by_source[source]
    return None


def _read_through(source: str, above: Mirror | None) -> str:
    """Return where a mirror puts a longer prefix than its own; empty if it leaves it where it is."""
    if above is None or not above.target:
        return ""
    return above.target + source.removeprefix(above.source)


def _warn(decider: Decider, table: MirrorTable, kept: tuple[Mirror, ...], to: MirrorFormat) -> Iterator[Diagnostic]:
    yield from _warn_of_short_names(decider, kept)
    listed = {mirror.source for mirror in kept} & {*table.listed}
    if listed:
        message = f"a default rule has a mirror for each registry, and {len(listed)} are written"
        yield Diagnostic(message, "name those that you use with `--registry`")
    if to.warning:
        yield Diagnostic(to.warning, to.remedy)


def _warn_of_short_names(decider: Decider, kept: tuple[Mirror, ...]) -> Iterator[Diagnostic]:
    """Tell that a node cannot see whether `library/` was written."""
    short, source = "nginx", f"{HUB}/library"
    by_source = {mirror.source: mirror for mirror in kept}
    target = _read_through(source, by_source.get(source) or by_source.get(HUB))
    written = decider.decide(short).rewritten.removesuffix(":latest")
    if target and written != f"{target}/{short}":
        message = f"`{short}` becomes `{written}` in manifests, and a node with this mirror asks for `{target}/{short}`"
        yield Diagnostic(message, "write short names out in manifests, or copy such images to both places")
