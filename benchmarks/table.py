"""Figures as text: a row for each command, and what was to be reached."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.measure import Command, Usage

FIGURES: dict[str, Callable[[Usage], float]] = {
    "cpu": lambda usage: usage.cpu,
    "wall": lambda usage: usage.wall,
    "memory": lambda usage: usage.memory / 2**20,
}
_UNITS = {"cpu": "s", "wall": "s", "memory": "MiB"}


class Row(NamedTuple):
    """What one command took: medians, and how it compares."""

    case: str
    command: str
    cpu: float
    """Seconds; with ``least`` and ``most``."""
    least: float
    most: float
    wall: float
    """Seconds."""
    memory: float
    """Peak MiB."""
    speed: float
    """Megabytes a CPU second."""
    ratio: float
    """CPU of the first command as a part of this one's: the median of the ratios turn by turn."""
    memory_ratio: float


class Target(NamedTuple):
    """What the CPU time of one command is to be at most, as a part of another one's in the same case."""

    ours: str
    theirs: str
    limit: float

    def judge(self, rows: Sequence[Row]) -> str:
        """Say whether it is reached."""
        cpu = {row.command: row.cpu for row in rows}
        if self.ours not in cpu or self.theirs not in cpu:
            return f"target: {self.ours} against {self.theirs}: not measured"
        reached = cpu[self.ours] / cpu[self.theirs]
        verdict = "reached" if reached <= self.limit else "NOT reached"
        most = format_ratio(self.limit)
        return f"target: {self.ours}, at most {most} of {self.theirs}; it is {format_ratio(reached)}: {verdict}"


def make_rows(case: str, commands: Sequence[Command], usages: Sequence[Sequence[Usage]], size: int) -> list[Row]:
    """Sum up the runs of commands on a stream of some size; the first command is what all are compared with."""
    rows = []
    for command, of_command in zip(commands, usages, strict=True):
        cpu = [usage.cpu for usage in of_command]
        rows.append(
            Row(
                case,
                command.name,
                statistics.median(cpu),
                min(cpu),
                max(cpu),
                median("wall", of_command),
                median("memory", of_command),
                size / 1e6 / statistics.median(cpu),
                _pair("cpu", usages[0], of_command),
                _pair("memory", usages[0], of_command),
            )
        )
    return rows


def format_rows(rows: Sequence[Row]) -> Iterator[str]:
    """Write a table: CPU seconds (median, least, most), wall seconds, MiB, MB a second, the first command's part."""
    first = rows[0].command
    yield f"{'':32}{'cpu s':>9}{'least':>9}{'most':>9}{'wall s':>9}{'MiB':>8}{'MB/cpu s':>10}  CPU of {first}"
    for row in rows:
        figures = "".join(f"{value:9.3f}" for value in (row.cpu, row.least, row.most, row.wall))
        yield f"{row.command:32}{figures}{row.memory:8.0f}{row.speed:10.1f}  {format_ratio(row.ratio)}"


def format_usages(usages: Sequence[Usage]) -> Iterator[str]:
    """Write a row for each figure of one command."""
    for figure, of in FIGURES.items():
        values = [of(usage) for usage in usages]
        columns = "".join(f"{value:10.3f}" for value in (min(values), statistics.median(values), max(values)))
        yield f"  {f'{figure} {_UNITS[figure]}':12}{columns}"


def ratio(figure: str, ours: Sequence[Usage], theirs: Sequence[Usage]) -> float:
    """Return our median as a part of theirs."""
    return median(figure, ours) / median(figure, theirs)


def median(figure: str, usages: Sequence[Usage]) -> float:
    """Return the median of a figure."""
    return statistics.median(_value(figure, usage) for usage in usages)


def format_ratio(value: float) -> str:
    """Write a part as a fraction, ``1/8.5``, and a multiple as one, ``1.2``."""
    return f"1/{1 / value:.1f}" if value < 1 else f"{value:.2f}"


def _pair(figure: str, ours: Sequence[Usage], theirs: Sequence[Usage]) -> float:
    pairs = [_value(figure, our) / max(_value(figure, their), 1e-4) for our, their in zip(ours, theirs, strict=True)]
    return statistics.median(pairs)


def _value(figure: str, usage: Usage) -> float:
    return FIGURES[figure](usage)
