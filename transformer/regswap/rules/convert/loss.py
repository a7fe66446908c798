"""A finding about a rule that was read some time ago, with the line that it is written on."""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING
from regswap.rules.source.source_text import may_be_secret

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Rule


class Excerpts:
    """The lines of rule files; of a file that may hold a secret there are none."""

    def __init__(self) -> None:
        """Begin with no file read."""
        self._lines: dict[str, list[str]] = {}

    def diagnose(self, rule: Rule, message: str, remedy: str) -> Diagnostic:
        """Make a finding about a rule, where it is written."""
        file, line, column = rule.origin
        if not line:
            return Diagnostic(message, remedy, file, excerpt=rule.text)
        lines = self._read(file)
        excerpt = lines[line - 1] if line <= len(lines) else ""
        return Diagnostic(message, remedy, file, line, column, excerpt)

    def _read(self, file: str) -> list[str]:
        if file not in self._lines:
            self._lines[file] = _read_lines(file)
        return self._lines[file]


def _read_lines(file: str) -> list[str]:
    # What is no file, such as a pipe, gave its text away when it was read.
    if not os.path.isfile(file):
        return []
    try:
        with open(file, "rb") as opened:
            text = opened.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    return [] if may_be_secret(text) else re.split(r"\r\n|\r|\n", text)
