"""One string field: whether it is a reference, or a part of one that stands alone."""

from __future__ import annotations

import re

from regswap.places.discover import false_positives as false_positive
from regswap.places.discover.chart import REASON, holds_values
from regswap.places.discover.path import keys_of
from regswap.places.discover.proposal import CERTAIN, DOUBTFUL, LIKELY
from regswap.places.discover.word import names_image, words_above, words_of
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import read_reference

if TYPE_CHECKING:
    from regswap.places.discover.path import Trail
    from regswap.places.discover.schema import Schema

_OF_REFERENCES = (
    *(
        ("image", last)
        for last in ("name", "reference", "ref", "uri", "url", "pullspec", "override", "location", "spec")
    ),
    ("image", "pull", "spec"),
    ("image", "full", "name"),
    ("image", "with", "tag"),
    ("pull", "spec"),
)
_OF_COLLECTIONS = (
    ("images",),
    *(("image", last) for last in ("names", "references", "refs", "uris", "urls", "overrides", "list", "map")),
)
"""The ends of the names of lists and maps of references."""
_TAGS = frozenset({"tag", "version"})
_POINTERS = (("reference",), ("url",), ("uri",))
"""The names of what is pulled, where a pull policy stands beside it."""

_STAGES = (("application",), ("init",))
"""The names of the images of one program, in an object of theirs."""

_IN_IMAGES = frozenset({"name", "reference", "ref", "url", "uri", "value", "full", "path"})
_OF_OBJECTS = frozenset({"namespace", "kind", "apiGroup", "apiVersion", "group", "external", "newName"})
_PULLED = frozenset(
    {"pullPolicy", "pullSecrets", "imagePullPolicy", "imagePullSecrets", "imagePullSecret", "pullSecret"}
)
_OTHER_PARTS = frozenset({"name", "repository", "repo", "registry", "tag", "url", "uri", "reference", "ref", "id"})
_NO_REFERENCE = frozenset({"policy", "secret", "secrets", "tag", "version", "digest", "pull", "arch", "platform"})
_OF_PODS = frozenset({"init", "sidecar", "container", "docker", "exporter", "reloader"})
"""Words of a name that make it one of an image that a Pod runs."""

_HOLDERS = frozenset({"container", "containers", "sidecar", "sidecars", "pod", "docker"})


class StringField(NamedTuple):
    """A string field of a kind."""

    group: str
    trail: Trail
    schema: Schema
    siblings: frozenset[str]
    """The keys of the object that holds it."""
    description: str
    registry_elsewhere: bool = False
    """Whether images of the same schema are named without a registry, which then stands in a field of its own."""

    @property
    def keys(self) -> list[str]:
        """The keys from the root to the field."""
        return keys_of(self.trail)

    @property
    def is_collected(self) -> bool:
        """Whether it is an item of a list or a value of a map."""
        return bool(self.trail) and not isinstance(self.trail[-1], str)


class Classification(NamedTuple):
    """What a field is."""

    holds: str
    certainty: str
    reason: str


def judge(string_field: StringField) -> Classification | None:
    """Tell what a string field is by its name, its description and what else the schema says of it."""
    keys = string_field.keys
    if not keys:
        return None
    if not string_field.is_collected and holds_values(keys, string_field.description):
        return Classification("yaml", LIKELY, REASON)
    words = words_of(keys[-1])
    parent = words_of(keys[-2]) if len(keys) > 1 and not string_field.is_collected else ()
    holds = _role(string_field, words, parent)
    if holds is None:
        return None
    against = _find_against(string_field, words)
    if against:
        return Classification(holds, DOUBTFUL, against)
    for_it = _find_for(string_field)
    return Classification(holds, CERTAIN, for_it) if for_it else Classification(holds, LIKELY, "its name says so")


def _role(string_field: StringField, words: tuple[str, ...], parent: tuple[str, ...]) -> str | None:
    """Tell what a field would be by its name, or by what is said of it."""
    if words[-1:] == ("image",):
        return _role_of_image(string_field, words)
    if words[-1:] in (("repository",), ("repo",), ("registry",)):
        return _role_of_registry(string_field, words, parent)
    if len(words) == 1 and words[0] in _IN_IMAGES and names_image(parent):
        return _role_in_image(string_field, words[0])
    if words in _POINTERS and _is_pulled(string_field):
        # The address of a repository of another kind is none without its scheme.
        return "oci" if _says(false_positive.SAYS_SOURCE, string_field.description) else "reference"
    return "reference" if _is_one_of_images(string_field, words, parent) or _is_whole_by(string_field, words) else None


def _role_of_image(string_field: StringField, words: tuple[str, ...]) -> str:
    text = string_field.description
    is_base = words[-2:-1] == ("base",)
    is_bare = is_base and (_says(false_positive.SAYS_BARE, text) or _TAGS & string_field.siblings)
    return "repository" if is_bare or _says(false_positive.SAYS_TAGLESS, text) else "reference"


