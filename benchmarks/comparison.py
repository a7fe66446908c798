"""One case: check that both programs do the same, measure them in turn, print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks import peer
from benchmarks.case import build
from benchmarks.command import regswap
from benchmarks.manifest import WORKLOADS, count_references, find_references, join, name_of
from benchmarks.measure import WARM_UPS, BenchmarkError, Command, measure, run
from benchmarks.table import format_ratio, format_ratios, format_usages, median, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.case import Case
    from benchmarks.measure import Usage


def show(case: Case, kubectl: str, folder: Path, runs: int) -> None:
    """Print the figures of a case; raises BenchmarkError where a program fails or changes something else."""
    folder.mkdir()
    manifests = build(case, lambda documents: peer.accept(kubectl, folder / "tried", documents))
    stream = join(manifests)
    workloads = [manifest for manifest in manifests if manifest.kind in WORKLOADS]
    references = [reference for manifest in workloads for reference in find_references(manifest.text)]
    names = {name_of(reference) for reference in references}
    size = len(stream.encode())
    print(
        f"\n# {case.name}: {case.title}; {size:,} bytes, {len(manifests)} documents, {len(workloads)} with containers"
    )

    (folder / "stream.yaml").write_text(stream)
    peer.write_map(folder / "map", names)
    ours = Command("regswap", regswap("rewrite", "--rules", str(folder / "map")), folder / "stream.yaml")
    theirs = peer.make_command(kubectl, folder / "listed", stream, names)
    bare = peer.make_command(kubectl, folder / "unlisted", stream, ())._replace(name="kubectl kustomize, no images:")

    _check((ours, theirs), folder / "checked", Counter(map(_expected, references)))
    print(f"both change {len(references)} references to {len(names)} images, to the same; ", end="")
    print(f"{runs} runs of each after {WARM_UPS} warm-up", flush=True)
    usages = measure((ours, theirs, bare), runs, folder)
    _print_usages((ours, theirs, bare), usages, size)
    _print_target(case, usages[0], usages[1])


def _expected(reference: str) -> str:
    name = name_of(reference)
    return peer.rename_image(name) + reference.removeprefix(name)


def _check(commands: Sequence[Command], output: Path, expected: Counter[str]) -> None:
    """Raise BenchmarkError unless every command's result holds exactly the expected references."""
    for command in commands:
        run(command, output)
        found = count_references(output.read_text("utf-8"), peer.REGISTRY)
        if not found:
            raise BenchmarkError(f"{command.name} changed no reference: there is nothing to compare")
        if found != expected:
            missing, more = list((expected - found).items())[:5], list((found - expected).items())[:5]
            raise BenchmarkError(f"{command.name} changed other references: {missing} are missing, {more} are too many")


def _print_usages(commands: Sequence[Command], usages: Sequence[Sequence[Usage]], size: int) -> None:
    for command, of_command in zip(commands, usages, strict=True):
        speed = size / 1e6 / median("wall", of_command)
        print(f"{command.name:32}{speed:10.2f} MB/s\n{'':14}{'min':>10}{'median':>10}{'max':>10}")
        print("\n".join(format_usages(of_command)))
    for command, of_command in list(zip(commands, usages, strict=True))[1:]:
        print(f"{commands[0].name} / {command.name}\n{'':14}{'medians':>10}{'in pairs':>10}")
        print("\n".join(format_ratios(usages[0], of_command)))


def _print_target(case: Case, ours: Sequence[Usage], theirs: Sequence[Usage]) -> None:
    if case.target:
        reached = ratio(case.target, ours, theirs)
        verdict = "reached" if reached <= case.limit else "NOT reached"
        most = format_ratio(case.limit)
        print(f"target: {case.target} at most {most} of the peer's; it is {format_ratio(reached)}: {verdict}")
