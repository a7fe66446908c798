"""The word or path that a misspelt one was most likely meant to be."""

from __future__ import annotations

import os

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


CUTOFF = 0.7
"""How alike two words must be, from 0 to 1, for one to be meant by the other."""


def find_nearest(word: str, known: Iterable[str], cutoff: float = CUTOFF) -> str:
    """Return the known word that another one resembles, whatever its case and hyphens; empty where there is none."""
    from difflib import get_close_matches

    names = {_fold(name): name for name in known}
    meant = get_close_matches(_fold(word), names, n=1, cutoff=cutoff)
    return names[meant[0]] if meant else ""


def suggest(word: str, known: Iterable[str], cutoff: float = CUTOFF) -> str:
    """Return a remedy for a word that is unknown: the one that it resembles, or all that there are."""
    names = list(known)
    meant = find_nearest(word, names, cutoff)
    return f"did you mean `{meant}`?" if meant else "write one of: " + ", ".join(f"`{name}`" for name in names)


def _fold(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")


def suggest_path(path: str, remedy: str) -> str:
    """Return a remedy for a path at which nothing is: the file that was meant, or where this one was looked for.

    Who started a host program often does not know its working folder.
    """
    # `-r=FILE`, and what a list in a variable leaves.
    meant = path.strip(" \t=")
    if meant != path and os.path.exists(meant):
        return f"did you mean `{meant}`?"
    return remedy if os.path.isabs(path) else f"{remedy}: it was looked for as {os.path.abspath(path)}"
