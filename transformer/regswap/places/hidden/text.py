"""References in running text: ConfigMap values, annotations, scripts, manifests and templates inside of strings."""

from __future__ import annotations

from functools import lru_cache

from regswap.lazy_pattern import lazy
from regswap.places.hidden.certainty import Surroundings, judge
from regswap.places.hidden.context import find_flags, find_object_keys, find_outer_name, read_context
from regswap.places.hidden.hint import may_hold_token
from regswap.places.hidden.known import SKIPPED
from regswap.places.hidden.name import IMAGE, MENTION, OTHER, REPOSITORY, is_description, is_known, kind_of, tell_apart
from regswap.places.hidden.row import find_siblings, is_in_comment, read_rows
from regswap.places.hidden.script import find_head, find_objection, is_image_of_command, is_script
from regswap.places.hidden.token import LONGEST, find_candidates
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

    from regswap.places.hidden.context import Context
    from regswap.places.hidden.row import Row
    from regswap.places.hidden.token import Candidate, Token
    from regswap.reference import ImageReference

_ROW_MAY_HOLD = lazy(r"[/@]|:\S|[Mm]age|MAGE")

_CACHED = 1024
SETS = "--set"
_REGISTRY_IS_SET = lazy(r"(?:^|[.,=])(?:image)?[Rr]egistry=[^,\s]")
_AROUND_A_VALUE = " \t\r\n\"'`"

PART_OF_IMAGE = frozenset({"name", "ref", "reference", "default", "value", "full", "url", "uri"})
"""Keys that hold a reference where they stand under a key that is called an image."""


class Subject(NamedTuple):
    """The string that is searched."""

    text: str
    start: int
    """Where to begin: after ``--flag=``."""
    name: str
    """What the whole value is called: a flag with its dashes, a variable, a key; may be empty."""
    phrase: str
    """How to say that a token is the value of it."""
    is_text: bool
    """Whether it is a text of many lines or keys, and no argument or variable."""
    beside: frozenset[str] = frozenset()
    """The flags, variables or keys beside it, flags without their dashes."""
    is_script: bool = False
    """Whether it is a script, in which much is printed or compared."""
    siblings: frozenset[str] = frozenset()
    """The keys beside that of the whole value, where that is a field and no text."""


def find_in_text(text: str, name: str, hosts: Container[str], beside: frozenset[str] = frozenset()) -> list[Token]:
    """Find references in a ConfigMap's value or an annotation, in the order in which they stand.

    ``name`` is the ConfigMap's key or the annotation's name, ``hosts`` the registries that rules name
    (``host[:port]``), ``beside`` the keys or names beside its own.
    """
    if not may_hold_tokens(name, text):
        return []
    phrase = f"stands under the key {name}"
    subject = Subject(text, 0, name, phrase, is_text=True, beside=beside, is_script=is_script(text, name))
    return find_tokens(subject, hosts)


def find_tokens(subject: Subject, hosts: Container[str]) -> list[Token]:
    """Find references in a string that may hold some (``may_hold_tokens``), in the order in which they stand."""
    text = subject.text
    rows = list(read_rows(text, subject.start, len(text)))
    words = len(rows) == 1 and (says_image(subject.name) or sets_registry(subject.name, subject.text))
    may_hold = _ROW_MAY_HOLD.search
    tokens = []
    for place, row in enumerate(rows):
        if words or may_hold(text, row.start, row.end):
            for candidate in find_candidates(text, row.start, row.end, words=words):
                token = judge(candidate, _look_around(subject, rows, place, candidate), hosts)
                if token is not None:
                    tokens.append(token)
    return tokens


def sets_registry(flag: str, text: str) -> bool:
    """Tell whether the value of a flag sets a registry that is put before images elsewhere, as Helm's ``--set`` may."""
    return flag.startswith(SETS) and _REGISTRY_IS_SET.search(text) is not None


def may_hold_tokens(name: str, text: str, start: int = 0) -> bool:
    """Tell whether a string may hold references from some place on, from what the whole value is called too."""
    return name not in SKIPPED and (may_hold_token(text, start) or says_image(name))


@lru_cache(_CACHED)
def says_image(name: str) -> bool:
    """Tell whether a name says that its value is a reference, or speaks of one."""
    return kind_of(name) in {IMAGE, MENTION, REPOSITORY} or is_known(name)


