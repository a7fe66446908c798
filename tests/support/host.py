"""A program that runs regswap as its function, in a folder of its own, with regswap on its PATH."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

from tests.support.command import LONG_ENOUGH, environment

IDENTITY = "cat"
"""A function that changes nothing: what comes out of a host that runs it is the host's own work."""


class Done(NamedTuple):
    """How a host ended."""

    code: int
    out: str
    err: str


class Host:
    """A real kustomize, kubectl or kpt."""

    def __init__(self, program: Path, folder: Path) -> None:
        """Run the program in a folder, with a folder for programs that come first on its PATH."""
        self.program = program
        self.folder = folder
        self.programs = folder.parent / f"{folder.name}-bin"
        self.programs.mkdir()
        folder.mkdir()
        path = os.pathsep.join((str(self.programs), sysconfig.get_path("scripts"), os.environ["PATH"]))
        self.environment = environment({"PATH": path, "HOME": str(folder.parent)})

    def run(self, *arguments: str | Path, stdin: str = "", **variables: str) -> Done:
        """Run it and wait for its end."""
        return self.run_command(self.program, *arguments, stdin=stdin, **variables)

    def run_command(self, *command: str | Path, stdin: str = "", **variables: str) -> Done:
        """Run any command where it runs."""
        done = subprocess.run(
            command,
            input=stdin.encode(),
            capture_output=True,
            cwd=self.folder,
            env={**self.environment, **variables},
            timeout=LONG_ENOUGH,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def add_program(self, name: str, script: str) -> None:
        """Put a shell script first on its PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
