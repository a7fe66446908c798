"""A progress bar for long runs over many files."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transformer.source import Source

_FEW_BYTES = 20 << 20
"""What is rewritten in about a second."""


def track(sources: list[Source]) -> Iterable[Source]:
    """Pass the sources on; show how far they are where standard error is a terminal and it will take a while."""
    if sys.stderr is None or not sys.stderr.isatty() or len(sources) == 1 or _size(sources) < _FEW_BYTES:
        return sources
    return _with_bar(sources)


def _with_bar(sources: list[Source]) -> Iterator[Source]:
    sizes = {source.name: _size([source]) for source in sources}
    with click.progressbar(length=_size(sources), label="rewriting", file=sys.stderr) as bar:
        for source in sources:
            yield source
            bar.update(sizes[source.name])


def _size(sources: list[Source]) -> int:
    return sum(os.path.getsize(source.path) for source in sources if source.path is not None)
