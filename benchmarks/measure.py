"""Whole processes, measured side by side: A B A B, so that a machine that slows down slows down both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LAUNCH = Path(__file__).with_name("launch.py")
WARM_UPS = 1


class BenchmarkError(Exception):
    """Something did not run, or did not do what it was to do; the message says what."""


class Command(NamedTuple):
    """What to run."""

    name: str
    arguments: tuple[str, ...]
    stdin: Path | None = None


class Usage(NamedTuple):
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of all threads."""
    memory: int
    """Peak resident bytes."""


def run(command: Command, output: Path) -> Usage:
    """Run a command once, its standard output into a file; raises BenchmarkError where it fails."""
    result = output.with_name(f"{output.name}.usage")
    launch = (sys.executable, "-I", "-S", str(LAUNCH), str(result), *command.arguments)
    # Python must be as users have it: PYTHONDONTWRITEBYTECODE alone would have every run compile all modules again.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with (command.stdin or Path(os.devnull)).open("rb") as stdin, output.open("wb") as stdout:
        done = subprocess.run(launch, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False)
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0:
        raise BenchmarkError(f"{command.name} cannot be started:\n{said}")
    status, wall, cpu, memory = result.read_text(encoding="ascii").split()
    if status != "0":
        raise BenchmarkError(f"{command.name} ended with status {status}:\n{said}")
    return Usage(float(wall), float(cpu), int(memory))


def measure(commands: Sequence[Command], runs: int, folder: Path) -> list[list[Usage]]:
    """Run the commands in turn, each as often, after a warm-up; return every command's runs."""
    usages: list[list[Usage]] = [[] for _ in commands]
    for turn in range(WARM_UPS + runs):
        for command, kept in zip(commands, usages, strict=True):
            usage = run(command, folder / "output")
            if turn >= WARM_UPS:
                kept.append(usage)
    return usages
