"""Where the time of a run on nothing goes: the interpreter, the imports, the run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import peer
from benchmarks.command import regswap
from benchmarks.measure import WARM_UPS, Command, measure
from benchmarks.table import format_usages

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 25


def show(folder: Path, runs: int | None) -> None:
    """Print what starting takes, of ours and of the peer."""
    rules, kustomization = folder / "map", folder / "empty"
    peer.write_map(rules, {"quay.io/example/image"})
    stream = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: empty}\n"
    commands = (
        Command("python -c pass", (sys.executable, "-c", "pass")),
        Command("regswap --version", regswap("--version")),
        Command("regswap rewrite, nothing", regswap("rewrite", "--rules", str(rules))),
        peer.make_command(peer.find_kubectl(), kustomization, stream, ())._replace(name="kubectl kustomize, nothing"),
    )
    counted = runs or RUNS
    print(f"\n# start-up: {counted} runs of each after {WARM_UPS} warm-up", flush=True)
    for command, usages in zip(commands, measure(commands, counted, folder), strict=True):
        print(f"{command.name}\n{'':14}{'min':>10}{'median':>10}{'max':>10}")
        print("\n".join(format_usages(usages)))
