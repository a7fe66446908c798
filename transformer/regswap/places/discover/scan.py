"""The search of a schema: every place at which it lets a reference stand."""

from __future__ import annotations

from regswap.places.discover.false_positives import CLOUD, group_found
from regswap.places.discover.object_shape import OBJECT, find_open_shape, find_shape
from regswap.places.discover.path import ITEMS, VALUES, format_trail, keys_of
from regswap.places.discover.proposal import CERTAIN, DOUBTFUL, LIKELY, Proposal
from regswap.places.discover.schema import view
from regswap.places.discover.split_fields import find_splits
from regswap.places.discover.string_field import StringField, judge
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.places.discover.object_shape import Shape
    from regswap.places.discover.path import Trail
    from regswap.places.discover.schema import Schema

_NEVER = frozenset({"status", "metadata"})
_ROOT = frozenset({"apiVersion", "kind"})
_HOLDERS = ("object", "array", "")
_LABELS = frozenset({"matchLabels", "labels", "annotations", "nodeSelector"})
"""Maps that are open and hold no reference."""

_STRINGS = ("string", "int-or-string")


class Scan(NamedTuple):
    """What a schema tells, and where it tells nothing."""

    findings: tuple[Proposal, ...]
    open_paths: tuple[str, ...]
    """Paths below which anything may stand."""


class _Step(NamedTuple):
    """A place that is still to be looked at: an object, a list, a map, or anything."""

    trail: Trail
    here: Schema
    key: str
    """The key that it stands under, whatever lists and maps are between."""
    siblings: frozenset[str]
    about: str
    """What is said of the list or map that it stands in, or of itself."""


def scan(group: str, schema: object) -> Scan:
    """Search the schema of a kind of an API group; anything but a map is a schema that says nothing."""
    findings: list[Proposal] = []
    open_paths: set[str] = set()
    strings: list[_Step] = []
    pending = [_Step((), view((schema,)), "", frozenset(), "")]
    while pending:
        step = pending.pop()
        if step.here.type in ("string", ""):
            strings.append(step)
        if step.here.type not in _HOLDERS:
            continue
        found, inner = _look(group, step)
        findings += found
        pending += inner
        if not found and _is_opaque(step.here) and step.key not in _LABELS:
            open_paths.add(format_trail(step.trail))
    elsewhere = any(_lacks_location(finding) for finding in findings)
    singles = [found for step in strings for found in _of_string(group, step, registry_elsewhere=elsewhere)]
    if any(found.holds == "registry" for found in singles):
        findings = list(map(_below_registry, findings))
    return Scan((*findings, *singles), tuple(sorted(open_paths)))


def _lacks_location(finding: Proposal) -> bool:
    """Tell whether a finding is a name and a tag, which may be the end of a reference only."""
    roles = {} if isinstance(finding.holds, str) else dict(finding.holds)
    return roles.get("repository") == "name" and "registry" not in roles


def _below_registry(finding: Proposal) -> Proposal:
    """Return a finding as it is read where the same schema has a registry: its name may stand below that."""
    if isinstance(finding.holds, str) or not _lacks_location(finding):
        return finding
    parts = tuple(("name" if role == "repository" else role, key) for role, key in finding.holds)
    return finding._replace(holds=parts)


def _look(group: str, step: _Step) -> tuple[list[Proposal], list[_Step]]:
    """Return what an object is, and what is left to look at in it."""
    fields = {key: view(raws) for key, raws in step.here.properties.items()}
    # A path has at least one key: what stands at the root is found in its fields.
    shape = find_shape(fields) if step.trail else None
    if step.trail and step.here.is_object:
        shape = OBJECT
    elif keys_of(step.trail) and _is_opaque(step.here):
        is_item = bool(step.trail) and step.trail[-1] is ITEMS
        keys = keys_of(step.trail)
        shape = find_open_shape(keys, step.here.description, is_item=is_item, siblings=step.siblings)
    strings = {key: found for key, found in fields.items() if found.type in _STRINGS}
    splits = list(_of_splits(group, step, strings)) if step.trail else []
    parts = frozenset(key for split in splits if not isinstance(split.holds, str) for _, key in split.holds)
    if shape is not None and shape.holds == "container" and "image" in parts:
        # The image of a container is whole; one whose repository or tag stands beside it is not.
        shape = None
    claimed = parts | (shape.claimed if shape is not None else frozenset())
    return [*_of_shape(group, step, shape), *splits], list(_inner(step, fields, claimed))


def _of_shape(group: str, step: _Step, shape: Shape | None) -> Iterator[Proposal]:
    if shape is not None:
        certainty, reason = LIKELY if shape.is_guess else CERTAIN, shape.reason
        if group_found(group, says_image=False) == CLOUD:
            certainty, reason = DOUBTFUL, CLOUD
        lists = tuple(sorted(shape.claimed)) if shape.holds == "podSpec" else ()
        yield Proposal((*step.trail, *shape.below), shape.holds, certainty, reason, lists=lists)


def _of_splits(group: str, step: _Step, strings: dict[str, Schema]) -> Iterator[Proposal]:
    is_item = bool(step.trail) and not isinstance(step.trail[-1], str)
    for split in find_splits(step.key, strings, is_item=is_item):
        against = group_found(group, says_image=False)
        certainty, reason = (DOUBTFUL, against) if against else (split.certainty, split.reason)
        yield Proposal(step.trail, split.parts, certainty, reason)


def _of_string(group: str, step: _Step, *, registry_elsewhere: bool) -> Iterator[Proposal]:
    said = step.here.description or step.about
    verdict = judge(StringField(group, step.trail, step.here, step.siblings, said, registry_elsewhere))
    if verdict is not None:
        yield Proposal(step.trail, *verdict)


def _is_opaque(here: Schema) -> bool:
    return here.is_open and not here.properties and here.type in ("object", "")


def _inner(step: _Step, fields: dict[str, Schema], claimed: frozenset[str]) -> Iterator[_Step]:
    siblings = frozenset(fields)
    for key, here in fields.items():
        is_passed_over = key in _NEVER or (key in _ROOT and not step.trail)
        if key and key not in claimed and (not is_passed_over or (step.trail and here.type == "string")):
            yield _Step((*step.trail, key), here, key, siblings, "")
    for mark, raws in ((ITEMS, step.here.items), (VALUES, step.here.values)):
        if raws and step.trail:
            about = step.here.description or step.about
            yield _Step((*step.trail, mark), view(raws), step.key, step.siblings, about)
