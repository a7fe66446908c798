"""A progress bar for long runs over many files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from regswap.streams.source import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.streams.source import Source

_FEW_BYTES = 20 << 20
"""What is rewritten in about a second."""


def track(sources: list[Source]) -> Iterable[Source]:
    """Pass the sources on; show how far they are where standard error is a terminal and it will take a while."""
    if sys.stderr is None or not sys.stderr.isatty() or len(sources) == 1:
        return sources
    sizes = [size_of(source) for source in sources]
    return sources if sum(sizes) < _FEW_BYTES else _with_bar(sources, sizes)


def _with_bar(sources: list[Source], sizes: list[int]) -> Iterator[Source]:
    with click.progressbar(length=sum(sizes), label="reading", file=sys.stderr) as bar:
        for source, size in zip(sources, sizes, strict=True):
            yield source
            bar.update(size)
