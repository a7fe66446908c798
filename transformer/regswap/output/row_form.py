"""Forms of a row for programs that know nothing of regswap: findings about files, and tests."""

from __future__ import annotations

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    Level = Literal["error", "warning", "note"]


class Description(NamedTuple):
    """A kind of result, which SARIF calls a rule."""

    id: str
    summary: str
    """What it is about, as a sentence."""
    level: Level
    help: str = ""
    """Where to read more: the address of a page, or nothing."""


class Result(NamedTuple):
    """One finding."""

    id: str
    """That of its description."""
    level: Level
    message: str
    file: str = ""
    """A path as the user named it; empty where the finding is about no file."""
    line: int = 0
    """1-based; 0 where the place is the whole file."""
    column: int = 0
    """1-based, in characters; 0 where the place is the whole line."""


class TestCase(NamedTuple):
    """One test, and how it ended."""

    name: str
    file: str
    line: int = 0
    """1-based; 0 where the place is the whole file."""
    failure: str = ""
    """What is wrong, in one line; empty where nothing is."""
    details: str = ""
    """All that there is to say about the failure, or why it was not run."""
    output: str = ""
    """What is worth knowing and no failure."""
    place: str = ""
    """What tells it from another of its name in the same suite."""
    skipped: str = ""
    """Why it was not run, in one line; empty where it was."""
