"""The changes that the walkthroughs of ``docs/development`` show, made to a copy."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path


def list_touched(changed: Path, original: Path) -> list[str]:
    """Return the files of Python in a folder that another one has not, or has otherwise, sorted."""
    files = [path.relative_to(changed) for path in changed.rglob("*.py") if "__pycache__" not in path.parts]
    return sorted(
        str(file)
        for file in files
        if not (original / file).exists() or (original / file).read_bytes() != (changed / file).read_bytes()
    )


def apply(change: str, text: str) -> str:
    """Return a text with the added lines of a change where the lines beside them are, which must be there once.

    A line that is taken away must be there once too. ``...`` stands for lines that are left out.
    """
    for part in change.split("...\n"):
        gone = [line[1:] for line in part.splitlines() if line.startswith("-")]
        if gone:
            come = [line[1:] for line in part.splitlines() if line.startswith("+")]
            (old,), new = (f"{line}\n" for line in gone), "".join(f"{line}\n" for line in come)
            assert text.count(old) == 1, old
            text = text.replace(old, new)
            continue
        groups = [(added, [line[1:] for line in lines]) for added, lines in groupby(part.splitlines(), _is_added)]
        for number, (added, lines) in enumerate(groups):
            if not added:
                continue
            block = "".join(f"{line}\n" for line in lines)
            if number:
                before = f"{groups[number - 1][1][-1]}\n"
                assert text.count(before) == 1, before
                text = text.replace(before, before + block)
            else:
                after = f"{groups[number + 1][1][0]}\n"
                assert text.count(after) == 1, after
                text = text.replace(after, block + after)
    return text


def _is_added(line: str) -> bool:
    return line.startswith("+")
