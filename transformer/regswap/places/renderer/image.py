"""Entries of kustomize's ``images``: maps, and texts such as ``name=newName:newTag`` in an Application of Argo CD.

An entry names images by their name and says what they become. ``name`` is never what is pulled: it has to say what the
manifests say. See ``regswap.pipeline.kustomize_image`` for what is made of it.
"""

from __future__ import annotations

import re

from regswap.document.parse.node import Mapping
from regswap.document.read.field import child, string_of
from regswap.places.hidden.token import CERTAIN, Token
from regswap.places.site import Part, Site
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.read.field import Field
    from regswap.places.branch import Shape
    from regswap.places.object import ObjectId

KEYS = ("name", "newName", "newTag", "digest", "tagSuffix")
"""``kustomize.config.k8s.io``, ``types.Image``."""

MATCH = "match"
"""The role of what an entry is for; that of another part is its key."""

_KEPT = "*"
"""Stands in a text for a name that stays as it is."""
_SUFFIX = r"(?::[A-Za-z0-9_.{}$-]+)?(?:@[A-Za-z0-9]+:[A-Za-z0-9]+)?$"


def find_entry(identity: ObjectId, field: Field, shape: Shape) -> Iterator[Site]:
    """Yield the reference that an entry of ``images`` makes, where it makes one."""
    if not isinstance(field.node, Mapping):
        return
    found = [(key, child(field, key)) for key in KEYS]
    parts = [
        Part(MATCH if key == "name" else key, inner, string_of(inner))
        for key, inner in found
        if inner is not None and string_of(inner)
    ]
    written = read_entry(parts)
    name = written.get("newName") or written.get("name")
    if not name or len(written) < len(("name", "newName")):
        return
    at = next(part.field for part in parts if part.value == name)
    yield Site(identity, at, join_entry(written), "", shape, tuple(parts))


def read_entry(parts: Iterable[Part]) -> dict[str, str]:
    """Return what is written in an entry, by its keys."""
    return {"name" if part.role == MATCH else part.role: part.value for part in parts}


def join_entry(written: dict[str, str]) -> str:
    """Return the reference that an entry makes, as far as it says it."""
    tag, digest = (written.get(key, "") for key in ("newTag", "digest"))
    name = written.get("newName") or written["name"]
    return f"{name}{tag and ':' + tag}{digest and '@' + digest}"


def split_text(text: str) -> tuple[int, str]:
    """Return where in a text of Argo CD the new reference begins, and the name that it is for."""
    name, equals, new = text.partition("=")
    if equals:
        return len(name) + 1, name
    return 0, re.sub(_SUFFIX, "", new or text)


def find_entry_in_text(identity: ObjectId, field: Field, shape: Shape) -> Iterator[Site]:
    """Yield the reference that an entry makes which is written as a text."""
    text = string_of(field)
    if not text:
        return
    start, name = split_text(text)
    new = text[start:]
    value = name + new[1:] if new.startswith(_KEPT) else new
    is_templated = any(sign in text for sign in "{$")
    if start == 0 and value == name and not is_templated:
        # `nginx` alone changes nothing.
        return
    token = Token(start, len(text), value, CERTAIN, shape.found, is_templated=is_templated)
    yield Site(identity, field, value, "", shape, token=token)
