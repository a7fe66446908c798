"""The spellings of an image, for formats whose exact rules know one of them only."""

from __future__ import annotations

from itertools import product

from regswap.record import TYPE_CHECKING
from regswap.reference import HUB, HUB_HOSTS, ImageReference, is_reference, read_reference
from regswap.rules.engine.prefix import Exacts
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.rules.engine.rule import Rule


def spell_out(rules: Sequence[Rule]) -> dict[str, Rule]:
    """Return each text that some exact rules name, in any of its spellings, with the rule that owns it."""
    exacts = [rule for rule in rules if rule.kind == "exact"]
    index = Exacts(tuple(exacts))
    found = {rule.match: rule for rule in reversed(exacts)}
    found = {rule.match: found[rule.match] for rule in exacts}
    for rule in exacts:
        for text in list_spellings(rule):
            owner = index.find(text) or index.find_canonical(ImageReference.parse(text))
            if owner:
                found.setdefault(text, owner)
    return found


def list_spellings(rule: Rule) -> Iterator[str]:
    """Yield the spellings of the image that an exact rule names; its own one only, if it takes no other."""
    reference = read_reference(rule.match)
    if reference is None:
        return
    if rule.scope == "raw":
        yield rule.match
        return
    registry = rule.home if reference.host is None else reference.registry
    hub = registry == HUB
    authorities = [f"{host}/" for host in (sorted(HUB_HOSTS) if hub else [registry]) if host]
    if registry == rule.home:
        authorities.append("")
    short = reference.path.removeprefix("library/")
    names = [short, f"library/{short}"] if hub and "/" not in short else [reference.path]
    suffixes = [reference.suffix]
    if reference.digest is None and reference.tag in (None, "latest"):
        suffixes = ["", ":latest"]
    for parts in product(authorities, names, suffixes):
        text = "".join(parts)
        if is_reference(text):
            yield text


def write_target(rule: Rule) -> str:
    """Return the target of an exact rule for any spelling; of one that names itself as its target, none."""
    return "" if leaves_alone(rule) else rule.target
