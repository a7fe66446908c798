"""The peers: programs that change the same references, each told in its own way, and what none can go below."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.manifest import host_of, name_of
from benchmarks.measure import BenchmarkError, Command

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from benchmarks.manifest import Manifest

    Writer = Callable[[list[Manifest]], Path]
    """Writes documents into a file."""

REGISTRY = "registry.example.com"
INSTALLED = Path(__file__).resolve().parent.parent / ".clients"
LIMIT = Path(__file__).with_name("limit.py")

KUSTOMIZE, UNLISTED, KUBECTL, KBLD, YQ = (
    "kustomize",
    "kustomize, no images:",
    "kubectl kustomize, no images:",
    "kbld",
    "yq",
)
VERSIONS = {
    "kustomize": ("version",),
    "kubectl": ("version", "--client"),
    "kbld": ("version",),
    "yq": ("--version",),
}
"""The programs, and what makes them say their version."""

_LARGEST_ROUND_TRIP = 2_000_000
"""Bytes of a stream that ruamel.yaml reads and prints: it takes ten seconds a megabyte."""


class Task(NamedTuple):
    """A stream, and which references in it are to become others."""

    stream: Path
    references: Sequence[str]

    @property
    def names(self) -> set[str]:
        """The references without tags and digests."""
        return set(map(name_of, self.references))


def find(program: str) -> str:
    """Return a program that ``make clients`` installs, or the one on PATH; raises BenchmarkError."""
    installed = INSTALLED / program
    found = str(installed) if os.access(installed, os.X_OK) else shutil.which(program)
    if found is None:
        raise BenchmarkError(f"there is no {program}: run `make clients`")
    return found


def version_of(program: str) -> str:
    """Return what a program says of its version, on one line."""
    done = subprocess.run([find(program), *VERSIONS[program]], capture_output=True, text=True, check=False)
    return f"{program} {' '.join(re.findall(r'v[0-9]+[.][0-9]+[.][0-9]+', done.stdout))}"


def rename_image(name: str) -> str:
    """Return where an image moves: below the registry, in a folder for the registry that it comes from."""
    host = host_of(name)
    path = name.removeprefix(f"{host}/")
    return f"{REGISTRY}/{_folder(host)}/{path}"


def rename_reference(reference: str) -> str:
    """Return what becomes of a reference."""
    name = name_of(reference)
    return rename_image(name) + reference.removeprefix(name)


def write_map(path: Path, names: Collection[str]) -> None:
    """Write the map file that regswap reads: a line for each registry."""
    lines = [f"{host}::{REGISTRY}/{_folder(host)}" for host in sorted({host_of(name) for name in names})]
    path.write_text("\n".join(["default::", *lines, ""]))


def make_kustomize(program: str, folder: Path, stream: Path, names: Collection[str]) -> Command:
    """Write a kustomization of one stream, with an entry for each image, and return the command that builds it."""
    folder.mkdir()
    shutil.copy(stream, folder / "stream.yaml")
    images = "".join(f"  - name: {name}\n    newName: {rename_image(name)}\n" for name in sorted(names))
    listed = f"images:\n{images}" if names else ""
    (folder / "kustomization.yaml").write_text(f"resources:\n  - stream.yaml\n{listed}")
    name = KUSTOMIZE if names else KUBECTL if program == "kubectl" else UNLISTED
    return Command(name, (find(program), "kustomize" if program == "kubectl" else "build", str(folder)))


def make_kbld(folder: Path, task: Task) -> Command:
    """Write a configuration in which every image is resolved already, and return the command that follows it.

    kbld asks the registry for each text under a key ``image`` that it is not told about.
    """
    folder.mkdir()
    moved = {reference: rename_reference(reference) for reference in task.references}
    others = {text: text for text in _list_image_keys(task.stream)}
    overrides = [
        {"image": image, "newImage": new, "preresolved": True} for image, new in sorted({**others, **moved}.items())
    ]
    config = {"apiVersion": "kbld.k14s.io/v1alpha1", "kind": "Config", "overrides": overrides}
    (folder / "kbld.yaml").write_text(json.dumps(config))
    files = ("-f", str(task.stream), "-f", str(folder / "kbld.yaml"))
    return Command(KBLD, (find("kbld"), *files, "--images-annotation=false"))


def make_yq(task: Task) -> Command:
    """Return the command that puts the registry before every ``image``."""
    hosts = "|".join(re.escape(host) for host in sorted({host_of(name) for name in task.names} | {"docker.io"}))
    places = '.. | select(tag == "!!map") | select(has("image")) | .image | select(tag == "!!str" and . != "auto")'
    value = f'"{REGISTRY}/" + (select(test("^({hosts})/")) // ("docker.io/" + .))'
    return Command(YQ, (find("yq"), f"({places}) |= ({value})".replace("\\", "\\\\"), str(task.stream)))


def make_limits(stream: Path) -> list[Command]:
    """Return what reads the stream and does nothing with it."""
    python = (sys.executable, "-I")
    limits = [
        Command("libyaml, no events", (*python, str(LIMIT), "check", str(stream))),
        Command("libyaml, events as tuples", (*python, str(LIMIT), "events", str(stream))),
        Command("cat", ("cat", str(stream))),
        Command("python -I -c pass", (*python, "-c", "pass")),
    ]
    if stream.stat().st_size > _LARGEST_ROUND_TRIP:
        return limits
    return [Command("ruamel.yaml round trip", (*python, str(LIMIT), "round-trip", str(stream))), *limits]


def accept(folder: Path, manifests: list[Manifest], write: Writer) -> list[Manifest]:
    """Return the documents that Kustomize takes, found by halving: it names one at a time of those that it refuses."""
    shutil.rmtree(folder, ignore_errors=True)
    command = make_kustomize("kustomize", folder, write(manifests), ())
    done = subprocess.run(command.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode == 0:
        return manifests
    if len(manifests) <= 1:
        return []
    half = len(manifests) // 2
    return accept(folder, manifests[:half], write) + accept(folder, manifests[half:], write)


def _list_image_keys(stream: Path) -> set[str]:
    """Return every text under a key ``image``, at any depth."""
    from ruamel.yaml import YAML

    found: set[str] = set()
    with stream.open() as file:
        pending = list(YAML(typ="safe").load_all(file))
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            image = value.get("image")
            found |= {image} if isinstance(image, str) else set()
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return found


def _folder(host: str) -> str:
    return host.replace(":", "-")
