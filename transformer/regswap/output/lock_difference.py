"""The difference of two locks as text, JSON and Markdown."""

from __future__ import annotations

from regswap.errors import visible
from regswap.image_rewrite import API_VERSION
from regswap.lock.difference import KINDS
from regswap.output.json_text import dump
from regswap.output.size import format_size
from regswap.output.summary import count
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.lock.difference import Change, LockDifference

KIND = "BundleLockDiff"
_SHOWN = 12
"""Hexadecimal digits of a digest that tell it from others for a person."""
_SIGNS = {"new": "+", "moved": "~", "gone": "-"}


def write_text(difference: LockDifference) -> str:
    """Return a line for each image, and one that sums up."""
    lines = [visible(_tell(change)) for change in difference.changes]
    return "".join(f"{line}\n" for line in [*lines, summarise(difference)])


def write_json(difference: LockDifference) -> str:
    """Return one object; docs/reference/bundle-lock-diff.schema.json describes it."""
    head = {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "unchanged": difference.unchanged,
        "carried": difference.carried,
        "total": difference.total,
    }
    rows = [dump(change._asdict()).decode() for change in difference.changes]
    text = ",\n".join(rows)
    return f'{dump(head).decode()[:-1]},\n"changes":[{f"{chr(10)}{text}{chr(10)}" if rows else ""}]}}\n'


def write_markdown(difference: LockDifference) -> str:
    """Return what a pull request can show: the sum, and a table for each kind of change."""
    parts = [f"**{summarise(difference)}**\n"]
    titles = {"new": "New", "moved": "Moved", "gone": "Gone"}
    for kind in KINDS:
        rows = [_tell_row(change) for change in difference.changes if change.kind == kind]
        if rows:
            head = "| image | digest | to carry |\n| --- | --- | ---: |"
            parts.append("\n".join([f"### {titles[kind]} ({len(rows)})\n", head, *rows, ""]))
    return "\n".join(parts)


FORMATS: dict[str, Callable[[LockDifference], str]] = {
    "text": write_text,
    "json": write_json,
    "markdown": write_markdown,
}


def summarise(difference: LockDifference) -> str:
    """Return what became of the images in one line."""
    numbers = {kind: sum(change.kind == kind for change in difference.changes) for kind in KINDS}
    told = ", ".join(f"{number} {kind}" for kind, number in numbers.items())
    carried = f"{format_size(difference.carried)} to carry of {format_size(difference.total)}"
    return f"{told}, {count(difference.unchanged, 'image')} unchanged; {carried}"


def _tell(change: Change) -> str:
    named = change.source if change.source == change.target else f"{change.source} -> {change.target}"
    digests = " -> ".join(map(_shorten, filter(None, (change.before, change.after))))
    carried = "" if change.kind == "gone" else f", {format_size(change.carried)} to carry"
    return f"{_SIGNS[change.kind]} {named} {digests}{carried}"


def _tell_row(change: Change) -> str:
    named = f"`{change.source}`" + ("" if change.source == change.target else f"<br>→ `{change.target}`")
    digests = " → ".join(f"`{_shorten(digest)}`" for digest in (change.before, change.after) if digest)
    return f"| {named} | {digests} | {'' if change.kind == 'gone' else format_size(change.carried)} |"


def _shorten(digest: str) -> str:
    algorithm, _, text = digest.partition(":")
    return f"{algorithm}:{text[:_SHOWN]}"
