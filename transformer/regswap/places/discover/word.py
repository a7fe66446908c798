"""The names of fields as words, and what they say about references."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_GLUED = ("images", "image")
_SHORT = 8
"""How many keys are looked at, the last one included."""


def words_of(key: str) -> tuple[str, ...]:
    """Split a key: ``initBusyboxImage`` and ``init_busybox_image`` are ``init``, ``busybox``, ``image``."""
    words: list[str] = []
    for word in _WORD.findall(key):
        lower = word.lower()
        glued = next((end for end in _GLUED if lower.endswith(end) and lower != end), "")
        words += [lower.removesuffix(glued), glued] if glued else [lower]
    return tuple(words)


def names_image(words: tuple[str, ...]) -> bool:
    """Tell whether a name is that of an image: ``image``, ``sidecarImages``, ``imageSpec``, ``imageRef``."""
    while words and words[-1] in ("spec", "ref", "reference", "config", "override", "overrides"):
        words = words[:-1]
    return bool(words) and words[-1] in _GLUED


def words_above(keys: Sequence[str]) -> frozenset[str]:
    """Return the words of the keys above the last one, as far as they tell what it is."""
    return frozenset(word for key in keys[-_SHORT:-1] for word in words_of(key))


class Part(NamedTuple):
    """What a key is of a reference."""

    stem: tuple[str, ...]
    """What keys of one reference have in common: none for ``imageTag``, ``flink`` for ``flinkImageTag``."""
    role: str
    """``image``, ``base``, ``registry``, ``repository``, ``name``, ``path``, ``tag``, ``version`` or ``digest``."""


_ENDINGS = {
    ("version", "tag"): "tag",
    ("digest", "hash"): "digest",
    ("hash",): "digest",
    ("base", "image"): "base",
    ("image", "name"): "image",
    ("image", "reference"): "image",
    ("image", "repo"): "repository",
    ("image", "version"): "tag",
    ("image",): "image",
    ("registry",): "registry",
    ("repository",): "repository",
    ("repo",): "repository",
    ("name",): "name",
    ("path",): "path",
    ("tag",): "tag",
    ("version",): "version",
    ("digest",): "digest",
    ("sha",): "digest",
}
"""The ends of keys; longer ones first."""


def part_of(key: str) -> Part | None:
    """Tell what a key is of a reference, None if it is no part of one."""
    words = words_of(key)
    for ending, role in _ENDINGS.items():
        if words[-len(ending) :] == ending:
            stem = words[: -len(ending)]
            if role == "version" and stem[:1] == ("image",):
                # image_web_version beside image_web.
                return Part(stem, "tag")
            return Part(stem[:-1] if stem[-1:] == ("image",) else stem, role)
    return Part(words, "image") if words[:1] == ("image",) else None
