"""The cost of a plan of an air gap, beside a list of the same references."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from benchmarks.measure import WARM_UPS, BenchmarkError, Command, measure, run
from benchmarks.table import format_ratio, format_usages, ratio

if TYPE_CHECKING:
    from pathlib import Path

RULES = "default::registry.example.com/mirror\n"
LIMIT = 2.0
RUNS = 7
REFERENCES = 5_000
SIZE = 20_000_000
"""Bytes of the stream."""

_MANIFEST = """\
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{number}
  namespace: team-{team}
  annotations:
    example.com/notes: |
{notes}
spec:
  template:
    spec:
      containers:
        - name: web
          image: quay.io/team-{team}/web-{number}:1.{number}.0
"""
_LINE = "      what people write about what they run, which names nothing that a node pulls\n"


def show(folder: Path, runs: int | None) -> None:
    """Print what both commands take for 5,000 references in 20 MB; raises BenchmarkError where a plan is not whole."""
    folder.mkdir()
    stream = _make_stream()
    (folder / "stream.yaml").write_text(stream)
    (folder / "map").write_text(RULES)
    program = (sys.executable, "-m", "regswap")
    arguments = ("-q", "-r", str(folder / "map"), "--format", "json", str(folder / "stream.yaml"))
    commands = [
        Command("regswap images", (*program, "images", *arguments)),
        Command("regswap bundle plan", (*program, "bundle", "plan", *arguments)),
    ]
    run(commands[1], folder / "plan.json")
    planned = len(json.loads((folder / "plan.json").read_text())["images"])
    if planned != REFERENCES:
        raise BenchmarkError(f"the plan has {planned} images and not {REFERENCES}")
    runs = runs or RUNS
    print(
        f"\n# plan of {REFERENCES:,} references in {len(stream):,} bytes; {runs} runs of each after {WARM_UPS} warm-up"
    )
    usages = measure(commands, runs, folder)
    for command, of_command in zip(commands, usages, strict=True):
        print(f"{command.name}\n{'':14}{'min':>10}{'median':>10}{'max':>10}")
        print("\n".join(format_usages(of_command)))
    images, plan = usages
    reached = ratio("cpu", plan, images)
    verdict = "reached" if reached <= LIMIT else "NOT reached"
    print(f"target: cpu at most {LIMIT:g} times that of images; it is {format_ratio(reached)}: {verdict}")


def _make_stream() -> str:
    bare = len(_MANIFEST.format(number=REFERENCES, team=REFERENCES // 100, notes=""))
    notes = _LINE * max(1, (SIZE // REFERENCES - bare) // len(_LINE))
    return "".join(
        _MANIFEST.format(number=number, team=number // 100, notes=notes.rstrip("\n")) for number in range(REFERENCES)
    )
