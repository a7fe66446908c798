"""References whose parts stand apart: read together, decided as one, and taken apart again.

The parts are called ``registry``, ``repository`` (the whole path, with or without the host), ``name`` (its last
component), ``tag`` and ``digest``. What is not written is left to the program that reads it, and never filled in.

Operators agree on this much: the first part that says where the image is may begin with a scheme, which is not part of
the reference; a name with a ``/`` in it is a whole reference, whatever stands beside it; a tag that begins with
``sha256:`` is a digest; and what says where the image is may hold tag and digest itself.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference, InvalidReference, read_reference
from regswap.registry import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCATION = ("registry", "repository", "name")
"""The parts that say where an image is, in their order."""

_ABOVE = frozenset({"registry", "repository"})


class InexpressibleError(Exception):
    """A result that the parts have no room for; its text continues a sentence that begins with the field."""


def scheme_of(text: str) -> str:
    """Return the scheme that a text begins with, empty if it is none that stands before references."""
    return next((scheme for scheme in SCHEMES if text.startswith(scheme)), "")


def join_parts(parts: Mapping[str, str]) -> str:
    """Return the reference that the parts make; only a registry, if that is all that is written."""
    parts, _ = _sort(parts)
    tag = f":{parts['tag']}" if parts.get("tag") else ""
    return f"{_join_location(parts)}{tag}{_digest_of(parts.get('digest', ''))}"


def is_registry(parts: Mapping[str, str]) -> bool:
    """Tell whether the parts name a place that images are pulled from, and no image."""
    return bool(parts.get("registry")) and not parts.get("repository") and not parts.get("name")


def stands_below(parts: Mapping[str, str], reference: str) -> bool:
    """Tell whether the parts, which make a reference, name an image below a registry that stands elsewhere."""
    return "name" in parts and _ABOVE.isdisjoint(parts) and "/" not in reference


def has_host(reference: str) -> bool:
    """Tell whether a reference says which registry it is in; what is not a reference does not."""
    found = read_reference(reference)
    return found is not None and found.host is not None


def may_be_image(text: str) -> bool:
    """Tell whether a text reads as a reference or is a template of one: neither an address nor the name of a file."""
    from regswap.places.hidden.token import TEMPLATE, looks_like_file

    found = read_reference(TEMPLATE.sub("x", text))
    return found is not None and not looks_like_file(found)


def names_version(reference: str) -> bool:
    """Tell whether a reference has a tag or a digest; what is not a reference has none."""
    found = read_reference(reference)
    return found is not None and bool(found.suffix)


def split_parts(parts: Mapping[str, str], rewritten: str) -> dict[str, str]:
    """Return what the parts become, those that change only. A registry that is empty takes the one that comes.

    Raises InexpressibleError where there is no part to hold what changes.
    """
    parts, names = _sort(parts)
    old = ImageReference.parse(join_parts(parts))
    held = ImageReference.parse(_join_location(parts))
    try:
        new = ImageReference.parse(rewritten)
    except InvalidReference as error:
        raise InexpressibleError(f"would become `{rewritten}`, which {error.reason}") from None
    if not parts.get("registry") and (new.host is None or old.host is not None):
        parts.pop("registry", None)
    location = str(new._replace(tag=None, digest=None))
    if held.suffix:
        # Tag and digest go where they are.
        changes = _split_location(parts, location, held.suffix, new.suffix)
    else:
        changes = _split_location(parts, location, "", "")
        # A tag that stood nowhere is the reader's to choose: a format that adds `:latest` to short names adds none.
        if new.tag != old.tag and not (old.tag is None and old.digest is None and new.tag == "latest"):
            _put(parts, changes, "tag", new.tag)
        if new.digest != old.digest:
            _put(parts, changes, "digest", new.digest)
    return {names.get(role, role): value for role, value in changes.items() if value != parts.get(role)}


def _sort(parts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parts as what they are, and what those are called that are something else."""
    sorted_parts = {role: value for role, value in parts.items() if value or role == "registry"}
    names = {}
    if "/" in sorted_parts.get("name", ""):
        sorted_parts.pop("registry", None)
        sorted_parts["repository"] = sorted_parts.pop("name")
        names["repository"] = "name"
    if sorted_parts.get("tag", "").startswith("sha256:") and "digest" not in sorted_parts:
        sorted_parts["digest"] = sorted_parts.pop("tag")
        names["digest"] = "tag"
    return sorted_parts, names


def _join_location(parts: Mapping[str, str]) -> str:
    texts = [parts[role] for role in LOCATION if parts.get(role)]
    return "/".join(text.removeprefix(scheme_of(text)).strip("/") for text in texts)


def _put(parts: Mapping[str, str], changes: dict[str, str], role: str, value: str | None) -> None:
    if role not in parts:
        raise InexpressibleError(f"would get the {role} `{value}`, and there is no field that holds it")
    if value is None:
        raise InexpressibleError(f"would lose its {role}, which stands in a field of its own")
    changes[role] = value.partition(":")[2] if role == "digest" and ":" not in parts[role] else value


def _split_location(parts: Mapping[str, str], location: str, suffix: str, new_suffix: str) -> dict[str, str]:
    """Share a new location out: as far to the left as can be, so that names stay what they are.

    The last part has a suffix of tag and digest, and gets another.
    """
    roles = [role for role in LOCATION if role in parts]
    changes: dict[str, str] = {}
    for role in reversed(roles[1:]):
        written = parts[role].strip("/")
        held, becomes = (suffix, new_suffix) if role == roles[-1] else ("", "")
        rest = location.removesuffix("/" + written.removesuffix(held))
        value = parts[role]
        if rest == location:
            rest, value = _cut(role, location)
            value += becomes
        elif held != becomes:
            value = written.removesuffix(held) + becomes
        changes[role] = value
        location = rest
    first = parts[roles[0]]
    tail = new_suffix if len(roles) == 1 else ""
    changes[roles[0]] = scheme_of(first) + location + tail + ("/" if first.endswith("/") else "")
    return changes


def _cut(role: str, location: str) -> tuple[str, str]:
    head, slash, tail = location.rpartition("/") if role == "name" else location.partition("/")
    if not slash:
        raise InexpressibleError(f"would become `{location}`, which cannot be parted into the fields that are there")
    return head, tail


def _digest_of(written: str) -> str:
    return "" if not written else f"@{written}" if ":" in written else f"@sha256:{written}"
