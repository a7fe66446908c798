"""Whether a candidate is a reference: the one rule for all hidden places.

It is one for certain where it is the value of a name that is one program's own, or that a program is known by: see
``known``. It is hidden where a name says that the value is an image, where
its registry is one that a rule names or that is known, or where it has a digest; and possible where it only looks
like one. Precision comes first: what is certain is rewritten, and what is hidden may be.
"""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.places.hidden.known import DIGEST_ALGORITHMS, NO_IMAGES
from regswap.places.hidden.name import (
    IMAGE,
    MENTION,
    NEVER,
    PROSE,
    REPOSITORY,
    is_description,
    is_known,
    is_of_images,
    kind_of,
    tell_apart,
)
from regswap.places.hidden.token import APART, CERTAIN, HIDDEN, POSSIBLE, Token, looks_like_file, names_known_registry
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.registry import is_registry

if TYPE_CHECKING:
    import re
    from collections.abc import Container

    from regswap.places.hidden.token import Candidate
    from regswap.reference import ImageReference

_FEWEST_PORT_DIGITS = 4
_HOST = lazy(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?|[a-z0-9.-]+:[0-9]{4,5}")
"""A host that can be nothing else: it has a dot or a port."""
_TAG_KEYS = lazy(r".*(?:tag|digest|image_?version)|version|sha")
_OF_AN_IMAGE_KEYS = lazy(r".*(?:tag|digest)")
"""A version stands beside a repository of source code as well."""
_KUSTOMIZE_KEYS = lazy(r"newname|newtag")
"""Beside them stands what kustomize looks for, not what it writes."""
_REGISTRY_KEYS = lazy(r".*(?:registry|prefix)|(?:.*_)?hub")
_PUSHED = lazy(r"push|output|dest")
_BARE_NAMES = lazy(r"image[._-]?name$")
"""Names of values that a registry is put before."""
_PLACE_NAMES = lazy(
    r".*registry(?:[._-]?ur[il])?|.*image[._-]?prefix|(?:.*[._-])?hub"
    r"|(?:.*[._-])?repo(?:sitory)?[._-]?(?:ur[il]|address)"
)
"""Names of what images are put below."""


class Surroundings(NamedTuple):
    """What is known about the value that a candidate stands in."""

    name: str
    """The name that counts: its own key or flag, or that of the whole value."""
    phrase: str
    """``the value of --image`` or ``stands under the key image``."""
    is_bound: bool
    """Whether it is a value or an item, and no word in a sentence."""
    is_alone: bool
    """Whether nothing else stands under that name."""
    in_text: bool
    """Whether the value is a text, where a short name is often only a part of a reference."""
    siblings: frozenset[str]
    """The keys beside its own."""
    beside: frozenset[str]
    """The names beside its own, flags without their dashes, where those tell which program it is."""
    is_run: bool
    """Whether it is the image of a command that runs, pulls or sets one."""
    doubt: str
    """Why it can be possible at most: ``stands in a comment``; empty where nothing speaks against it."""


def judge(candidate: Candidate, around: Surroundings, hosts: Container[str]) -> Token | None:
    """Make a token of a candidate, if it is one."""
    found = _judge(candidate, around, hosts)
    if found is None:
        return None
    certainty, reason = found
    if candidate.is_templated:
        certainty, reason = POSSIBLE, f"{reason}, and has a template or a variable in it"
    elif around.doubt and certainty != POSSIBLE:
        certainty, reason = POSSIBLE, f"{reason}, but {around.doubt}"
    elif certainty != POSSIBLE and not candidate.reference.tag and not candidate.reference.digest:
        reason = f"{reason}; its tag stands apart" if _has(around, _TAG_KEYS) else reason
    names_place = _is_bare_registry(candidate, around, kind_of(around.name), hosts) or (
        not candidate.reference.suffix and _PLACE_NAMES.fullmatch(around.name.lower()) is not None
    )
    return Token(candidate.start, candidate.end, candidate.text, certainty, reason, candidate.is_templated, names_place)


def _judge(candidate: Candidate, around: Surroundings, hosts: Container[str]) -> tuple[str, str] | None:
    reference = candidate.reference
    kind = kind_of(around.name)
    is_contradicted = kind in {NEVER, PROSE} or _has(around, _KUSTOMIZE_KEYS)
    if _is_of_program(candidate, around, kind) and _names_image(candidate) and not looks_like_file(reference):
        # A bare word is often a placeholder that another tool fills in.
        is_sure = kind == IMAGE and not _BARE_NAMES.search(around.name.lower())
        return (CERTAIN if not _is_word(reference) else HIDDEN if is_sure else POSSIBLE), around.phrase
    told = _judge_by_name_alone(candidate, around, kind, hosts) or _judge_by_digest(candidate, around, kind)
    if told is not None:
        return told
    if names_known_registry(reference, hosts):
        # An `oci://` address without a tag is a repository of charts more often than an image.
        is_image = kind == IMAGE or bool(reference.tag) or not candidate.scheme_length
        is_sure = is_image and around.is_bound and not is_contradicted
        return _grade(f"names the registry {reference.registry}", is_sure=is_sure)
    if candidate.scheme_length:
        return POSSIBLE, "has the scheme of a registry"
    if is_contradicted or looks_like_file(reference):
        return None
    return _judge_by_form(candidate, around, kind)


def _judge_by_name_alone(
    candidate: Candidate, around: Surroundings, kind: str, hosts: Container[str]
) -> tuple[str, str] | None:
    """Judge what is no more than a word, where its name says what that is; None where it does not."""
    if _is_bare_registry(candidate, around, kind, hosts):
        return HIDDEN, f"names the registry {candidate.text}"
    if around.is_bound and _is_word(candidate.reference) and _BARE_NAMES.search(around.name.lower()):
        return (POSSIBLE, f"{around.phrase}; {APART}") if _names_image(candidate) else None
    return None


def _judge_by_digest(candidate: Candidate, around: Surroundings, kind: str) -> tuple[str, str] | None:
    """Judge what has a digest, which says more than a word such as `source` in a name; None where it has none."""
    if not candidate.reference.digest:
        return None
    # What is pushed has no digest before: a push image is one that pushes.
    is_never = kind == NEVER and not _PUSHED.search(around.name.lower())
    is_doubted = is_never or is_description(around.name) or _has(around, _KUSTOMIZE_KEYS)
    return _grade("has a digest", is_sure=not is_doubted)


def _is_bare_registry(candidate: Candidate, around: Surroundings, kind: str, hosts: Container[str]) -> bool:
    """Tell whether a value is no more than a registry: its host, under a name that says so."""
    if kind != REPOSITORY or not around.is_bound or "/" in candidate.text:
        return False
    if candidate.text in hosts or is_registry(candidate.text):
        return True
    return not around.in_text and is_of_images(around.name) and _HOST.fullmatch(candidate.text) is not None


def _is_of_program(candidate: Candidate, around: Surroundings, kind: str) -> bool:
    """Tell whether a candidate is the value of a name under which a known program takes references."""
    if not around.is_bound or not is_known(around.name):
        return False
    if kind == REPOSITORY and around.in_text and candidate.reference.host is None:
        # Its registry stands apart.
        return False
    witnesses = tell_apart(around.name)
    return not witnesses or not witnesses.isdisjoint(around.beside)


def _grade(reason: str, *, is_sure: bool) -> tuple[str, str]:
    return (HIDDEN if is_sure else POSSIBLE), reason


def _judge_by_form(candidate: Candidate, around: Surroundings, kind: str) -> tuple[str, str] | None:
    """Judge what has no registry or digest that tells."""
    reference = candidate.reference
    has_slash = reference.host is not None or "/" in reference.path
    if around.is_run and not reference.path.isdigit():
        return HIDDEN, "is the image of a command"
    has_tag = bool(reference.tag) and not _is_port(reference.tag or "")
    if around.is_bound and kind in _SURE and _names_image(candidate):
        if reference.host is None and _has(around, _REGISTRY_KEYS):
            return POSSIBLE, f"{around.phrase}; {APART}"
        if has_slash and reference.host is None and not reference.suffix and around.in_text and _has(around, _TAG_KEYS):
            return POSSIBLE, f"{around.phrase}; its registry may stand apart as its tag does"
        if _SURE[kind](around, reference, has_slash, has_tag):
            return HIDDEN, around.phrase
        if has_slash or (around.is_alone and kind == IMAGE):
            return POSSIBLE, around.phrase
    return (POSSIBLE, "has a `/` and a tag") if has_slash and has_tag and not candidate.is_templated else None


def _is_sure_image(around: Surroundings, _: ImageReference, has_slash: bool, has_tag: bool) -> bool:  # noqa: FBT001
    # In a text, a short name is often what a hub elsewhere is put before; beside a container's name it is not.
    is_short_name = around.is_alone and (not around.in_text or (around.name == "image" and "name" in around.siblings))
    return has_slash or has_tag or is_short_name


def _is_sure_repository(around: Surroundings, reference: ImageReference, has_slash: bool, has_tag: bool) -> bool:  # noqa: FBT001
    # Without a registry it may be one of source code, or what a chart puts a registry before.
    if has_slash and is_of_images(around.name) and not around.in_text:
        return True
    return reference.host is not None and has_slash and (has_tag or _has(around, _OF_AN_IMAGE_KEYS))


def _is_sure_mention(_: Surroundings, __: ImageReference, has_slash: bool, has_tag: bool) -> bool:  # noqa: FBT001
    return has_slash and has_tag


_SURE = {IMAGE: _is_sure_image, REPOSITORY: _is_sure_repository, MENTION: _is_sure_mention}
"""For each kind of name, whether it makes a reference sure."""


def _names_image(candidate: Candidate) -> bool:
    """Tell whether a value is no word such as ``true`` and no number."""
    reference = candidate.reference
    if candidate.is_templated or reference.host is not None or "/" in reference.path:
        return True
    if reference.tag and reference.path not in DIGEST_ALGORITHMS:
        return True
    return reference.path not in NO_IMAGES | DIGEST_ALGORITHMS and not reference.path.replace(".", "").isdigit()


def _is_word(reference: ImageReference) -> bool:
    return reference.host is None and not reference.tag and not reference.digest and "/" not in reference.path


def _is_port(tag: str) -> bool:
    return tag.isdigit() and len(tag) >= _FEWEST_PORT_DIGITS


def _has(around: Surroundings, keys: re.Pattern[str]) -> bool:
    return any(keys.fullmatch(sibling.lower()) for sibling in around.siblings)