def _is_whole_by(string_field: StringField, words: tuple[str, ...]) -> bool:
    """Tell whether a field is a whole reference by its name, its description, or an example."""
    says_whole = _says(false_positive.SAYS_WHOLE, string_field.description)
    endings = (*_OF_REFERENCES, *_OF_COLLECTIONS) if string_field.is_collected else _OF_REFERENCES
    named = any(words[-len(ending) :] == ending for ending in endings)
    if named or (words[-2:] == ("image", "tag") and says_whole):
        return True
    is_told = says_whole or any(map(_is_whole, string_field.schema.samples))
    return is_told and not _NO_REFERENCE & set(words)


def _is_pulled(string_field: StringField) -> bool:
    """Tell whether what a pull policy or secret stands beside is this field: no other is named as an image."""
    beside = string_field.siblings
    return bool((_PULLED | {"imageDigest"}) & beside) and not any(names_image(words_of(key)) for key in beside)


def _is_one_of_images(string_field: StringField, words: tuple[str, ...], parent: tuple[str, ...]) -> bool:
    """Tell whether a field is one of the images that an object holds under their own names: ``images: {tempo: …}``."""
    is_in_object = all(isinstance(part, str) for part in string_field.trail[-2:])
    if not is_in_object or not names_image(parent) or _OTHER_PARTS & string_field.siblings:
        return False
    if _NO_REFERENCE & set(words):
        return False
    return parent[-1] == "images" or (words in _STAGES and bool(_PULLED & string_field.siblings))


def _role_of_registry(string_field: StringField, words: tuple[str, ...], parent: tuple[str, ...]) -> str | None:
    text = string_field.description
    if words == ("registry",) and not text and string_field.registry_elsewhere:
        return "registry"
    if words[-2:-1] not in (("image",), ("docker",), ("container",)) and not names_image(parent):
        strong_only = bool(re.search(r"\b(container|docker|oci) (images?|registry)\b|\bimages\b", text, re.IGNORECASE))
        if not _says(false_positive.SAYS_REGISTRY, text) or false_positive.phrase_found(text, strong_only=strong_only):
            return None
    is_registry = words[-1] == "registry" or _says(false_positive.SAYS_FOR_ALL, text)
    return "registry" if is_registry else "repository"


def _role_in_image(string_field: StringField, word: str) -> str | None:
    """Tell what a field of an object is that is named as an image."""
    if _OF_OBJECTS & string_field.siblings:
        return None
    if (
        word in ("name", "path", "value")
        and not _PULLED & string_field.siblings
        and not _says(false_positive.SAYS_IMAGE, string_field.description)
    ):
        return None
    return "reference"


def _find_against(string_field: StringField, words: tuple[str, ...]) -> str:
    """Return what speaks against a field, empty if nothing does that counts."""
    schema = string_field.schema
    is_told = bool(_find_for(string_field))
    is_vouched = is_told or bool(_PULLED & string_field.siblings) or ("image" in words and bool(_OF_PODS & set(words)))
    above = words_above(string_field.keys)
    against = false_positive.trap_found(above, false_positive.ANCESTOR_FALSE_POSITIVES)
    against = against or false_positive.phrase_found(string_field.description, strong_only=is_vouched)
    if not against and not is_vouched and not _HOLDERS & above:
        against = false_positive.trap_found(frozenset(words), false_positive.KEY_FALSE_POSITIVES)
    against = against or _find_fault(schema)
    if against:
        return against
    of_group = false_positive.group_found(string_field.group, says_image=False)
    if of_group == false_positive.CLOUD:
        # What a cloud pulls is a container image too.
        return of_group
    says_container = is_told and _says_container(string_field)
    return false_positive.group_found(string_field.group, says_image=says_container)


def _says_container(string_field: StringField) -> bool:
    return _says(false_positive.SAYS_CONTAINER, string_field.description) or any(
        map(_is_whole, string_field.schema.samples)
    )


def _find_fault(schema: Schema) -> str:
    """Return what the schema itself says that makes a reference impossible, empty if nothing does."""
    if schema.choices:
        return "one of a few words"
    if schema.format in ("uri", "url") or "://" in schema.pattern or schema.pattern.startswith("^http"):
        return "the address of a file"
    return "" if schema.type else "its schema does not say that it is a string"


def _find_for(string_field: StringField) -> str:
    """Return what makes sure of a field, empty if nothing does."""
    if _says(false_positive.SAYS_IMAGE, string_field.description):
        return "its description speaks of an image"
    if any(map(_is_whole, string_field.schema.samples)):
        return "its default or example is a reference"
    return ""


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _is_whole(sample: str) -> bool:
    """Tell whether a text can be nothing but a reference: it has a registry's host, and a tag or a digest."""
    reference = read_reference(sample)
    return bool(reference and reference.host and "." in reference.host and (reference.tag or reference.digest))
