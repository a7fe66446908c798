"""Holes: references of which nobody can say what is to be carried; a plan with one is not a plan."""

from __future__ import annotations

from regswap.bundle.image import Place, complete_text, place_of
from regswap.errors import Diagnostic
from regswap.pipeline.decide import PLACEHOLDERS
from regswap.pipeline.entry import REWRITTEN_BY
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference, InvalidReference

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from regswap.pipeline.entry import Entry

    Code = Literal["possible", "templated", "unparsable", "incomplete", "outside", "collision", "unread", "live"]

HOLES: Mapping[Code, str] = {
    "possible": "A text may be a reference, and is never rewritten.",
    "templated": "A reference holds a variable or a template.",
    "unparsable": "What stands where a reference belongs is not one.",
    "incomplete": "A registry, a repository without a version or an entry of another program: the image is not known.",
    "outside": "A reference stays as it is, so that it is pulled from where it is now.",
    "collision": "Two sources have one target.",
    "unread": "Something was not looked at: a chart, values, a remote base, a template.",
    "live": "An image runs in the cluster, and no manifest names it.",
}
"""The kinds of holes, with a sentence about each."""

ACCEPT = "or accept it in `spec.bundle.accept`"
_EXTRA = "name the images in `spec.bundle.extra` and accept this in `spec.bundle.accept`"
_TEMPLATES = ("is a template", "is a variable")
_REMEDIES: Mapping[Code, str] = {
    "templated": f"plan what is rendered from it, {ACCEPT}",
    "unparsable": f"correct it, {ACCEPT}",
}
_INCOMPLETE = {
    "registry": ("names a registry, below which a program looks for images of its own", _EXTRA),
    "part": ("is a part of a reference: the program that reads it adds a registry or a version", _EXTRA),
    "entry": ("is an entry of kustomize's `images`, which changes other references", "plan what kustomize builds"),
}


class Hole(NamedTuple):
    """A reference that cannot be carried, or of which it is not known whether it has to be, and its place."""

    code: Code
    """One of ``HOLES``."""
    place: Place
    reason: str
    """It continues a sentence that begins with the reference: lower case, no full stop."""
    remedy: str

    def as_diagnostic(self) -> Diagnostic:
        """Return it as an error of the run."""
        place = self.place
        named = [place.object, place.path] if place.object else []
        written = [f"`{place.reference}`"] if place.reference else []
        told = " ".join([*named, *written, self.reason])
        return Diagnostic(told, self.remedy, place.source, place.line, place.column, code=self.code)


def find_hole(entry: Entry) -> Hole | None:
    """Return why an entry does not say which image is pulled; None where it does."""
    place = place_of(entry)
    if entry.reference in PLACEHOLDERS:
        return Hole("incomplete", place, PLACEHOLDERS[entry.reference], _EXTRA)
    if entry.names != "image":
        return Hole("incomplete", place, *_INCOMPLETE[entry.names])
    reason = entry.reason if entry.status == "unparsable" else find_fault(entry.reference)
    if reason:
        code: Code = "templated" if reason.startswith(_TEMPLATES) else "unparsable"
        return Hole(code, place, reason, _REMEDIES[code])
    fault = find_fault(entry.rewritten)
    if fault:
        return Hole("unparsable", place, f"becomes `{entry.rewritten}`, which {fault}", f"correct the rule, {ACCEPT}")
    if entry.certainty == "possible":
        return Hole("possible", place, entry.found, f"if it is one, name it in `spec.bundle.extra`, {ACCEPT}")
    return None


def find_outside(entry: Entry) -> Hole | None:
    """Return why the image of an entry is pulled from where it is now; None where it is not."""
    if complete_text(entry.reference) != complete_text(entry.rewritten):
        return None
    remedy = f"rewrite it with {REWRITTEN_BY[entry.certainty]}" if entry.is_left else "write a rule for it"
    return Hole("outside", place_of(entry), entry.reason, f"{remedy}, {ACCEPT}")


def tell_unread(diagnostic: Diagnostic) -> Hole:
    """Return the hole that something is which was not looked at."""
    place = Place(diagnostic.source, diagnostic.line, diagnostic.column, "", "")
    return Hole("unread", place, diagnostic.message, diagnostic.remedy)


def find_fault(text: str) -> str:
    """Return why a text is not a reference, empty if it is one; it continues a sentence that begins with the text."""
    try:
        ImageReference.parse(text)
    except InvalidReference as error:
        return error.reason
    return ""
