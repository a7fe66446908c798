"""A part of a file that holds rules of one format."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.errors import Diagnostic
    from regswap.rules.source.source_text import SourceText
    from regswap.rules.source.tree import Value


class RuleSource(NamedTuple):
    """Rules that have been found and not read yet: a text for the formats that are text, a value for the others."""

    format: str
    source: str
    source_text: SourceText | None = None
    value: Value | None = None
    dialect: str = ""
    """Which of the format's several ways of writing it is, where that is not told by the text itself."""

    @property
    def text(self) -> SourceText:
        """The text of a source that is one."""
        if self.source_text is None:
            raise ValueError(f"{self.source}: {self.format} is not text here")
        return self.source_text

    @property
    def tree(self) -> Value:
        """The value of a source that is one."""
        if self.value is None:
            raise ValueError(f"{self.source}: {self.format} is not YAML here")
        return self.value

    @property
    def context(self) -> SourceText:
        """The text that its findings are about: the whole file, where it is a value."""
        return self.value.tree.source_text if self.value is not None else self.text

    def diagnose(self, message: str, remedy: str) -> Diagnostic:
        """Make a finding about the whole of it."""
        if self.value is not None:
            return self.value.diagnose(message, remedy)
        return self.text.diagnose(0, message, remedy)
