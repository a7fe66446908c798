"""Tokens: the parts of a string that read as image references; and candidates, the parts that may be one."""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, InvalidReference
from regswap.registry import SCHEMES, is_registry

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

CERTAIN, HIDDEN, POSSIBLE = "certain", "hidden", "possible"
"""How sure it is that a token is a reference: a known program says so; its name, its registry or its digest says so;
it only looks like one, and is never rewritten."""

APART = "its registry stands apart"
"""How the reason ends of what is a part of a reference only."""

LONGEST = 1024
"""Characters of the longest token; a registry takes no longer reference."""

_NEAR = 80
"""Characters before a plain word in which a name must stand that says it is an image."""

_WORD = r"[A-Za-z0-9._/:@+-]+"
_TEMPLATE = r"\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|\$\([A-Za-z_][^()\s]*\)|\$[A-Za-z_][A-Za-z0-9_]*"
TEMPLATE = lazy(_TEMPLATE)
"""What another program puts something in the place of."""
_FORM = lazy("[/@]|:.")
"""What a word has that may be a reference whatever it is called."""
# Each alternative begins with characters of its own and nothing follows the repetition, so that nothing is read twice.
_RUN = lazy(rf"(?:{_WORD}|{_TEMPLATE})+")

_BEFORE = frozenset("\t\n\r \"'`=,:;([{<>|&!")
_AFTER = frozenset("\t\n\r \"'`=,:;)]}<>|&!\\")
# The letter of an escape is no part of what follows it: JSON in a string often holds `\nquay.io/a`.
_ESCAPE = lazy(r"\\(?:[nrtbf/]|u[0-9A-Fa-f]{4})")
_FILE = lazy(
    r"\.(?:png|jpe?g|gif|svg|ico|webp|ya?ml|json|toml|xml|html?|css|js|ts|md|txt|log|sh|py|go|jar|so|conf|cfg|ini|pem|crt"
    r"|key|tar|t?gz|zip|iso|qcow2|img|vmdk|vhd|raw|sif|sock|bin|exe|lock|git)"
)


class Token(NamedTuple):
    """A part of a string that is, or may be, an image reference."""

    start: int
    """Offset in the string."""
    end: int
    text: str
    certainty: str
    """``certain``, ``hidden`` or ``possible``."""
    reason: str
    """Continues a sentence that begins with the token: lower case, no full stop."""
    is_templated: bool = False
    """Whether variables or template actions stand in it, so that it does not parse and cannot be edited."""
    names_place: bool = False
    """Whether it is no image but what images are put below: a registry, or a part of one."""


class Candidate(NamedTuple):
    """A part of a string that has the form of a reference; whether it is one, its surroundings tell."""

    start: int
    end: int
    text: str
    reference: ImageReference
    """What it parses as; where it is templated, with ``x`` for each template."""
    is_templated: bool
    scheme_length: int
    """How many characters a scheme such as ``docker://`` takes before it; 0 where there is none."""


def find_candidates(text: str, start: int, end: int, *, words: bool) -> Iterator[Candidate]:
    """Yield what has the form of a reference between two offsets, file names too, but no URLs or paths.

    Plain words are left out where nothing just before them speaks of an image, unless ``words`` asks for them.
    """
    for run in _RUN.finditer(text, start, end):
        place = run.start()
        if words or _FORM.search(run[0]) or _follows_name(text[max(start, place - _NEAR) : place]):
            candidate = _read_run(text, place, run.end(), (start, end))
            if candidate is not None:
                yield candidate


def _follows_name(head: str) -> bool:
    """Tell whether a text ends with a name that speaks of an image, and a sign or a blank."""
    bare = head.rstrip(" \t\"'`\\")
    return "mage" in head.lower() and (bare[-1:] in {":", "=", ">"} or bare[bare.rfind(" ") + 1 :].startswith("-"))


def names_known_registry(reference: ImageReference, hosts: Container[str]) -> bool:
    """Tell whether a reference names a registry that everybody knows, or one of the hosts that rules name."""
    return reference.host is not None and (reference.registry in hosts or is_registry(reference.registry))


def looks_like_file(reference: ImageReference) -> bool:
    """Tell whether it ends as file names do."""
    _, dot, extension = reference.path.rpartition(".")
    return bool(dot) and not reference.digest and not reference.tag and bool(_FILE.fullmatch(f".{extension}"))


def _read_run(text: str, start: int, end: int, limits: tuple[int, int]) -> Candidate | None:
    span = _trim(text, start, end, limits)
    if span is None:
        return None
    start, end = span
    scheme = next((scheme for scheme in SCHEMES if text.startswith(scheme, start, end)), "")
    start += len(scheme)
    raw = text[start:end]
    is_templated = "$" in raw or "{" in raw
    shape = TEMPLATE.sub("x", raw) if is_templated else raw
    # Most words are neither: the cheap tests come first.
    if not shape[:1].isalnum() or "://" in shape or (is_templated and not any(sign in shape for sign in "/:@")):
        return None
    try:
        reference = ImageReference.parse(shape)
    except InvalidReference:
        return None
    return Candidate(start, end, raw, reference, is_templated, len(scheme))


def _trim(text: str, start: int, end: int, limits: tuple[int, int]) -> tuple[int, int] | None:
    """Take off what belongs to the text around a run; None where it is a part of something else, a path or a glob."""
    first, limit = limits
    if end < limit and text[end] not in _AFTER:
        return None
    if start > first and text[start - 1] == "\\":
        escape = _ESCAPE.match(text, start - 1, end)
        start = escape.end() if escape else end
    elif (start > first and text[start - 1] not in _BEFORE) or _is_continued(text, start, end, limits):
        return None
    # A full stop ends a sentence and a colon a key; no tag that anyone uses ends so.
    while end > start and text[end - 1] in ".:":
        end -= 1
    return (start, end) if 0 < end - start <= LONGEST else None


def _is_continued(text: str, start: int, end: int, limits: tuple[int, int]) -> bool:
    """Tell whether a backslash at the end of a line splits a word, as YAML allows in double quotes."""
    first, limit = limits
    if limit - end <= len("\\\r") and text[end:limit].rstrip("\r") == "\\":
        return True
    before = text[max(0, first - 4) : first].rstrip("\r\n")
    # A shell leaves a blank before it.
    is_joined = before.endswith("\\") and before[-2:-1] not in {"", " ", "\t", "\\"}
    return is_joined and start - first <= LONGEST and not text[first:start].strip()
