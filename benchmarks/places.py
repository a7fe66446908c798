"""What the catalogue costs: the same stream with the kinds of Kubernetes alone, the whole catalogue, and hidden places.

``python -m benchmarks.places PLACES`` is what is measured: it rewrites standard input to standard output, with places
that no option of the command line can choose.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import WARM_UPS, Command, measure
from benchmarks.table import format_ratio, format_usages, ratio

if TYPE_CHECKING:
    from benchmarks.case import Case
    from regswap.places.kind import Catalogue
    from regswap.places.search import Places

ROOT = Path(__file__).resolve().parent.parent
RULES = "default::registry.example.com/mirror\n"
LIMIT = 1.25
RUNS = 9

BUILT_IN, CATALOGUE, DEFAULT = "built-in", "catalogue", "default"
_TITLES = {
    BUILT_IN: "the kinds of Kubernetes",
    CATALOGUE: "the catalogue and shapes, --hidden off",
    DEFAULT: "the same, hidden places reported",
}


def show(case: Case, stream: str, folder: Path, runs: int) -> None:
    """Print what places cost on the stream of a case."""
    folder.mkdir()
    (folder / "stream.yaml").write_text(stream)
    (folder / "map").write_text(RULES)
    run = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from benchmarks.places import main; main()"
    commands = [
        Command(title, (sys.executable, "-c", run, places, str(folder / "map")), folder / "stream.yaml")
        for places, title in _TITLES.items()
    ]
    print(f"\n# places, {case.name}: {case.title}; {len(stream.encode()):,} bytes; ", end="")
    print(f"{runs} runs of each after {WARM_UPS} warm-up", flush=True)
    usages = measure(commands, runs, folder)
    for command, of_command in zip(commands, usages, strict=True):
        print(f"{command.name}\n{'':14}{'min':>10}{'median':>10}{'max':>10}")
        print("\n".join(format_usages(of_command)))
    built_in, catalogue, default = usages
    reached = ratio("cpu", catalogue, built_in)
    verdict = "reached" if reached <= LIMIT else "NOT reached"
    print(f"hidden places: {format_ratio(ratio('cpu', default, catalogue))} of the CPU time without them")
    print(f"target: cpu at most {LIMIT} of that of the kinds of Kubernetes; it is {format_ratio(reached)}: {verdict}")


def main() -> None:
    """Rewrite standard input with the places and the map file that the arguments name."""
    from regswap import process

    process.is_own = True
    from regswap.document.parse.encoding import decode
    from regswap.document.parse.stream import documents
    from regswap.pipeline.rewrite import Policy, rewrite
    from regswap.rules import load

    places, path = sys.argv[1:]
    policy = Policy(_make_places(places), load([path]))
    encoded = decode(iter(lambda: sys.stdin.buffer.read(1 << 16), b""), "stdin")
    for document in documents(encoded.blocks, "stdin"):
        sys.stdout.buffer.write(encoded.encode(rewrite(document, policy).data))


def _make_places(name: str) -> Places:
    from regswap.places.kind import CATALOGUED, Kinds
    from regswap.places.search import Places

    if name == BUILT_IN:
        return Places(Kinds((_list_built_in(), CATALOGUED), hidden=False), by_shape=False)
    from regswap.places.catalogue.compiled import BARE
    from regswap.places.catalogue.compiled import CATALOGUE as EVERYTHING

    return Places(Kinds((EVERYTHING, CATALOGUED), bare=BARE, hidden=name == DEFAULT))


def _list_built_in() -> Catalogue:
    template = (("spec.template.spec", "podSpec"),)
    workloads = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
    return {
        "Pod": (("", (), (("spec", "podSpec"),)),),
        "PodTemplate": (("", (), (("template.spec", "podSpec"),)),),
        "ReplicationController": (("", (), template),),
        **{kind: tuple((group, (), template) for group in ("apps", "extensions")) for kind in workloads},
        "Job": (("batch", (), template),),
        "CronJob": (("batch", (), (("spec.jobTemplate.spec.template.spec", "podSpec"),)),),
    }
