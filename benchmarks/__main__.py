"""Measures regswap beside other programs.

``make bench``, or ``python -m benchmarks [--runs N] [--json FILE] [CASE ...]``.

All get the same stream and are to change the same references, each told in its own way: regswap by a map file with a
line for each registry, Kustomize by an ``images:`` list with an entry for each image, kbld by overrides that are
resolved already, yq by an expression over every ``image``. That they do is checked first: the references in the results
must be the ones expected, and there must be some. Then whole processes run in turn, A B A B, after a warm-up; the
operating system's accounting of each finished process is what is printed.

Kustomize passes over all objects once for each entry of its list. So it is measured a second time without the list:
that is what it takes to read and print the stream alone. Beside them run what nothing can go below, or what another
program in Python would do.

A benchmark prints and does not judge: the exit status is 1 only where something did not run or did not do its work.
``docs/benchmarks.md`` has the figures of one machine.

====================  =====================================================
``measure``           runs commands in turn; ``launch`` is what starts them
``manifest``          documents as text, and the references in them
``case``              the streams; ``sample`` makes them up where none are at hand
``peer``              the other programs and what they are told
``limit``             what reading takes at the least
``comparison``        one case: check, measure, print
``growth``            long streams, ResourceLists, annotations
``startup``           where the time of a run on nothing goes
``decision``          decisions per second, by the number of rules
``places``            what the catalogue costs beside the kinds of Kubernetes
``bundle``            what a plan costs beside a list of the same references
``copying``           pulling images from far away, beside regsync alone
``verification``      proving images in a registry far away, beside ``skopeo inspect``
``table``             figures as text
====================  =====================================================
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import bundle, comparison, copying, decision, growth, peer, places, startup, verification
from benchmarks.case import Case, build, cases, source
from benchmarks.manifest import join
from benchmarks.measure import BenchmarkError

if TYPE_CHECKING:
    from benchmarks.table import Row

START_UP = "start-up"
DECISIONS = "decisions"
PLACES = "places"
LENGTH = "length"
WAYS = "ways"
PLAN = "plan"
PULL = "pull"
VERIFICATION = "verify"
_STREAMS_OF_PLACES = ("core-install", "large")


def main() -> int:
    """Measure the cases that are asked for, or all."""
    names = [START_UP, DECISIONS, PLACES, LENGTH, WAYS, PLAN, PULL, VERIFICATION, *(case.name for case in cases())]
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure regswap beside other programs.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one of: {', '.join(names)}; all if not given")
    parser.add_argument("--runs", type=int, help="counted runs of each command")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables to a file, too")
    arguments = parser.parse_args()
    wanted = arguments.cases or names
    unknown = [name for name in wanted if name not in names]
    if unknown or (arguments.runs is not None and arguments.runs < 1):
        parser.error(f"no such case: {unknown[0]}" if unknown else "--runs must be 1 or more")
    try:
        rows = _measure(wanted, arguments.runs)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    if arguments.json is not None:
        arguments.json.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n")
    return 0


def _measure(wanted: list[str], runs: int | None) -> list[Row]:
    print(f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, Python {platform.python_version()}")
    print(f"peers: {'; '.join(map(peer.version_of, peer.VERSIONS))}")
    print(f"streams: {source()}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if START_UP in wanted:
            startup.show(folder, runs)
        if DECISIONS in wanted:
            decision.show(folder / DECISIONS, runs)
        if PLAN in wanted:
            bundle.show(folder / PLAN, runs)
        if PULL in wanted:
            copying.show(folder / PULL, runs)
        if VERIFICATION in wanted:
            verification.show(folder / VERIFICATION, runs)
        for case in cases():
            rows += _measure_case(case, wanted, folder, runs)
    return rows


def _measure_case(case: Case, wanted: list[str], folder: Path, runs: int | None) -> list[Row]:
    rows: list[Row] = []
    if PLACES in wanted and case.name in _STREAMS_OF_PLACES:
        places.show(case, join(build(case, list)), folder / f"{PLACES}-{case.name}", runs or places.RUNS)
    if LENGTH in wanted and case.name == "large":
        rows += growth.show_length(build(case, list), folder / LENGTH, runs or case.runs)
    if WAYS in wanted and case.name == "containers":
        rows += growth.show_ways(build(case, list), folder / WAYS, runs or case.runs)
    if case.name in wanted:
        rows += comparison.show(case, folder / case.name, runs or case.runs)
    return rows


if __name__ == "__main__":
    sys.exit(main())
