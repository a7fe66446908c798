"""The gate: which references a cluster may be given, and what is wrong with those that it may not.

It judges what will be pulled: the reference that the rules make of the written one, in its canonical form, in which
``nginx`` is ``docker.io/library/nginx``.
"""

from __future__ import annotations

from regswap.places.split import is_registry, join_parts, stands_below
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import HUB, ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from regswap.errors import Diagnostic
    from regswap.pipeline.entry import Entry

    Severity = Literal["error", "note"]

ANY_REGISTRY = "*"
"""The allowance that every reference has."""

CHECKS: Mapping[str, str] = {
    "not-allowed": "A reference is outside of the allowed registries.",
    "templated": "A reference holds a variable or a template, so what it names is unknown.",
    "unparsable": "A value stands where a reference belongs, and is not one.",
    "latest": "A reference has the tag `latest`, or neither a tag nor a digest.",
    "no-digest": "A reference has no digest.",
}
"""What can be wrong with a reference, and a sentence about it; the order in which it is told."""

_TEMPLATES = ("is a template", "is a variable")
_PROBE = "any/image"
"""What stands under a registry to find out which one it is."""

_REMEDIES = {
    "not-allowed": "mirror it and add a rule for it, or allow its registry with --allow",
    "templated": "check what is rendered from it",
    "unparsable": "correct it",
    "latest": "name a version",
    "no-digest": "add the digest",
}
_POSSIBLE = "this may not be a reference, and does not fail the check"


class Allowance(NamedTuple):
    """A registry, or a part of one, that references may be in."""

    registry: str
    """``host[:port]`` in lower case; ``*`` for any."""
    path: str = ""
    """What is allowed of it: a repository, and all that lies under it; nothing for all of it."""
    text: str = ""
    """As the user wrote it."""

    def covers(self, registry: str, path: str) -> bool:
        """Tell whether a repository is allowed, or all that lies under a path; nothing for a whole registry."""
        if self.registry == ANY_REGISTRY:
            return True
        if registry.lower() != self.registry:
            return False
        if not self.path or path == self.path or path.startswith(f"{self.path}/"):
            return True
        # `docker.io/nginx` is how people name an official image too.
        return registry == HUB and "/" not in self.path and path == f"library/{self.path}"


class Violation(NamedTuple):
    """What is wrong with one reference."""

    code: str
    """Which of ``CHECKS`` it is."""
    severity: Severity
    """``note`` where it does not fail the check."""
    message: str
    """What is wrong: lower case, no full stop."""
    remedy: str
    registry: str = ""
    """The registry that is not allowed."""


class Finding(NamedTuple):
    """What is wrong with one entry, and where that is written."""

    entry: Entry
    violation: Violation
    diagnostic: Diagnostic


class CheckPolicy(NamedTuple):
    """What is asked of references."""

    allowances: tuple[Allowance, ...] = ()
    """Where they may be; anywhere, if there is none."""
    wants_digest: bool = False
    refuses_latest: bool = False

    @property
    def is_open(self) -> bool:
        """Whether every reference passes that can be read."""
        return not (self.allowances or self.wants_digest or self.refuses_latest)

    def allows(self, registry: str, path: str) -> bool:
        """Tell whether a repository, or all that lies under a path, may be pulled."""
        return not self.allowances or any(one.covers(registry, path) for one in self.allowances)

    def violations(self, entry: Entry, parts: Mapping[str, str] | None = None) -> Iterator[Violation]:
        """Yield what is wrong with a reference; ``parts`` are what it is written in, by role, if it is."""
        for code, fault, registry in self._find_faults(entry, parts or {}):
            becomes = f"becomes `{entry.rewritten}`, which " if entry.rewritten != entry.reference else ""
            named = f"`{_cut(entry.reference)}`" if entry.reference else "it"
            message = f"{entry.path}: {named} {becomes}{fault}"
            if entry.certainty == "possible":
                yield Violation(code, "note", message, _POSSIBLE, registry)
            else:
                yield Violation(code, "error", message, _REMEDIES[code], registry)

    def _find_faults(self, entry: Entry, parts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Yield codes, what is wrong as the end of a sentence, and the registry where that is what is wrong."""
        if stands_below(parts, entry.rewritten):
            # The registry is judged where it stands.
            return
        names_registry = is_registry(parts)
        try:
            reference = ImageReference.parse(_probe(parts) if names_registry else entry.rewritten).canonical()
        except InvalidReference as error:
            reason = entry.reason if entry.status == "unparsable" else error.reason
            yield ("templated" if reason.startswith(_TEMPLATES) else "unparsable"), reason, ""
            return
        if entry.status == "unparsable":
            yield ("templated" if entry.reason.startswith(_TEMPLATES) else "unparsable"), entry.reason, ""
            return
        place = reference.path.removesuffix(_PROBE).rstrip("/") if names_registry else reference.path
        if not self.allows(reference.registry, place):
            yield "not-allowed", f"is in `{reference.registry}`, outside of what is allowed", reference.registry
        if reference.digest is None and not (names_registry and reference.tag is None):
            yield from self._find_moving(reference, is_whole=not parts)

    def _find_moving(self, reference: ImageReference, *, is_whole: bool) -> Iterator[tuple[str, str, str]]:
        """Yield in what way a reference without a digest may name another image tomorrow."""
        if self.refuses_latest and reference.tag == "latest":
            yield "latest", "has the tag `latest`", ""
        # Where parts have no tag, the program that reads them chooses one.
        if self.refuses_latest and reference.tag is None and is_whole:
            yield "latest", "has neither a tag nor a digest, so that the tag is `latest`", ""
        if self.wants_digest:
            yield "no-digest", "has no digest", ""


def read_allowance(text: str) -> Allowance:
    """Read an allowance, ``HOST[:PORT][/path]`` or ``*``.

    Raises:
        ValueError: it is none; its text continues a sentence that begins with the allowance.

    """
    if text == ANY_REGISTRY:
        return Allowance(ANY_REGISTRY, "", text)
    try:
        reference = ImageReference.parse(text.removesuffix("/") + "/" + _PROBE)
    except InvalidReference as error:
        raise ValueError(error.reason if text else "is empty") from None
    if reference.host is None:
        raise ValueError("does not begin with a registry")
    path = reference.path.removesuffix(_PROBE).rstrip("/")
    return Allowance(reference.registry.lower(), path, text)


def explain_allowance(text: str) -> str:
    """Return what to write instead of a text that is not an allowance."""
    bare = text.partition("://")[2] or text
    bare = bare.partition("@")[0].removesuffix("*").rstrip("/")
    head, slash, tail = bare.rpartition("/")
    bare = head + slash + tail.partition(":")[0] if slash else bare
    guess = next((one for one in (bare, f"{HUB}/{bare}") if bare and _is_allowance(one)), "")
    return f"write `{guess}`" if guess else "write a registry and, if need be, a path in it, as in `quay.io/team`"


def _is_allowance(text: str) -> bool:
    try:
        read_allowance(text)
    except ValueError:
        return False
    return True


def _probe(parts: Mapping[str, str]) -> str:
    """Return a reference to an image in the registry that some parts name."""
    return join_parts({**parts, "repository": _PROBE})


def _cut(text: str) -> str:
    longest = 100
    return text if len(text) <= longest else f"{text[:longest]}..."
