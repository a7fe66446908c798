"""Figures as text: the least, the median and the most of each, and how two commands compare."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.measure import Usage

FIGURES: dict[str, Callable[[Usage], float]] = {
    "cpu": lambda usage: usage.cpu,
    "wall": lambda usage: usage.wall,
    "memory": lambda usage: usage.memory / 2**20,
}
_UNITS = {"cpu": "s", "wall": "s", "memory": "MiB"}


def format_usages(usages: Sequence[Usage]) -> Iterator[str]:
    """Write a row for each figure of one command."""
    for figure, of in FIGURES.items():
        values = [of(usage) for usage in usages]
        columns = "".join(f"{value:10.3f}" for value in (min(values), statistics.median(values), max(values)))
        yield f"  {f'{figure} {_UNITS[figure]}':12}{columns}"


def format_ratios(ours: Sequence[Usage], theirs: Sequence[Usage]) -> Iterator[str]:
    """Write a row for each figure: our median against theirs, and the median of the ratios pair by pair."""
    for figure in FIGURES:
        pairs = [_value(figure, our) / _value(figure, their) for our, their in zip(ours, theirs, strict=True)]
        columns = f"{format_ratio(ratio(figure, ours, theirs)):>10}{format_ratio(statistics.median(pairs)):>10}"
        yield f"  {figure:12}{columns}"


def ratio(figure: str, ours: Sequence[Usage], theirs: Sequence[Usage]) -> float:
    """Return our median as a part of theirs."""
    return median(figure, ours) / median(figure, theirs)


def median(figure: str, usages: Sequence[Usage]) -> float:
    """Return the median of a figure."""
    return statistics.median(_value(figure, usage) for usage in usages)


def format_ratio(value: float) -> str:
    """Write a part as a fraction, ``1/8.5``, and a multiple as one, ``1.2``."""
    return f"1/{1 / value:.1f}" if value < 1 else f"{value:.2f}"


def _value(figure: str, usage: Usage) -> float:
    return FIGURES[figure](usage)
