"""The peer: ``kubectl kustomize`` with an ``images:`` list that changes what the map file changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.manifest import host_of, join
from benchmarks.measure import BenchmarkError, Command

if TYPE_CHECKING:
    from collections.abc import Collection

    from benchmarks.manifest import Manifest

REGISTRY = "registry.example.com"
INSTALLED = Path(__file__).resolve().parent.parent / ".clients" / "kubectl"


def find_kubectl() -> str:
    """Return the kubectl that ``make clients`` installs, or the one on PATH."""
    found = str(INSTALLED) if os.access(INSTALLED, os.X_OK) else shutil.which("kubectl")
    if found is None:
        raise BenchmarkError("there is no kubectl: run `make clients`")
    return found


def version_of(kubectl: str) -> str:
    """Return what kubectl says of its versions, on one line."""
    done = subprocess.run([kubectl, "version", "--client"], capture_output=True, text=True, check=False)
    return "; ".join(done.stdout.split("\n")).strip("; ")


def rename_image(name: str) -> str:
    """Return where an image moves: below the registry, in a folder for the registry that it comes from."""
    host = host_of(name)
    path = name.removeprefix(f"{host}/")
    return f"{REGISTRY}/{_folder(host)}/{path}"


def write_map(path: Path, names: Collection[str]) -> None:
    """Write the map file that regswap reads: a line for each registry."""
    lines = [f"{host}::{REGISTRY}/{_folder(host)}" for host in sorted({host_of(name) for name in names})]
    path.write_text("\n".join(["default::", *lines, ""]))


def make_command(kubectl: str, folder: Path, stream: str, names: Collection[str]) -> Command:
    """Write a kustomization of one stream, with an entry for each image, and return the command that builds it."""
    folder.mkdir()
    (folder / "stream.yaml").write_text(stream)
    images = "".join(f"  - name: {name}\n    newName: {rename_image(name)}\n" for name in sorted(names))
    listed = f"images:\n{images}" if names else ""
    (folder / "kustomization.yaml").write_text(f"resources:\n  - stream.yaml\n{listed}")
    return Command("kubectl kustomize", (kubectl, "kustomize", str(folder)))


def accept(kubectl: str, folder: Path, manifests: list[Manifest]) -> list[Manifest]:
    """Return the documents that Kustomize takes, found by halving: it names one at a time of those that it refuses."""
    shutil.rmtree(folder, ignore_errors=True)
    command = make_command(kubectl, folder, join(manifests), ())
    done = subprocess.run(command.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode == 0:
        return manifests
    if len(manifests) <= 1:
        return []
    half = len(manifests) // 2
    return accept(kubectl, folder, manifests[:half]) + accept(kubectl, folder, manifests[half:])


def _folder(host: str) -> str:
    return host.replace(":", "-")
