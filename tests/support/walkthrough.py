"""The changes that the walkthroughs of ``docs/development`` show, made to a copy."""

from __future__ import annotations

from itertools import groupby


def apply(change: str, text: str) -> str:
    """Return a text with the added lines of a change where the lines beside them are, which must be there once.

    ``...`` stands for lines that are left out.
    """
    for part in change.split("...\n"):
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
