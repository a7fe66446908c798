"""Prints the section of CHANGELOG.md that a tag publishes, where the tag names the version of the package.

The release workflow runs it before anything is published. Its exit status is 1 where the tag is not ``v`` and the
version, where that version has no section with a date, or where nothing is in it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from regswap.version import __version__

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


class ReleaseError(Exception):
    """The tag must not be published; the message says why and what to do."""


def main() -> int:
    """Print the notes of the tag that is the only argument."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and its argument
        print("usage: release_notes.py TAG", file=sys.stderr)
        return 2
    try:
        print(find_notes(sys.argv[1], __version__, CHANGELOG.read_text(encoding="utf-8")))
    except ReleaseError as error:
        print(f"release_notes: {error}", file=sys.stderr)
        return 1
    return 0


def find_notes(tag: str, version: str, changelog: str) -> str:
    """Return the section of a version without its heading; raises ReleaseError where the tag does not fit."""
    if tag != f"v{version}":
        raise ReleaseError(f"the tag is {tag}, the package is {version}; tag v{version}, or set the version first")
    found = re.search(rf"(?ms)^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", changelog)
    if found is None:
        raise ReleaseError(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`; rename Unreleased")
    if not (notes := found[1].strip()):
        raise ReleaseError(f"CHANGELOG.md says nothing about {version}; write what a user notices")
    return notes


if __name__ == "__main__":
    sys.exit(main())
