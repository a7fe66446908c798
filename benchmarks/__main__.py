"""Measures regswap beside ``kubectl kustomize``: ``python -m benchmarks [--runs N] [CASE ...]``, or ``make bench``.

Both programs get the same stream and are to change the same references: regswap by a map file with a line for each
registry, Kustomize by an ``images:`` list with an entry for each image, which is how either is told. That they do is
checked first: the references in both results must be the ones expected, and there must be some. Then whole processes
run in turn, A B A B, after a warm-up; the operating system's accounting of each finished process is what is printed.

Kustomize passes over all objects once for each entry of its list. So it is measured a second time without the list:
that is what it takes to read and print the stream alone.

A benchmark prints and does not judge: the exit status is 1 only where something did not run or did not do its work.
``docs/benchmarks.md`` has the figures of one machine.

====================  =====================================================
``measure``           runs commands in turn; ``launch`` is what starts them
``manifest``          documents as text, and the references in them
``case``              the streams; ``sample`` makes them up where none are at hand
``peer``              ``kubectl kustomize`` and what it is told
``comparison``        one case: check, measure, print
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
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import bundle, comparison, copying, decision, peer, places, startup, verification
from benchmarks.case import build, cases, source
from benchmarks.manifest import join
from benchmarks.measure import BenchmarkError

START_UP = "start-up"
DECISIONS = "decisions"
PLACES = "places"
PLAN = "plan"
PULL = "pull"
VERIFICATION = "verify"
_STREAMS_OF_PLACES = ("core-install", "large")


def main() -> int:
    """Measure the cases that are asked for, or all."""
    names = [START_UP, DECISIONS, PLACES, PLAN, PULL, VERIFICATION, *(case.name for case in cases())]
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure regswap beside `kubectl kustomize`.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"one of: {', '.join(names)}; all if not given")
    parser.add_argument("--runs", type=int, help="counted runs of each command")
    arguments = parser.parse_args()
    wanted = arguments.cases or names
    unknown = [name for name in wanted if name not in names]
    if unknown or (arguments.runs is not None and arguments.runs < 1):
        parser.error(f"no such case: {unknown[0]}" if unknown else "--runs must be 1 or more")
    try:
        _measure(wanted, arguments.runs)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(wanted: list[str], runs: int | None) -> None:
    kubectl = peer.find_kubectl()
    print(f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, Python {platform.python_version()}")
    print(f"peer: {peer.version_of(kubectl)}")
    print(f"streams: {source()}")
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
            if PLACES in wanted and case.name in _STREAMS_OF_PLACES:
                places.show(case, join(build(case, list)), folder / f"{PLACES}-{case.name}", runs or places.RUNS)
            if case.name in wanted:
                comparison.show(case, kubectl, folder / case.name, runs or case.runs)


if __name__ == "__main__":
    sys.exit(main())
