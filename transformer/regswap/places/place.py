"""Rows of the catalogue one by one: to be listed, tried alone, and written as the configuration has them."""

from __future__ import annotations

from regswap.document.parse.scalar import is_plain_string, spell
from regswap.image_rewrite import HEAD
from regswap.places.kind import NEVER
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from regswap.places.branch import Spelled, Spelling
    from regswap.places.kind import Catalogue


class Place(NamedTuple):
    """One path of one kind."""

    group: str
    """The core group as ``""``, any as ``*``."""
    kind: str
    versions: tuple[str, ...]
    """None for all."""
    path: str
    """Empty where the kind is known to hold no reference."""
    shape: Spelling
    """Empty where there is no path."""
    found: str
    """``catalogue``, ``path`` or ``definition``."""

    @property
    def name(self) -> str:
        """The group and the kind, as the configuration writes them."""
        return f"{self.group}/{self.kind}" if self.group else self.kind


def list_places(catalogues: Iterable[tuple[Catalogue, str]]) -> Iterator[Place]:
    """Yield all that some catalogues say, each with the word that says where it is from, by kind."""
    for catalogue, found in catalogues:
        for kind in sorted(catalogue, key=lambda name: (name.lower(), name)):
            for group, versions, paths in catalogue[kind]:
                for path, shape in paths or (("", ""),):
                    yield Place(group, kind, versions, path, shape, found)


def describe(shape: Spelling) -> str:
    """Write a shape on one line, as the configuration does."""
    if isinstance(shape, str):
        return shape
    return "{" + ", ".join(f"{_key(role)}: {_spell(value)}" for role, value in shape.items()) + "}"


def draft_places(places: Sequence[Place]) -> Iterator[str]:
    """Yield the lines of a configuration with some places."""
    yield from HEAD.splitlines()
    listed = [place for place in places if place.path]
    yield "  paths:" if listed else "  paths: []"
    entries: dict[tuple[str, tuple[str, ...]], list[Place]] = {}
    for place in listed:
        entries.setdefault((place.name, place.versions), []).append(place)
    for (name, versions), inner in entries.items():
        yield f"    - kinds: [{spell(name)}]"
        if versions:
            yield f"      versions: [{', '.join(map(_quote, versions))}]"
        yield from _draft_paths(inner)


def _draft_paths(places: list[Place]) -> Iterator[str]:
    shapes: dict[str, list[Spelling]] = {}
    for place in places:
        shapes.setdefault(place.path, []).append(place.shape)
    if any(shape != NEVER for place in shapes.values() for shape in place):
        yield "      paths:"
    for path, found in shapes.items():
        told = [describe(shape) for shape in found if shape != NEVER]
        if told:
            yield f"        {_key(path)}: {told[0] if len(told) == 1 else '[' + ', '.join(told) + ']'}"
    never = [path for path, found in shapes.items() if NEVER in found]
    if never:
        yield "      never:"
        yield from (f"        - {_key(path)}" for path in never)


def _spell(value: Spelled) -> str:
    return describe(dict(value)) if isinstance(value, dict) else _quote(value)


def _key(path: str) -> str:
    """Write a path plain, where its words are, and in double quotes otherwise."""
    bare = path.replace("[*]", "").replace(".*", "")
    return path if is_plain_string(bare) and path.isascii() else spell(path, '"')


def _quote(text: str) -> str:
    """Write a text within `[]` or `{}`."""
    return spell(text) if not set(text) & set("[]{},") else spell(text, '"')
