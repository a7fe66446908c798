"""One case: check that all programs do the same, measure them in turn, print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks import peer
from benchmarks.case import build
from benchmarks.command import regswap
from benchmarks.manifest import WORKLOADS, count_references, find_references, join
from benchmarks.measure import WARM_UPS, BenchmarkError, Command, measure, run
from benchmarks.table import Row, format_rows, make_rows

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.case import Case
    from benchmarks.manifest import Manifest

OURS, WITHOUT_HIDDEN = "regswap", "regswap --hidden off"


def show(case: Case, folder: Path, runs: int) -> list[Row]:
    """Print the figures of a case; raises BenchmarkError where a program fails or does not change what it shall."""
    folder.mkdir()

    def write(manifests: list[Manifest]) -> Path:
        path = folder / "stream.yaml"
        path.write_text(join(manifests))
        return path

    manifests = build(case, lambda documents: peer.accept(folder / "tried", documents, write))
    stream = write(manifests)
    workloads = [manifest for manifest in manifests if manifest.kind in WORKLOADS] if case.changes else []
    task = peer.Task(stream, [reference for manifest in workloads for reference in find_references(manifest.text)])
    size = stream.stat().st_size
    print(
        f"\n# {case.name}: {case.title}; {size:,} bytes, {len(manifests)} documents, {len(workloads)} with containers"
    )
    peer.write_map(folder / "map", task.names)
    commands = _list_commands(task, folder)
    if case.changes:
        _check(commands, folder / "checked", Counter(map(peer.rename_reference, task.references)))
        print(f"all change {len(task.references)} references to {len(task.names)} images, to the same; ", end="")
    print(f"{runs} runs of each in turn after {WARM_UPS} warm-up", flush=True)
    rows = make_rows(case.name, commands, measure(commands, runs, folder), size)
    print("\n".join(format_rows(rows)))
    for target in case.targets:
        print(target.judge(rows))
    return rows


def _list_commands(task: peer.Task, folder: Path) -> list[Command]:
    ours = regswap("rewrite", "--rules", str(folder / "map"))
    listed = [peer.make_kustomize("kustomize", folder / "listed", task.stream, task.names)] if task.names else []
    return [
        Command(OURS, ours, task.stream),
        Command(WITHOUT_HIDDEN, (*ours, "--hidden", "off"), task.stream),
        *listed,
        peer.make_kustomize("kustomize", folder / "unlisted", task.stream, ()),
        peer.make_kustomize("kubectl", folder / "kubectl", task.stream, ()),
        peer.make_kbld(folder / "kbld", task),
        peer.make_yq(task),
        *peer.make_limits(task.stream),
    ]


def _check(commands: list[Command], output: Path, expected: Counter[str]) -> None:
    """Raise BenchmarkError unless what changes references changes those, and regswap and Kustomize no others."""
    for command in commands:
        if command.name not in {OURS, WITHOUT_HIDDEN, peer.KUSTOMIZE, peer.KBLD, peer.YQ}:
            continue
        run(command, output)
        found = count_references(output.read_text("utf-8"), peer.REGISTRY)
        missing, more = list((expected - found).items())[:5], list((found - expected).items())[:5]
        # kbld and yq change whatever stands under a key `image`, in objects of any kind.
        if not found or missing or (more and command.name not in {peer.KBLD, peer.YQ}):
            raise BenchmarkError(f"{command.name} changed other references: {missing} are missing, {more} are too many")
