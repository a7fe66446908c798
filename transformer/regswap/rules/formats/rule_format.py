"""The parts of a rule format: the record that each has one of, and the modules that it names.

A format is a folder beside this module whose ``__init__`` holds its record, and a row in ``registry``. A record is read
in every run, so it holds what detection asks, and functions that import the rest when it is needed.
"""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple, Protocol
from regswap.rules.source.rule_source import RuleSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from regswap.errors import Findings
    from regswap.rules.engine.rule import Reading, Rule
    from regswap.rules.formats.format_check import Check, Doubt
    from regswap.rules.formats.outcome import Matcher
    from regswap.rules.source.source_text import SourceText
    from regswap.rules.source.tree import Value

    OpenFile = Callable[[str, str | None, Value], list[RuleSource]]
    """Return what holds rules in a file that a rule file names, in a format or none, at a value."""


class Reader(Protocol):
    """The module that reads rules for standard mode."""

    def read(self, rule_source: RuleSource) -> Reading:
        """Return the rules of a source.

        Raises:
            RulesError: with every finding.

        """


class Original(Protocol):
    """The module that does what the format's own program does, bugs included."""

    def make_matcher(self, rule_sources: Sequence[RuleSource]) -> Matcher:
        """Return the program with the rules of some sources; raises RulesError where one cannot be read."""


class Writer(Protocol):
    """The module that writes rules."""

    def find_faults(self, rules: Sequence[Rule]) -> dict[Rule, str]:
        """Return the rules that the format cannot express, each with the reason, which follows the format's name."""

    def write(self, rules: Sequence[Rule]) -> str:
        """Return the text of a file with rules that the format can express."""


class Finder(Protocol):
    """The module that finds a format's rules in YAML."""

    def find(self, root: Value) -> list[RuleSource]:
        """Return the rules of a document that is one of the format's objects, none where it is another.

        Raises:
            RulesError: it is such an object, and has none.

        """


class Lint(Protocol):
    """The module that knows what is doubtful about rules in the format, and nowhere else."""

    CHECKS: tuple[Check, ...]
    """The kinds of findings that the format has for itself, those of its reader included."""

    def find_doubts(self, rules: Sequence[Rule]) -> Iterable[Doubt]:
        """Return what is doubtful about the rules of the format."""


class Key(NamedTuple):
    """A key of a mapping under which rules stand, wherever the mapping is."""

    name: str
    is_text: bool = False
    """Whether the rules are a string, and not a value."""
    dialect: str = ""
    section: str = ""
    """The key of the mapping above it; such a section that only has a key that resembles it is an error."""

    def make_source(self, rules_format: str, value: Value) -> RuleSource:
        """Return the rules under the key; raises RulesError where a text is something else."""
        if self.is_text:
            return RuleSource(rules_format, value.source, value.read_text(f"`{self.name}`"), dialect=self.dialect)
        return RuleSource(rules_format, value.source, value=value, dialect=self.dialect)


class Context(NamedTuple):
    """What a source that is a list of rules in several formats is taken apart with."""

    formats: tuple[RuleFormat, ...]
    open_file: OpenFile
    errors: Findings
    """Takes what is wrong with one rule, so that the others are read."""


class RuleFormat(NamedTuple):
    """A rule format: what detection has to know of it, and its modules."""

    name: str
    load_reader: Callable[[], Reader]
    load_writer: Callable[[], Writer]
    load_original: Callable[[], Original] | None = None
    """None where no other program has the format."""
    load_finder: Callable[[], Finder] | None = None
    """The module that finds the format's own objects."""
    load_lint: Callable[[], Lint] | None = None
    """The module that lint asks about rules in the format, besides what it finds in rules of all formats."""
    find_map: Callable[[Value], RuleSource | None] | None = None
    """Returns the rules of a document that is not an object and in which nothing was found, None where it is none."""
    keys: tuple[Key, ...] = ()
    """Where its rules are in documents that are not objects of its own."""
    words: str = ""
    """Keys of mappings that show a file to be YAML, separated by white space."""
    restore: Callable[[SourceText], SourceText | None] | None = None
    """Returns a text as the YAML that it was before it was copied from a page, None where it is not such a text."""
    recognises: Callable[[str], bool] | None = None
    """Tells whether a file that shows none of those words is a text in the format, beyond doubt."""
    is_text: bool = False
    """Whether a file may be a text in the format, and not YAML."""
    inline: tuple[Key, ...] = ()
    """How its rules stand in the list of an ``ImageRewrite``."""
    expand: Callable[[RuleSource, Context], list[RuleSource]] | None = None
    """Takes a source apart that is a list of rules in several formats."""
    settle: Callable[[Sequence[Reading]], list[Reading]] | None = None
    """Returns the readings of all its sources without a dialect once more, where one says what others mean."""
    wrappers: tuple[tuple[str, Callable[[str], str]], ...] = ()
    """Other forms of a file that it writes, by name: functions of its text."""