def _look_around(subject: Subject, rows: list[Row], place: int, candidate: Candidate) -> Surroundings:
    row = rows[place]
    context = read_context(subject.text, candidate, row.start, row.end)
    name = _find_name(subject, row, candidate, context)
    return Surroundings(
        name=name,
        phrase=_phrase(subject, name, context),
        is_bound=context.is_bound,
        is_alone=bool(context.sign) or _is_all(subject, candidate),
        in_text=subject.is_text,
        siblings=_find_siblings(subject, rows, place, candidate),
        beside=_find_beside(subject, rows, place, candidate, name) if tell_apart(name) else frozenset(),
        doubt=_find_doubt(subject, row, candidate, context),
        is_run=_is_run(subject, row, candidate, context),
    )


def _is_run(subject: Subject, row: Row, candidate: Candidate, context: Context) -> bool:
    """Tell whether a candidate is the image of a command that runs, pulls or sets one."""
    if not candidate.reference.suffix or not (context.is_command or context.sign == "="):
        return False
    return is_image_of_command(find_head(subject.text, row.start, candidate.start - candidate.scheme_length))


def _is_all(subject: Subject, candidate: Candidate) -> bool:
    """Tell whether nothing but white space and quotes stands beside a candidate."""
    if len(subject.text) - subject.start > 2 * LONGEST:
        return False
    return subject.text[subject.start :].strip(_AROUND_A_VALUE) == candidate.text


def _find_name(subject: Subject, row: Row, candidate: Candidate, context: Context) -> str:
    """Return the name that says most about a candidate: its own, or one that stands above it."""
    own = context.name
    if not own:
        return _find_outer(subject, row, candidate) or subject.name if context.is_item else ""
    if kind_of(own) != OTHER or is_known(own):
        return own
    outer = row.parent if own == row.key else find_outer_name(subject.text, candidate.start, row.start, "{")
    if kind_of(outer) == IMAGE and (is_full(candidate.reference) if outer.endswith("mages") else own in PART_OF_IMAGE):
        return outer
    # A map such as `--images=a=quay.io/a:1`, lines of `4.2.0=quay.io/a:1`, or JSON in a variable.
    if context.sign != " " and not own.startswith("-") and not outer and not subject.is_text:
        return subject.name
    return own


def is_full(reference: ImageReference) -> bool:
    """Tell whether it has so much of a reference that it is no path, digest or name beside one."""
    return bool(reference.tag) and (reference.host is not None or "/" in reference.path)


def _find_outer(subject: Subject, row: Row, candidate: Candidate) -> str:
    """Return the name of the list that an item stands in."""
    return find_outer_name(subject.text, candidate.start, row.start, "[") or row.key or row.parent


def _phrase(subject: Subject, name: str, context: Context) -> str:
    if name and name == subject.name:
        return subject.phrase
    if name.startswith("-") or context.sign in {"=", " "}:
        return f"the value of {name}"
    return f"stands under the key {name}"


def _find_siblings(subject: Subject, rows: list[Row], place: int, candidate: Candidate) -> frozenset[str]:
    reference = candidate.reference
    if not subject.is_text:
        return subject.siblings
    if reference.host is not None and (reference.tag or reference.digest):
        return frozenset()
    return _find_keys(subject, rows, place, candidate)


def _find_keys(subject: Subject, rows: list[Row], place: int, candidate: Candidate) -> frozenset[str]:
    row = rows[place]
    keys = find_object_keys(subject.text, candidate.start, row.start, row.end)
    return keys or (find_siblings(rows, place) if row.key else keys)


def _find_beside(subject: Subject, rows: list[Row], place: int, candidate: Candidate, name: str) -> frozenset[str]:
    """Return the names beside that of a candidate: flags of one command line, keys of one mapping."""
    if name.startswith("-"):
        return subject.beside | find_flags(subject.text, candidate.start)
    return subject.beside if name == subject.name else _find_keys(subject, rows, place, candidate)


def _find_doubt_of_command(subject: Subject, row: Row, candidate: Candidate, context: Context) -> str:
    """Return what speaks against an argument of a command, empty if nothing does."""
    if not (subject.is_script or context.is_command) or context.sign == ":":
        return ""
    head = find_head(subject.text, row.start, candidate.start - candidate.scheme_length)
    return find_objection(head, is_command=context.is_command)


def _find_doubt(subject: Subject, row: Row, candidate: Candidate, context: Context) -> str:
    if is_in_comment(subject.text, row, candidate.start):
        return "stands in a comment"
    if context.is_key:
        return "is a key itself"
    if subject.is_text and is_description(subject.name):
        return "stands in a text for people"
    doubt = _find_doubt_of_command(subject, row, candidate, context)
    if doubt:
        return doubt
    # `https://example.com/?image=quay.io/a`
    if not context.name and candidate.start > row.start and subject.text[candidate.start - 1] in "=&":
        return "stands in a longer word"
    return ""
