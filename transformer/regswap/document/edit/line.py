"""Lines: where they begin and break, and what between tokens is only gap."""

from __future__ import annotations

import re

from regswap.document.parse.event import LINE_BREAK
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from regswap.document.read.reading import Reading


def before_comments(reading: Reading, line: int) -> int:
    """Return where the first of the comment lines and empty lines before a line begins."""
    text = reading.parsed
    while line:
        above = reading.start_of_line(line - len(break_before(text, line)))
        content = text[above:line].strip()
        if content and not content.startswith("#"):
            break
        line = above
    return line


def break_before(text: str, line: int) -> str:
    """Return the line break that ends at an offset; empty where there is none."""
    found = re.search(f"(?:{LINE_BREAK})\\Z", text[max(0, line - 2) : line])
    return found[0] if found else ""


def break_after(text: str, offset: int) -> str:
    """Return the first line break from an offset on, or what stands for one in a text that has none."""
    found = re.compile(LINE_BREAK).search(text, offset)
    return found[0] if found else "\n"


def skip_gap(text: str, start: int, end: int | None = None, more: str = r"(?!)") -> int:
    """Return the offset after blanks, line breaks and comments, and what a pattern of more says."""
    found = re.compile(f"(?:{more}|\\s+|#[^\\r\\n]*)*").match(text, start, len(text) if end is None else end)
    return found.end() if found else start
