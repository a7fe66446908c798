"""Images in objects, and how objects differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """A value that is another one; None where there is nothing."""

    path: tuple[str | int, ...]
    before: Any
    after: Any


def find_images(objects: Sequence[Any]) -> list[str]:
    """Return the images of containers, wherever they stand."""
    found: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            found.extend(each["image"] for each in value.get("containers") or () if isinstance(each, dict))
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    look(objects)
    return found


def find_differences(before: Any, after: Any, path: tuple[str | int, ...] = ()) -> Iterator[Difference]:  # noqa: ANN401
    """Yield each scalar that differs, and each entry that is there on one side only."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from find_differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from find_differences(old, new, (*path, index))
    elif before != after:
        yield Difference(path, before, after)
