"""Paths as the catalogue writes them, made into outlines."""

from __future__ import annotations

from transformer.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transformer.document.node import Outline


def outline_of(paths: Iterable[str]) -> Outline:
    """Return the outline that wants the fields at some paths, such as ``spec.containers[*].image``."""
    outline: Outline = {}
    for path in paths:
        inner = outline
        for part in parts_of(path):
            inner = inner.setdefault(part, {})
    return outline


def parts_of(path: str) -> list[str | None]:
    """Split a path into keys, with None for ``[*]``."""
    parts: list[str | None] = []
    for name in path.split("."):
        key = name.removesuffix("[*]")
        parts.append(key)
        if key != name:
            parts.append(None)
    return parts


def merge_into(outline: Outline, other: Outline) -> None:
    """Make an outline want what another wants too."""
    for key, inner in other.items():
        merge_into(outline.setdefault(key, {}), inner)
