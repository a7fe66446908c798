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
    rules = folder / "map"
    peer.write_map(rules, {"quay.io/example/image"})
    nothing, many = folder / "nothing.yaml", folder / "many.map"
    nothing.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: empty}\n")
    many.write_text(
        "default::\n" + "".join(f"quay.io/team-{n}/image::registry.example.com/{n}\n" for n in range(10_000))
    )
    commands = (
        Command("python -I -c pass", (sys.executable, "-I", "-c", "pass")),
        Command("regswap --version", regswap("--version")),
        Command("regswap rewrite, nothing", regswap("rewrite", "--rules", str(rules))),
        Command("the same, 10,000 rules", regswap("rewrite", "--rules", str(many))),
        peer.make_kustomize("kustomize", folder / "kustomize", nothing, ())._replace(name="kustomize, nothing"),
        peer.make_kustomize("kubectl", folder / "kubectl", nothing, ())._replace(name="kubectl kustomize, nothing"),
    )
    counted = runs or RUNS
    print(f"\n# start-up: {counted} runs of each after {WARM_UPS} warm-up", flush=True)
    for command, usages in zip(commands, measure(commands, counted, folder), strict=True):
        print(f"{command.name}\n{'':14}{'min':>10}{'median':>10}{'max':>10}")
        print("\n".join(format_usages(usages)))
