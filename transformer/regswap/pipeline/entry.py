"""Entries: one for each site, with what became of it."""

from __future__ import annotations

from regswap.places.object import join_name
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from regswap.rules.engine.rule import Rule

    Status = Literal["changed", "unchanged", "unparsable", "reported"]
    """What became of a site; ``reported`` is one in a hidden place that would change and was left."""

    Named = Literal["image", "registry", "part", "entry"]
    """What a site names: an image; a registry, or a part of one, below which a program looks for images; an image whose
    registry or version stands elsewhere; an entry of kustomize's ``images``."""

STATUSES: tuple[Status, ...] = ("changed", "unchanged", "reported", "unparsable")

CERTAIN = "certain"
"""The certainty of a place that is known, or of a hidden one in a program that is known; see
``regswap.places.hidden``."""


REWRITTEN_BY: Mapping[str, str] = {CERTAIN: "--hidden certain", "hidden": "--hidden rewrite"}
"""What rewrites references in hidden places, by how sure they are; what is only possible is never rewritten."""


class Fragment(NamedTuple):
    """One of the fields that make a reference together."""

    path: str
    value: str
    becomes: str
    """Equal to ``value`` where it stays."""


class Entry(NamedTuple):
    """One site, and what became of it."""

    source: str
    document: int
    """1-based."""
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    api_version: str
    kind: str
    namespace: str
    name: str
    path: str
    """From the root of the document: ``spec.containers[0].image``."""
    reference: str
    rewritten: str
    status: Status
    rule: Rule | None
    reason: str
    found: str = "catalogue"
    """How the place is known: ``catalogue``, ``path``, ``shape``, or in words what shows a hidden one."""
    certainty: str = CERTAIN
    """``certain``, ``hidden`` or ``possible``."""
    container: str = ""
    """The name of the container that it is in, if it is in one."""
    offset: int | None = None
    """Where in the text of the field the reference begins, if it is in a hidden place."""
    parts: tuple[Fragment, ...] = ()
    """The fields that make the reference, where they are several or hold a part of it only."""
    names: Named = "image"
    is_unmatched: bool = False
    """Whether it would be rewritten, and no rule says anything about it."""
    is_refused: bool = False
    """Whether it would be rewritten, and what its rule makes of it cannot be used."""
    is_unlisted: bool = False
    """Whether no row lists its place, and the shape of the object does not tell either."""

    @property
    def full_name(self) -> str:
        """The name of the object, with its namespace before it."""
        return join_name(self.namespace, self.name)

    @property
    def is_left(self) -> bool:
        """Whether it is left alone only because of what is asked for references in hidden places."""
        return self.status == "reported" and self.certainty in REWRITTEN_BY and not self.is_refused

    @property
    def names_image(self) -> bool:
        """Whether it is about an image, and not about a part of a reference or what may not be one."""
        return self.names == "image" and self.status != "unparsable" and self.certainty != "possible"

    @property
    def changed(self) -> bool:
        """Whether the reference became another."""
        return self.status == "changed"
