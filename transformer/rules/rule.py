"""A rule, where it is written, and what the rules decide about one reference. Nothing here knows a rule format."""

from __future__ import annotations

from transformer.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from transformer.errors import Diagnostic

    Kind = Literal["exact", "glob", "regex", "prefix", "skip", "default"]
    Join = Literal["path", "dash", "basename", "prepend", "whole"]
    Scope = Literal["raw", "canonical"]


class Origin(NamedTuple):
    """The place where a rule is written; line and column are 1-based, the column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Rule(NamedTuple):
    """One rule of a rule set; a rule with an empty target leaves what it matches alone."""

    kind: Kind
    """How it matches, and with that its precedence."""
    match: str
    """What it matches: a reference, a pattern, a prefix or a part of the text; ``default`` for a default rule."""
    target: str
    """The text that takes the place of what was matched; never a template."""
    join: Join
    """How the target and the reference become one: see ``transformer.rules.ruleset``."""
    scope: Scope
    """Whether it is compared with the reference as written or with its canonical form."""
    origin: Origin
    text: str
    """The rule as its format writes it, without white space and comments."""


class Decision(NamedTuple):
    """What the rules make of one text."""

    reference: str
    rewritten: str
    """Equal to ``reference`` when it stays as it is."""
    rule: Rule | None
    """The rule that decided; none when no rule matched, or when the text is no reference."""
    reason: str
    """Why, for a person: lower case, no full stop; it continues a sentence that begins with the reference."""
    parsed: bool = True
    """Whether the text is an image reference at all."""

    @property
    def changed(self) -> bool:
        """Whether the reference becomes another text."""
        return self.rewritten != self.reference


class Reading(NamedTuple):
    """What a format made of one source."""

    source: str
    rules: tuple[Rule, ...]
    warnings: tuple[Diagnostic, ...]
