"""Images and other artifacts to carry, each with its source, its target and the places that need it."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.reference import ImageReference

if TYPE_CHECKING:
    from typing import Literal

    from regswap.pipeline.entry import Entry

    Cargo = Literal["image", "chart"]

_SLUG = 80
"""Characters of a reference that its name in a layout shows; a tag has 128 at most."""
_DIGITS = 16


class Place(NamedTuple):
    """The place of a reference, or of something else that needs its image."""

    source: str
    """The file as the user named it, or ``<stdin>``."""
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    object: str
    """``Cluster db`` or ``Deployment shop/web``."""
    path: str
    """From the root of the document: ``spec.imageName``."""
    reference: str = ""
    """As it is written there."""

    def __str__(self) -> str:
        """Return ``file:line Object name path``."""
        return f"{self.source}:{self.line} {self.tell('')}".rstrip()

    def tell(self, text: str) -> str:
        """Return ``Object name path``, and then a text about it."""
        return " ".join(filter(None, (self.object, self.path, text)))

    def diagnose(self, text: str, remedy: str, code: str = "") -> Diagnostic:
        """Make a finding that begins with what stands there."""
        return Diagnostic(self.tell(text), remedy, self.source, self.line, self.column, code=code)


class BundleImage(NamedTuple):
    """One thing to carry."""

    source: str
    """The full reference as a node pulls it: ``docker.io/library/nginx:1.25``."""
    target: str
    """The full reference that it is rewritten to; equal to the source where nothing rewrites it."""
    places: tuple[Place, ...]
    cargo: Cargo = "image"


def complete_text(text: str) -> str:
    """Return what a node pulls for a text, such as ``nginx``; raises InvalidReference."""
    return str(ImageReference.parse(text).complete())


def place_of(entry: Entry) -> Place:
    """Return where an entry is written."""
    named = " ".join(filter(None, (entry.kind, entry.full_name)))
    return Place(entry.source, entry.line, entry.column, named, entry.path, entry.reference)


def name_in_layout(source: str) -> str:
    """Return the tag under which an OCI layout holds a source.

    It begins with what a person recognizes, and ends with a hash of the source, so that two sources never share one.
    """
    from hashlib import sha256

    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", source.partition("@")[0])[-_SLUG:].lstrip(".-")
    return f"{slug}-{sha256(source.encode()).hexdigest()[:_DIGITS]}"
