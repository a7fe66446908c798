"""The vectors: what the original programs make of a reference."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from regswap.reference import ImageReference, InvalidReference

Vector = dict[str, Any]


@cache
def read_vectors(shared: Path, name: str) -> list[Vector]:
    path = shared / "vectors" / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/vectors/{name}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_original(vector: Vector) -> str:
    """What the program makes of the image; where the documentation says otherwise, it is the program that counts."""
    result = vector["code"] if vector.get("code_disagrees") else vector.get("expected")
    return str(vector["image"] if result is None else result)


def is_legal(text: str) -> bool:
    try:
        ImageReference.parse(text)
    except InvalidReference:
        return False
    return True
