"""What the name of a flag, a variable or a key says about its value."""

from __future__ import annotations

from functools import lru_cache

from regswap.lazy_pattern import lazy
from regswap.places.hidden.known import BESIDE, FLAGS, KEYS, VARIABLE_SHAPES, VARIABLES

IMAGE = "image"
"""It is called an image: ``--sidecar-image``, ``PROXY_IMAGE``, ``imageName``."""
REPOSITORY = "repository"
"""It is called a repository, a registry or a hub: the tag stands elsewhere, or it is none of ours."""
MENTION = "mention"
"""The word image is in it: ``IMAGE_PREFIX``, ``TAG_OF_IMAGE``, ``imageURL``, which may be that of a picture."""
NEVER = "never"
"""It looks like the name of an image and is none: ``imagePullPolicy``, ``imageID``, ``output-image``."""
PROSE = "prose"
"""Its value is for people, or names a chart or source code."""
OTHER = ""


ORIGINAL = "regswap.dev/original"
"""The annotation in which regswap records what references were; it holds references that are none."""
_ORIGINALS = (".container.imageshift.dev/original", ".initContainer.imageshift.dev/original")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SHORT = _set("img imgs")
_LONGEST = 253
_CACHED = 1024

_WORDS = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_STILL_IMAGE = _set(
    "name names ref reference uri override default latest win windows linux amd64 arm64 full fqin location pullspec"
)
_NEVER_AFTER = _set(
    "pull gc id ids stream streams updater lookup type types size secret secrets credential credentials "
    "policy policies review references verify verification attestors scan scans scanner service filter filters cache "
    "layer "
    "path paths dir directory file format height width host port alt class style caption count limit"
)
_NEVER_BEFORE = _set(
    "backing disk rbd vm machine ami boot iso os qcow background logo cover icon thumbnail profile push output dest "
    "destination verify skip exclude excluded allowed denied insecure"
)
_REPOSITORIES = _set("repository repositories registry registries hub repo")
_MIRRORS = _set("location mirror mirrors endpoint endpoints prefix insecure blocked server")
"""Keys of what configures mirrors, which must go on naming the registry that is mirrored."""
_DESCRIPTIONS = _set(
    "description descriptions message messages comment comments note notes title summary doc docs documentation readme "
    "help link links changelog changes"
)
_PULL_SPEC = ["pull", "spec"]
"""``releaseImagePullSpec`` is what an image is called that is pulled."""
_ADDRESSES = _set("url uri address")
_SOURCES = _set("git github gitlab chart charts helm maven schema")
_PUSHED = _set("output destination destinations push")
_TARGETS = frozenset({"-t", "--tag", "-d", "--cache-to"})
"""Flags of programs that build: what is pushed is not pulled."""
_PROSE = _DESCRIPTIONS | _set(
    "example examples url urls homepage website chart charts git github gitlab source sources maven module modules"
)


def is_record(name: str) -> bool:
    """Tell whether an annotation records what a reference was, so that it must stay as it is."""
    return name == ORIGINAL or name.endswith(_ORIGINALS)


def tell_apart(name: str) -> frozenset[str]:
    """Return the names of which one must stand beside a known one that other programs have too; none for its own."""
    return BESIDE.get(name.lstrip("-"), frozenset())


@lru_cache(_CACHED)
def is_known(name: str) -> bool:
    """Tell whether a known program takes references under this name; others may have the same: see ``tell_apart``."""
    bare = name.lstrip("-")
    if bare in BESIDE:
        return True
    if name.startswith("-"):
        return bare in FLAGS
    return name in KEYS or name in VARIABLES or ("IMAGE" in name and bool(VARIABLE_SHAPES.fullmatch(name)))


@lru_cache(_CACHED)
def is_description(name: str) -> bool:
    """Tell whether a key's value is running text for people."""
    return not _DESCRIPTIONS.isdisjoint(word.lower() for word in _WORDS.findall(name[-_LONGEST:]))


@lru_cache(_CACHED)
def is_of_images(name: str) -> bool:
    """Tell whether what is called a repository or a registry is one of images: ``imageRepository``."""
    words = {word.lower() for word in _WORDS.findall(name[-_LONGEST:])}
    return kind_of(name) == REPOSITORY and not words.isdisjoint({"image", "images", "container", "docker"})


@lru_cache(_CACHED)
def kind_of(name: str) -> str:
    """Tell what a name says: one of the constants of this module."""
    words = [word.lower() for word in _WORDS.findall(name[-_LONGEST:])]
    images = [place for place, word in enumerate(words) if word.endswith(("image", "images")) or word in _SHORT]
    if not images:
        return NEVER if name in _TARGETS else _kind_without_image(words)
    for place in images:
        if words[place - 1 : place] and words[place - 1] in _NEVER_BEFORE and place:
            return NEVER
        after = words[place + 1 : place + 3]
        if after and after[0] in _NEVER_AFTER and after != _PULL_SPEC:
            return NEVER
    rest = words[images[-1] + 1 :]
    if rest and rest[-1] in _REPOSITORIES:
        return REPOSITORY
    return IMAGE if rest == _PULL_SPEC or all(word in _STILL_IMAGE or word.isdigit() for word in rest) else MENTION


def _kind_without_image(words: list[str]) -> str:
    if len(words) > 1 and words[-2] in _REPOSITORIES and words[-1] in _ADDRESSES and _SOURCES.isdisjoint(words):
        return REPOSITORY
    if not _PROSE.isdisjoint(words):
        return PROSE
    if not _PUSHED.isdisjoint(words):
        return NEVER
    if words and words[-1] in _MIRRORS:
        return NEVER
    return REPOSITORY if words and words[-1] in _REPOSITORIES else OTHER
