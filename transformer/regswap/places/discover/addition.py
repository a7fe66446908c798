"""Derived places as rows beside those that are known already."""

from __future__ import annotations

from regswap.document.parse.node import ANY
from regswap.places.discover.draft import lay_out
from regswap.places.discover.proposal import DOUBTFUL
from regswap.places.kind import NEVER
from regswap.places.path import is_query, parts_of
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.places.branch import Spelling
    from regswap.places.discover.derived import Derived
    from regswap.places.discover.proposal import Proposal
    from regswap.places.kind import Catalogue, Row
    from regswap.places.path import Part

    Parts = tuple[Part, ...]

_REASON = "the catalogue says that this is not to be touched"


_WITHIN = {
    "podSpec": (
        ("initContainers[*]", "container"),
        ("containers[*]", "container"),
        ("ephemeralContainers[*]", "container"),
        ("volumes[*]", "volume"),
    ),
    "container": (("image", "reference"),),
    "volume": (("image.reference", "reference"),),
}
"""What shapes are made of, as far as it holds references."""


def add_derived(kinds: Iterable[Derived], known: Sequence[Catalogue]) -> Catalogue:
    """Return rows for what is certain or likely and does not touch a field that a row of catalogues is about.

    What somebody wrote down was looked at, and two rows about one field may part it differently. Of a PodSpec that a
    row leads into, the lists remain that none leads into.
    """
    added: dict[str, tuple[Row, ...]] = {}
    for derived in kinds:
        taken = [field for catalogue in known for field in _list_fields(derived, catalogue)]
        for versions, findings in lay_out(derived.findings):
            on = [finding for finding in findings if finding.certainty != DOUBTFUL]
            paths = tuple(free for each in on for free in _free(each.path, _shape(each), taken, each.lists))
            if paths:
                added[derived.kind] = (*added.get(derived.kind, ()), (derived.group, versions, paths))
    return added


def doubt_never(kinds: Iterable[Derived], catalogue: Catalogue) -> list[Derived]:
    """Return kinds in which nothing is sure that lies where a catalogue says that nothing is to be touched."""
    return [derived._replace(findings=tuple(_doubt(derived, catalogue))) for derived in kinds]


def _doubt(derived: Derived, catalogue: Catalogue) -> Iterator[Proposal]:
    never = list(_list_fields(derived, catalogue, only=NEVER))
    for finding in derived.findings:
        fields = _fields(finding.path, _shape(finding))
        is_taken = any(_leads_to(other, field) for field in fields for other in never)
        yield finding._replace(certainty=DOUBTFUL, reason=_REASON) if is_taken else finding


def _free(path: str, shape: Spelling, taken: Sequence[Parts], lists: Sequence[str] = ()) -> list[tuple[str, Spelling]]:
    """Return what of a shape at a path touches no field that is taken; ``lists`` are those of a PodSpec that count."""
    own = _fields(path, shape)
    if not any(_overlap(field, other) for field in own for other in taken):
        return [(path, shape)]
    if not isinstance(shape, str) or any(_leads_to(other, own[0]) for other in taken):
        return []
    within = [
        (f"{path}.{key}", inner)
        for key, inner in _WITHIN.get(shape, ())
        if not lists or key.removesuffix("[*]") in lists
    ]
    free = [found for below, inner in within for found in _free(below, inner, taken)]
    return [(path, shape)] if within and free == within else free


def _leads_to(first: Parts, second: Parts) -> bool:
    """Tell whether a path leads to another, or to the same."""
    return len(first) <= len(second) and _overlap(first, second)


def _list_fields(derived: Derived, catalogue: Catalogue, only: str = "") -> Iterator[Parts]:
    """Yield the fields that a catalogue's rows of a kind are about, or those of them that have one shape."""
    for group, _, paths in catalogue.get(derived.kind, ()):
        if group in (derived.group, ANY):
            for path, shape in paths:
                if not is_query(path) and only in ("", shape):
                    yield from _fields(path, shape)


def _shape(finding: Proposal) -> Spelling:
    shape = finding.shape
    return shape if isinstance(shape, str) else dict(shape)


def _fields(path: str, shape: Spelling) -> list[Parts]:
    parts = parts_of(path) if path else ()
    if isinstance(shape, str):
        return [parts]
    return [(*parts, *parts_of(key)) for key in shape.values() if isinstance(key, str)]


def _overlap(first: Parts, second: Parts) -> bool:
    """Tell whether one of two paths leads to the other, or both to the same."""
    return all(
        one == other or (ANY in (one, other) and None not in (one, other))
        for one, other in zip(first, second, strict=False)
    )
