"""The ``regswap`` command that is measured: the one installed beside this interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import BenchmarkError


def regswap(*arguments: str) -> tuple[str, ...]:
    """Return the command line of a run."""
    program = Path(sys.executable).with_name("regswap")
    if not program.exists():
        raise BenchmarkError(f"there is no {program}: run `make bench`, or install regswap beside this Python")
    return (str(program), *arguments)
