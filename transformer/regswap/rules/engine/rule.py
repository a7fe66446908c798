"""A rule, where it is written, and what the rules decide about one reference. Nothing here knows a rule format."""

from __future__ import annotations

from functools import lru_cache

from regswap.record import TYPE_CHECKING, NamedTuple, Protocol
from regswap.reference import HUB

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from regswap.errors import Diagnostic

    Kind = Literal["exact", "glob", "regex", "prefix", "skip", "default"]
    Join = Literal["path", "dash", "basename", "prepend", "canonical", "expand", "whole"]
    Scope = Literal["raw", "canonical"]

# Both bounds together keep what the memory of decisions takes small.
_REMEMBERED = 4096
_REMEMBERED_LENGTH = 512


class Origin(NamedTuple):
    """The place where a rule is written; line and column are 1-based, the column in characters.

    Both are 0 where there is no place but the file, or an option of the command line in its stead.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Rule(NamedTuple):
    """One rule of a rule set; a rule with an empty target leaves what it matches alone."""

    kind: Kind
    """How it matches, and with that its precedence."""
    match: str
    """What it matches: a reference, a pattern, a prefix or a part of the text; ``default`` for a default rule."""
    target: str
    """The text that takes the place of what was matched; a template for ``expand``, and for nothing else."""
    join: Join
    """How the target and the reference become one: see ``regswap.rules.engine.ruleset``."""
    scope: Scope
    """Whether it is compared with the reference as written or with its canonical form."""
    origin: Origin
    text: str
    """The rule as its format writes it, without white space and comments."""
    format: str = ""
    """The name of the format that it is written in."""
    name: str = ""
    """What the user calls it; only regswap's own format has names."""
    home: str = HUB
    """The registry of a reference that names none."""
    exact_port: bool = False
    """Whether a prefix that names no port does not match the default port either."""
    overrides: bool = False
    """Whether it takes precedence over the exact rules, as a regex of ImageShift does."""


class Decision(NamedTuple):
    """What the rules make of one text."""

    reference: str
    rewritten: str
    """Equal to ``reference`` when it stays as it is."""
    rule: Rule | None
    """The rule that decided; none when no rule matched, or when the text is not a reference."""
    reason: str
    """Why, for a person: lower case, no full stop; it continues a sentence that begins with the reference."""
    parsed: bool = True
    """Whether the text is an image reference at all."""
    arrived: bool = False
    """Whether it stays because it already is where the rule would put it."""
    trouble: str = ""
    """What a person must know of it, where the rule's result is not used or cannot be pulled; it continues a sentence
    that begins with the reference."""
    spoils_pod: bool = False
    """Whether the program leaves every container of a Pod alone that has this reference."""

    @property
    def changed(self) -> bool:
        """Whether the reference becomes another text."""
        return self.rewritten != self.reference

    @property
    def refused(self) -> bool:
        """Whether a rule matches and what it makes is not used."""
        return bool(self.trouble) and not self.changed


class Reading(NamedTuple):
    """What a format made of one source, or of one of several parts of it."""

    source: str
    rules: tuple[Rule, ...]
    warnings: tuple[Diagnostic, ...]
    format: str = ""
    """The name of the format."""


class Decider(Protocol):
    """What decides about references: the standard engine, or one program's own way."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in order."""

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is doubtful about them and not wrong."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The rules by source, in order."""

    def decide(self, text: str) -> Decision:
        """Return what becomes of a text, which may not be a reference at all."""


def remember(decide: Callable[[str], Decision]) -> Callable[[str], Decision]:
    """Return the same function with a memory: a stream names few references many times."""
    remembered = lru_cache(_REMEMBERED)(decide)
    return lambda text: remembered(text) if len(text) <= _REMEMBERED_LENGTH else decide(text)
