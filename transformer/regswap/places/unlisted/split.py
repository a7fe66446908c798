"""References whose parts stand in fields of one mapping that no row lists."""

from __future__ import annotations

from functools import lru_cache

from regswap.document.parse.node import Scalar
from regswap.document.read.field import text_of
from regswap.places.branch import Shape
from regswap.places.discover.word import names_image, part_of, words_of
from regswap.places.hidden.token import HIDDEN, POSSIBLE, TEMPLATE, names_known_registry
from regswap.places.split import has_host
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import read_reference

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from regswap.document.read.field import Field
    from regswap.places.discover.word import Part
    from regswap.places.site import Site

    Keys = dict[str, str]
    """Roles, with the keys that have them."""

_ROLES = {"registry": "registry", "repository": "repository", "image": "image", "base": "image"}
_ROLES |= {"name": "name", "tag": "tag", "digest": "digest"}


_CACHED = 4096


class Split(NamedTuple):
    """The parts of one reference."""

    shape: Shape
    keys: frozenset[str]
    says_image: bool
    """Whether a key says that it is an image."""


def find_splits(inner: Mapping[str, Field], above: str) -> list[Split]:
    """Return the references that the scalars of a mapping make together; ``above`` is the key of the mapping."""
    stems: dict[tuple[str, ...], Keys] = {}
    for key, field in inner.items():
        part = _read_key(key)
        if part is not None and isinstance(field.node, Scalar) and field.node.value:
            stems.setdefault(part.stem, {}).setdefault(part.role, key)
    if not any(len(keys) > 1 for keys in stems.values()):
        return []
    is_image = names_image(words_of(above))
    return [split for keys in stems.values() for split in _make_split(keys, inner, is_image=is_image)]


@lru_cache(_CACHED)
def _read_key(key: str) -> Part | None:
    """Tell what a key is of a reference, None if it is not a part of one."""
    part = part_of(key)
    return part._replace(role=_ROLES[part.role]) if part is not None and part.role in _ROLES else None


def _make_split(keys: Keys, inner: Mapping[str, Field], *, is_image: bool) -> list[Split]:
    """Return the reference that some parts of one name make, if they make one."""
    says_image = is_image or any("image" in words_of(key) for key in keys.values())
    image = keys.pop("image", "")
    if image and has_host(text_of(inner[image])):
        keys = {role: keys[role] for role in ("tag", "digest") if role in keys} | {"repository": image}
    elif image:
        # A name beside an image is that of a container, not a part of the reference.
        keys.pop("name", "")
        keys["name" if "repository" in keys else "repository"] = image
    elif "repository" in keys or not is_image:
        # What has a repository may have a name of its own.
        keys.pop("name", "")
    roles = [(role, keys[role]) for role in ("registry", "repository", "name", "tag", "digest") if role in keys]
    if len(roles) < len(("repository", "tag")) or not {"repository", "name"} & keys.keys():
        return []
    told = " and ".join(filter(None, [", ".join(key for _, key in roles[:-1]), roles[-1][1]]))
    shape = Shape("split", f"stands under the keys {told}", tuple((role, (key,)) for role, key in roles))
    return [Split(shape, frozenset(keys.values()), says_image)]


def judge_split(site: Site, split: Split, hosts: Container[str]) -> tuple[str, str] | None:
    """Tell how sure it is that some parts make a reference, and why; None where they make none."""
    reference = read_reference(site.value)
    if reference is None:
        return (POSSIBLE, site.shape.found) if TEMPLATE.search(site.value) else None
    if names_known_registry(reference, hosts):
        return HIDDEN, f"names the registry {reference.registry}"
    is_sure = split.says_image or reference.host is not None or bool(reference.digest)
    return (HIDDEN if is_sure else POSSIBLE), site.shape.found
