"""Stand-ins installed in a folder, and calls of them as Argo CD makes them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.command import LONG_ENOUGH, RULES, Result, environment, regswap


class StandIns:
    """A folder with real programs, and one with what stands in for them."""

    def __init__(self, folder: Path) -> None:
        """Begin with no program, and rules in a file."""
        self.folder = folder
        self.real = folder / "real"
        self.rules = folder / "rules.map"
        self.real.mkdir(parents=True)
        self.rules.write_bytes(RULES)
        self.bin = folder / "shims" / "bin"

    def link(self, name: str, program: Path) -> None:
        """Give a real program its usual name."""
        (self.real / name).symlink_to(program)

    def write(self, name: str, script: str) -> None:
        """Make a real program of a script."""
        path = self.real / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def install(self, *arguments: str | Path, **variables: str) -> Result:
        """Run ``regswap stand-in install`` with the real programs on PATH."""
        path = os.pathsep.join((str(self.bin), str(self.real), "/usr/bin", "/bin"))
        named = () if "--rules" in arguments or "--config" in arguments else ("--rules", self.rules)
        return regswap(
            *("stand-in", "install", "--to", self.bin.parent, *named, *arguments), env={"PATH": path, **variables}
        )

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a call: the stand-ins first on PATH."""
        path = os.pathsep.join((str(self.bin), str(self.real), "/usr/bin", "/bin"))
        return environment({"PATH": path, "HOME": str(self.folder), "PWD": str(self.folder)})

    def call(
        self, *command: str | Path, stdin: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> Result:
        """Call a program by its name, as found on PATH."""
        done = subprocess.run(
            ["/usr/bin/env", *command],
            input=stdin,
            capture_output=True,
            cwd=cwd or self.folder,
            env={**self.environment, **(env or {})},
            timeout=LONG_ENOUGH,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "surrogateescape"))
