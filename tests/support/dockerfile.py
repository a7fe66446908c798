"""The instructions of a Dockerfile, as far as the project's own uses the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    """One instruction: its name, its ``--flag=value`` words, the others, and all after the name as written."""

    name: str
    flags: tuple[str, ...]
    words: tuple[str, ...]
    text: str


def read_dockerfile(path: Path) -> list[Instruction]:
    """Read a Dockerfile without comments and continued lines."""
    return [read_instruction(line) for line in join_lines(path.read_text(encoding="utf-8"))]


def join_lines(text: str) -> Iterator[str]:
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in kept.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line.strip()


def read_instruction(line: str) -> Instruction:
    name, _, text = line.partition(" ")
    words = text.split()
    flags = tuple(word for word in words if re.match(r"--[a-z]+=", word)) if name != "RUN" else ()
    return Instruction(name, flags, tuple(word for word in words if word not in flags), " ".join(words))
