"""What a misspelt word or path was most likely meant to be."""

from __future__ import annotations

import os

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a remedy for a word that is not known: the one that it resembles, or all that there are."""
    from difflib import get_close_matches

    names = {name.casefold().replace("-", "").replace("_", ""): name for name in known}
    meant = get_close_matches(word.casefold().replace("-", "").replace("_", ""), names, n=1, cutoff=0.7)
    if meant:
        return f"did you mean `{names[meant[0]]}`?"
    return "write one of: " + ", ".join(f"`{name}`" for name in names.values())


def suggest_path(path: str, remedy: str) -> str:
    """Return a remedy for a path at which nothing is: the file that was meant, or where this one was looked for.

    Who started a host program often does not know its working folder.
    """
    # `-r=FILE`, and what a list in a variable leaves.
    meant = path.strip(" \t=")
    if meant != path and os.path.exists(meant):
        return f"did you mean `{meant}`?"
    return remedy if os.path.isabs(path) else f"{remedy}: it was looked for as {os.path.abspath(path)}"
