"""References that are written in several fields of one object."""

from __future__ import annotations

import re

from regswap.places.discover import false_positives as false_positive
from regswap.places.discover.proposal import CERTAIN, DOUBTFUL, LIKELY
from regswap.places.discover.word import names_image, part_of, words_of
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regswap.places.discover.proposal import Parts
    from regswap.places.discover.schema import Schema
    from regswap.places.discover.word import Part

_ORDER = ("registry", "repository", "name", "tag", "digest")
_SECOND = ("registry", "tag", "digest")
"""One of them makes a repository a part of a reference."""

_NEW = ("new",)
"""What the fields of Kustomize's images begin with."""

_OTHERS = frozenset({"git", "helm", "chart", "maven", "schema", "source", "code"})
"""What the fields of other repositories begin with."""

Roles = dict[str, str]
"""The key of each role."""


class Split(NamedTuple):
    """One reference in several fields."""

    parts: Parts
    certainty: str
    reason: str


def find_splits(key: str, fields: Mapping[str, Schema], *, is_item: bool = False) -> list[Split]:
    """Find what string fields of the object under a key, or of an item there, are parts of one reference."""
    is_image = names_image(words_of(key))
    found = []
    for stem, roles in _group(fields).items():
        chosen = _choose(roles, fields, is_image=is_image, is_new=stem == _NEW)
        if chosen is None:
            continue
        is_apart = chosen.get("repository") in ("repository", "repo") and "registry" in chosen
        if is_image and not is_item and is_apart and roles.get("name") == "name":
            # registry/repository/name; what an item of a list is called is not a part of it.
            chosen["name"] = "name"
        is_named = is_image or any("image" in words_of(field) for field in chosen.values())
        if is_named or not _OTHERS & set(stem):
            found.append(_judge(chosen, fields, is_image=is_named))
    return found


def _group(fields: Mapping[str, Schema]) -> dict[tuple[str, ...], Roles]:
    groups: dict[tuple[str, ...], Roles] = {}
    for key in fields:
        part = part_of(key)
        if part is not None and not _names_output(part, fields[key]):
            groups.setdefault(part.stem, {}).setdefault(part.role, key)
    kustomize = groups.get(_NEW)
    if kustomize is not None and {"name", "tag"} <= kustomize.keys() and "digest" in groups.get((), {}):
        kustomize["digest"] = groups[()]["digest"]
    return groups


def _names_output(part: Part, schema: Schema) -> bool:
    """Tell whether a tag is that of what is built, not of what is pulled."""
    return part.role == "tag" and re.search(false_positive.SAYS_STREAM, schema.description, re.IGNORECASE) is not None


def _choose(roles: Roles, fields: Mapping[str, Schema], *, is_image: bool, is_new: bool) -> Roles | None:
    """Choose the roles that make one reference, None if they make none."""
    if "repository" in roles:
        return _choose_of_repository(roles, fields, is_image=is_image)
    if is_image and {"registry", "path"} <= roles.keys():
        return _pick(roles, repository="path")
    if "registry" in roles and "image" in roles:
        is_whole = re.search(false_positive.SAYS_FULL, fields[roles["image"]].description, re.IGNORECASE)
        return None if is_whole else _pick(roles, repository="image")
    if is_image and {"registry", "name", "version"} <= roles.keys():
        roles = {"tag": roles["version"], **roles}
    tag = roles.get("tag", "")
    if not tag or re.search(false_positive.SAYS_WHOLE, fields[tag].description, re.IGNORECASE):
        return None
    names = ("base", "image", "name") if is_image or is_new else ("base", "image")
    repository = next((name for name in names if name in roles), None)
    return _pick(roles, repository=repository) if repository is not None else None


def _choose_of_repository(roles: Roles, fields: Mapping[str, Schema], *, is_image: bool) -> Roles | None:
    if re.search(false_positive.SAYS_FOR_ALL, fields[roles["repository"]].description, re.IGNORECASE):
        return None
    plain = roles["repository"] in ("repository", "repo")
    has_image = "image" in roles and plain
    if "version" in roles and "tag" not in roles and (has_image or is_image):
        roles = {**roles, "tag": roles["version"]}
    if has_image and "tag" not in roles:
        return None
    if plain and not is_image and not has_image and false_positive.OTHER_REPOSITORIES & set(map(str.lower, fields)):
        return None
    if not any(role in roles for role in _SECOND):
        return None
    named = {"name": roles["image"]} if has_image else {}
    return {**_pick(roles, repository="repository"), **named}


def _pick(roles: Roles, *, repository: str) -> Roles:
    """Take the roles that a reference has, one of the others being its repository."""
    kept = {role: key for role, key in roles.items() if role in _ORDER and role not in ("name", "repository")}
    if repository != "repository":
        kept = {role: key for role, key in kept.items() if role in _SECOND}
    return {"repository": roles[repository], **kept}


def _judge(roles: Roles, fields: Mapping[str, Schema], *, is_image: bool) -> Split:
    parts = tuple((role, roles[role]) for role in _ORDER if role in roles)
    said = " ".join(fields[key].description for _, key in parts)
    says_image = re.search(false_positive.SAYS_IMAGE, said, re.IGNORECASE) is not None
    against = false_positive.phrase_found(said, strong_only=says_image or is_image)
    if against:
        return Split(parts, DOUBTFUL, against)
    reason = "a reference in parts"
    return Split(parts, CERTAIN if says_image or is_image else LIKELY, reason)
