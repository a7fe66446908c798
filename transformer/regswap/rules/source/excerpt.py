"""The lines that findings show: read when one is asked for, and never those of a file that may hold a secret."""

from __future__ import annotations

import os
import re

from regswap.confidential import may_be_secret
from regswap.errors import Diagnostic
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Origin, Rule


class Excerpts:
    """The lines of rule files, by file."""

    def __init__(self) -> None:
        """Begin with no file."""
        self._files: dict[str, list[str]] = {}

    def diagnose(self, origin: Origin, message: str, remedy: str) -> Diagnostic:
        """Make a finding about what is written at a place."""
        lines = self._read(origin.file)
        excerpt = lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""
        return Diagnostic(message, remedy, origin.file, origin.line, origin.column, excerpt)

    def diagnose_rule(self, rule: Rule, message: str, remedy: str) -> Diagnostic:
        """Make a finding about a rule, which shows itself where it is an option of the command line."""
        if not rule.origin.line:
            return Diagnostic(message, remedy, rule.origin.file, excerpt=rule.text)
        return self.diagnose(rule.origin, message, remedy)

    def censor(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return what the loader found, without its excerpt where that file's lines are not shown."""
        return diagnostic if any(self._read(diagnostic.source)) else diagnostic._replace(excerpt="", offset=0)

    def _read(self, file: str) -> list[str]:
        """Return the lines of a file; none of what cannot be read or shown."""
        if file not in self._files:
            text = _read_text(file)
            self._files[file] = [] if may_be_secret(text) else re.split(r"\r\n|\r|\n", text)
        return self._files[file]


def _read_text(file: str) -> str:
    """Return a file's text; none of what cannot be read, or not twice, as a pipe."""
    try:
        if os.path.isfile(file):
            with open(file, encoding="utf-8-sig", errors="replace", newline="") as opened:
                return opened.read()
    except (OSError, ValueError):
        pass
    return ""
