"""References whose parts stand apart: read together, decided as one, and taken apart again.

The parts are called ``registry``, ``repository`` (the whole path, with or without the host), ``name`` (its last
component), ``tag`` and ``digest``. What is not written is left to the program that reads it, and never filled in.
The first of them that says where the image is may begin with ``oci://``, which is no part of the reference.
"""

from __future__ import annotations

from transformer.record import TYPE_CHECKING
from transformer.reference import ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Mapping

OCI = "oci://"

_LOCATION = ("registry", "repository", "name")


class InexpressibleError(Exception):
    """A result that the parts have no room for; its text continues a sentence that begins with the field."""


def join_parts(parts: Mapping[str, str]) -> str:
    """Return the reference that the parts make; only a registry, if that is all that is written."""
    location = "/".join(filter(None, (parts.get(role, "").removeprefix(OCI).strip("/") for role in _LOCATION)))
    tag = f":{parts['tag']}" if parts.get("tag") else ""
    return f"{location}{tag}{_digest_of(parts.get('digest', ''))}"


def is_registry(parts: Mapping[str, str]) -> bool:
    """Tell whether the parts name a place that images are pulled from, and no image."""
    return bool(parts.get("registry")) and not parts.get("repository") and not parts.get("name")


def split_parts(parts: Mapping[str, str], rewritten: str) -> dict[str, str]:
    """Return what the parts become, those that change only.

    Raises InexpressibleError where there is no part to hold what changes.
    """
    old = ImageReference.parse(join_parts(parts))
    try:
        new = ImageReference.parse(rewritten)
    except InvalidReference as error:
        raise InexpressibleError(f"would become `{rewritten}`, which {error.reason}") from None
    changes = _split_location(parts, f"{new.host}/{new.path}" if new.host else new.path)
    # A tag that stood nowhere is the reader's to choose: a format that adds `:latest` to short names adds none here.
    if new.tag != old.tag and not (old.tag is None and old.digest is None and new.tag == "latest"):
        _put(parts, changes, "tag", new.tag)
    if new.digest != old.digest:
        _put(parts, changes, "digest", new.digest)
    return {role: value for role, value in changes.items() if value != parts.get(role)}


def _put(parts: Mapping[str, str], changes: dict[str, str], role: str, value: str | None) -> None:
    if not parts.get(role):
        raise InexpressibleError(f"would get the {role} `{value}`, and there is no field that holds it")
    if value is None:
        raise InexpressibleError(f"would lose its {role}, which stands in a field of its own")
    changes[role] = value.partition(":")[2] if role == "digest" and ":" not in parts[role] else value


def _split_location(parts: Mapping[str, str], location: str) -> dict[str, str]:
    """Share a new location out: as far to the left as can be, so that names stay what they are."""
    roles = [role for role in _LOCATION if parts.get(role)]
    changes: dict[str, str] = {}
    for role in reversed(roles[1:]):
        written = parts[role]
        rest = location.removesuffix("/" + written.strip("/"))
        if rest == location:
            rest, value = _cut(role, location)
            changes[role] = value
        location = rest
    first = parts[roles[0]]
    scheme = OCI if first.startswith(OCI) else ""
    changes[roles[0]] = scheme + location + ("/" if first.endswith("/") else "")
    return changes


def _cut(role: str, location: str) -> tuple[str, str]:
    head, slash, tail = location.rpartition("/") if role == "name" else location.partition("/")
    if not slash:
        raise InexpressibleError(f"would become `{location}`, which cannot be parted into the fields that are there")
    return head, tail


def _digest_of(written: str) -> str:
    return "" if not written else f"@{written}" if ":" in written else f"@sha256:{written}"
