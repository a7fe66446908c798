"""Decisions per second with 10, 1,000 and 10,000 rules, of the standard engine and of compat mode.

In one process: sets of all sizes are asked in turn, round after round, for references that they have not seen, so that
no decision comes from memory. Half of the rules are prefixes and half are exact, and both kinds are asked for every
reference; a prefix matches half of the references, and no rule the others. Compat mode is ImageSwap's own algorithm.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

from regswap.rules import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from regswap.rules.engine.rule import Decider

MODES = ("standard", "compat")
SIZES = (10, 1_000, 10_000)
ROUNDS = 7
_ASKED = 3_000
_LIMIT = 2.0


class _Subject(NamedTuple):
    mode: str
    size: int
    decider: Decider


def show(folder: Path, runs: int | None) -> None:
    """Print the rates."""
    rounds = runs or ROUNDS
    print(f"\n# decisions: {rounds} rounds of {_ASKED:,} references each, half of the rules exact", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    subjects = [_Subject(mode, size, _make_decider(folder, size, mode)) for mode in MODES for size in SIZES]
    rates: list[list[float]] = [[] for _ in subjects]
    for turn in range(rounds):
        for subject, kept in zip(subjects, rates, strict=True):
            kept.append(_measure(subject.decider, _references(subject.size, turn)))
    print(f"{'mode':10}{'rules':>8}{'decisions/s':>14}{'time of one':>14}{'to 10 rules':>14}")
    medians = {subject: statistics.median(kept) for subject, kept in zip(subjects, rates, strict=True)}
    for subject, rate in medians.items():
        few = next(value for other, value in medians.items() if other[:2] == (subject.mode, SIZES[0]))
        verdict = f"   at most {_LIMIT:.0f}" if subject[:2] == ("standard", SIZES[-1]) else ""
        print(f"{subject.mode:10}{subject.size:>8,}{rate:>14,.0f}{1e6 / rate:>11.1f} us{few / rate:>14.2f}{verdict}")


def _make_decider(folder: Path, size: int, mode: str) -> Decider:
    half = size // 2
    lines = ["default::"]
    lines += [f"r{number}.example.com/team-{number}::mirror.example.com/p{number}" for number in range(half)]
    lines += [f"[EXACT]r{number}.example.net/app:1::mirror.example.com/e{number}:1" for number in range(half)]
    path = folder / f"{size}.map"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return load([str(path)], mode=mode)


def _references(size: int, turn: int) -> list[str]:
    half = size // 2
    found = []
    for number in range(_ASKED // 2):
        rule = (number * 7919 + turn) % half
        found += [
            f"r{rule}.example.com/team-{rule}/app-{turn}-{number}:1.2.3",
            f"r{rule}.example.net/app-{turn}-{number}:1.2.3",
        ]
    return found


def _measure(decider: Decider, references: Sequence[str]) -> float:
    start = time.perf_counter()
    for reference in references:
        decider.decide(reference)
    return len(references) / (time.perf_counter() - start)
