"""The command as its users run it: in a process of its own, with nothing of this one's environment that it reads."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

COMMAND = (sys.executable, "-m", "regswap")

POD = b"""\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.27 # the server
"""
"""A manifest with one site, on line 8, which RULES change."""

REWRITTEN = POD.replace(b"nginx", b"mirror.example/hub/nginx")
SETTINGS = b"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  port: nginx:1.27\n"
RULES = b"default::\ndocker.io::mirror.example/hub\nquay.io::mirror.example/quay\n"

LONG_ENOUGH = 300
"""Seconds after which a run hangs, on the slowest machine."""


class Result(NamedTuple):
    """How a run ended."""

    code: int
    out: bytes
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a run: this one's, without what regswap reads."""
    unwanted = ("REGSWAP_", "NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR", "GITHUB_ACTIONS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, **(extra or {})}


def regswap(
    *arguments: str | bytes | Path,
    stdin: bytes | None = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> Result:
    """Run the command and wait for its end; ``before`` runs in the new process, ahead of the command."""
    run = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(env),
        preexec_fn=before,
        timeout=LONG_ENOUGH,
        check=False,
    )
    return Result(run.returncode, run.stdout, run.stderr.decode("utf-8", "surrogateescape"))


def limit_memory(mebibytes: int) -> Callable[[], None]:
    """Return what makes a process end that takes more memory."""
    size = mebibytes << 20
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, hidden files included, sorted."""
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, data: bytes) -> Path:
    """Write a file, with its folders, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
