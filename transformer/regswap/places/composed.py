"""References that a program composes of values under several names: a registry in one, an image below it in another.

``DD_AGENT_CONTAINER_REGISTRY: gcr.io/datadoghq`` and ``DD_AGENT_IMAGE_NAME: agent`` make ``gcr.io/datadoghq/agent``.
What belongs together is told from the names: what precedes ``REGISTRY``, ``REPO_URL`` or ``HUB`` in one is how the name
of the image begins. They are decided as one, and what changes is written to the part that holds the registry.
"""

from __future__ import annotations

from functools import lru_cache

from regswap.places.discover.word import words_of
from regswap.places.split import names_version
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import read_reference
from regswap.registry import is_registry

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from regswap.document.read.field import Field

    Words = tuple[str, ...]

_ENDINGS: tuple[tuple[Words, str], ...] = (
    (("repo", "url"), "registry"),
    (("repository", "url"), "registry"),
    (("registry", "url"), "registry"),
    (("registry",), "registry"),
    (("hub",), "registry"),
    (("image", "prefix"), "registry"),
    (("image", "namespace"), "repository"),
    (("registry", "namespace"), "repository"),
    (("image", "org"), "repository"),
    (("image", "tag"), "tag"),
    (("image", "version"), "tag"),
    (("tag",), "tag"),
    (("image", "name"), "name"),
    (("image", "repository"), "name"),
    (("image", "repo"), "name"),
    (("image",), "name"),
    (("repository",), "name"),
)
"""How names end, the longer ones first, and which part of a reference that is."""

_FILLERS = frozenset({"container", "docker", "image", "images", "default", "base", "global", "oci"})
"""Words before these that say nothing about which image it is."""
_MOST_NAMES = 500
_CACHED = 4096


class Named(NamedTuple):
    """A value under a name."""

    name: str
    field: Field
    value: str


class Composed(NamedTuple):
    """A reference that some values make together."""

    parts: tuple[tuple[str, Named], ...]
    """Each with its role; the first is the one that holds the registry."""
    reason: str
    """Continues a sentence that begins with the reference."""


class _Piece(NamedTuple):
    """What may be a part of a reference."""

    role: str
    stem: Words
    named: Named


def may_be_piece(name: str) -> bool:
    """Tell whether a name is that of a part of a reference that carries a registry."""
    return _read_name(name)[0] == "registry"


def is_for_all(name: str) -> bool:
    """Tell whether a name is that of a registry that no one image has for itself."""
    return _read_name(name) == ("registry", ())


def find_composed(named: Iterable[Named], hosts: Container[str]) -> Iterator[Composed]:
    """Yield the references that some values make together; ``hosts`` are the registries that rules name."""
    pieces = [piece for one in named if (piece := _read(one)) is not None]
    registries = [piece for piece in pieces if piece.role == "registry" and names_place(piece.named.value, hosts)]
    for image in pieces if registries and len(pieces) <= _MOST_NAMES else ():
        above = _find_above(registries, image.stem) if image.role == "name" and _is_below(image.named.value) else None
        if above is None:
            continue
        between = [piece for piece in pieces if piece.role == "repository" and piece.stem == above.stem]
        tags = [piece for piece in pieces if piece.role == "tag" and piece.stem == image.stem]
        found = [above, *between[:1], image, *([] if names_version(image.named.value) else tags[:1])]
        yield _join(found)


def _read(named: Named) -> _Piece | None:
    role, stem = _read_name(named.name)
    return _Piece(role, stem, named) if role and named.value else None


@lru_cache(_CACHED)
def _read_name(name: str) -> tuple[str, Words]:
    """Return which part of a reference a name says, empty if none, and the words that tell which reference."""
    words = words_of(name.rpartition("/")[2].lstrip("-"))
    for ending, role in _ENDINGS:
        if words[-len(ending) :] == ending:
            stem = words[: -len(ending)]
            while stem and stem[-1] in _FILLERS:
                stem = stem[:-1]
            return role, stem
    return "", ()


def _find_above(registries: list[_Piece], stem: Words) -> _Piece | None:
    """Return the registry that an image is put below: the one whose name has most in common with its own."""
    fitting = [piece for piece in registries if stem[: len(piece.stem)] == piece.stem]
    longest = max((len(piece.stem) for piece in fitting), default=0)
    nearest = [piece for piece in fitting if len(piece.stem) == longest]
    return nearest[0] if len(nearest) == 1 else None


def names_place(text: str, hosts: Container[str], *, known: bool = False) -> bool:
    """Tell whether a value is a registry, or a part of one that images are put below; ``known`` asks for a known one.

    ``hosts`` are the registries that rules name.
    """
    host, _, path = text.rstrip("/").partition("/")
    reference = read_reference(f"{host}/{path or 'any'}")
    is_host = host in hosts or is_registry(host) or (not known and ("." in host or ":" in host or host == "localhost"))
    return is_host and reference is not None and reference.host is not None and not reference.suffix


def _is_below(text: str) -> bool:
    """Tell whether a value is what stands below a registry, and names none itself."""
    reference = read_reference(text)
    return reference is not None and reference.host is None


def tell_parts(names: list[str]) -> str:
    """Return why some values are one reference, by their names."""
    return f"is composed of {', '.join(names[:-1])} and {names[-1]}"


def _join(pieces: list[_Piece]) -> Composed:
    roles = [piece.role for piece in pieces]
    if "repository" not in roles:
        # A name with a slash in it is a whole reference, and this is not.
        roles = ["repository" if role == "name" else role for role in roles]
    told = [piece.named.name for piece in pieces]
    return Composed(
        tuple((role, piece.named) for role, piece in zip(roles, pieces, strict=True)),
        tell_parts(told),
    )
