"""A run in one line: for standard error, for a terminal whose host hides that, and for the report."""

from __future__ import annotations

from regswap.pipeline.entry import REWRITTEN_BY
from regswap.record import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Literal


class SummaryLine(NamedTuple):
    """How a command sums up."""

    verb: str = "would be rewritten"
    """What happens to the references that change."""
    find_where: Callable[[], str] = str
    """Returns in how much of what was named, as in ``in 3 of 12 files``, when all is done; nothing if not said."""
    on_stderr: Literal["never", "what is left", "if left", "always"] = "never"
    """When standard error gets the line, unless it is to be quiet: ``if left`` is where a reference did not change, and
    ``what is left`` is there too, without how many changed."""


class Tallied(Protocol):
    """What can be summed up: a report."""

    @property
    def summary_line(self) -> SummaryLine:
        """How."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each; the keys are ``regswap.output.report.COUNTED``."""

    @property
    def left(self) -> Mapping[str, int]:
        """How many references were left, by how sure they are."""

    @property
    def errors(self) -> Sequence[object]:
        """What went wrong."""


REWRITES = SummaryLine("rewritten", on_stderr="if left")
"""Of what writes manifests to standard output, where a person may look at standard error or not."""

WOULD_REWRITE = REWRITES._replace(verb="would be rewritten")
"""Of what does the same without writing."""


_LEFT = {
    "unmatched": "matched by no rule",
    "refused": "left (what the rule makes of it cannot be used)",
    "unparsable": "not understood",
}
"""References that did not change, by what is counted."""


def summarise(report: Tallied) -> str:
    """Return what became of the references: ``7 rewritten, 2 left (would change with --hidden rewrite)``."""
    if report.errors:
        return f"failed: {count(len(report.errors), 'error')}"
    counts = report.counts
    if not counts["sites"]:
        return "no references"
    line = report.summary_line
    return ", ".join([f"{counts['changed']} {line.verb} {line.find_where()}".rstrip(), *_list_left(report)])


def _list_left(report: Tallied) -> list[str]:
    hidden = [
        f"{report.left[certainty]} left (would change with {remedy})"
        for certainty, remedy in REWRITTEN_BY.items()
        if report.left[certainty]
    ]
    return hidden + [f"{report.counts[key]} {words}" for key, words in _LEFT.items() if report.counts[key]]


def summarise_all(report: Tallied) -> str:
    """Return the same after how much was read."""
    counts = report.counts
    references = f"{count(counts['sites'], 'reference')}, " * bool(counts["sites"])
    return f"{count(counts['documents'], 'document')}, {counts['read']} of them read: {references}{summarise(report)}"


def summarise_unasked(report: Tallied) -> str:
    """Return the line that belongs on standard error though nobody asked for it; nothing where none does."""
    when = report.summary_line.on_stderr
    is_left = any(report.counts[key] for key in ("left", *_LEFT))
    if report.errors or when == "never" or not (is_left or when == "always"):
        return ""
    return ", ".join(_list_left(report)) if when == "what is left" else summarise(report)


def count(number: int, noun: str) -> str:
    """Write a number and what it counts."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
