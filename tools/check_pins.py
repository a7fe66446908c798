"""Says which pins of the image are behind a patch release of the same minor version, where fixes of known faults are.

The programs are looked up where Go finds their sources, the Python packages where pip finds them. A newer minor version
is not a finding: it is chosen, and tried, by a person. The base is renewed as docs/image.md says.
The exit status is 1 where a pin is behind, and 2 where that cannot be told.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.build_image import PROGRAMS
from tools.install_clients import MODULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HELD = {"kustomize": "Argo CD 3.5 renders with it"}
"""Pins that stay where they are, and why."""

REQUIREMENTS = Path(__file__).resolve().parent.parent / "plugins" / "requirements.txt"


class LookupFailedError(Exception):
    """The versions that there are cannot be listed; the message says why."""


def main() -> int:
    """Print a line for each pin that is behind."""
    behind = False
    try:
        for name, pinned, versions in [*list_programs(), *list_packages()]:
            newest = find_newer_patch(pinned, versions)
            if newest and name in HELD:
                print(f"{name} {pinned} is held behind {newest}: {HELD[name]}")
            elif newest:
                behind = True
                print(f"{name} {pinned} is behind {newest}")
    except LookupFailedError as error:
        print(f"check_pins: {error}", file=sys.stderr)
        return 2
    return 1 if behind else 0


def find_newer_patch(pinned: str, versions: Iterable[str]) -> str | None:
    """Return the newest release with the same first two numbers, or None where the pin is that one."""
    own = Version(pinned)
    releases = [(version, text) for text in versions if (version := _read(text)) is not None]
    newer = [(version, text) for version, text in releases if version > own and version.release[:2] == own.release[:2]]
    return max(newer)[1] if newer else None


def list_programs() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the name of each program of the image, its pin and the versions of its module."""
    modules = {module.name: module for module in MODULES}
    for client in PROGRAMS.values():
        module = modules[client]
        root = re.split(r"/cmd/", module.package)[0]
        with tempfile.TemporaryDirectory() as folder:
            told = run(["go", "list", "-m", "-versions", "-json", f"{root}@{module.version}"], folder)
        yield client, module.version, json.loads(told)["Versions"]


def list_packages() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the name of each Python package of the image, its pin and its versions."""
    pins = re.findall(r"^([a-z0-9-]+)==([^ \n]+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    for name, pinned in pins:
        told = run([sys.executable, "-m", "pip", "index", "versions", name, "--disable-pip-version-check"])
        (listed,) = re.findall(r"^Available versions: (.*)$", told, re.MULTILINE)
        yield name, pinned, listed.split(", ")


def run(command: list[str], folder: str | None = None) -> str:
    """Return what a command prints; raises LookupFailedError where there is none, or it fails."""
    if not shutil.which(command[0]):
        raise LookupFailedError(f"{command[0]} not found")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise LookupFailedError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
    return done.stdout


def _read(text: str) -> Version | None:
    """Read a version; None for one that is not a release."""
    try:
        version = Version(text)
    except InvalidVersion:
        return None
    return None if version.is_prerelease else version


if __name__ == "__main__":
    sys.exit(main())
