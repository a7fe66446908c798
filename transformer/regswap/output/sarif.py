"""Findings as a SARIF 2.1.0 log, the format that code hosts show beside the lines of a change.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    Level = Literal["error", "warning", "note"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Description(NamedTuple):
    """A kind of result, which SARIF calls a rule."""

    id: str
    summary: str
    """What it is about, as a sentence."""
    level: Level
    help: str = ""
    """Where to read more: the address of a page, or nothing."""


class Result(NamedTuple):
    """One finding."""

    id: str
    """That of its description."""
    level: Level
    message: str
    file: str = ""
    """A path as the user named it; empty where the finding is about no file."""
    line: int = 0
    """1-based; 0 where the place is the whole file."""
    column: int = 0
    """1-based, in characters; 0 where the place is the whole line."""


def write_sarif(tool: str, version: str, descriptions: Sequence[Description], results: Sequence[Result]) -> bytes:
    """Return a log of one run, as JSON with a line break at its end."""
    import json

    indexes = {description.id: index for index, description in enumerate(descriptions)}
    driver = {"name": tool, "version": version, "rules": [_describe(description) for description in descriptions]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_tell(result, indexes) for result in results],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, indent=2) + "\n").encode("ascii")


def make_uri(path: str) -> str:
    """Return a path as a URI: relative to the working folder where it lies in it, percent-encoded."""
    from urllib.parse import quote

    if os.path.isabs(path):
        folder = os.path.join(os.getcwd(), "")
        if not path.startswith(folder):
            return "file://" + quote(_encode(path))
        path = path[len(folder) :]
    return quote(_encode(os.path.normpath(path).replace(os.sep, "/")))


def _encode(path: str) -> bytes:
    """Return the bytes of a file's name; a name that no file has may hold what stands for no byte."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "backslashreplace")


def _describe(description: Description) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": description.id,
        "shortDescription": {"text": description.summary},
        "defaultConfiguration": {"level": description.level},
    }
    return {**described, "helpUri": description.help} if description.help else described


def _tell(result: Result, indexes: dict[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "ruleId": result.id,
        "ruleIndex": indexes[result.id],
        "level": result.level,
        "message": {"text": result.message},
    }
    if result.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": make_uri(result.file)}}
        if result.line:
            place["region"] = {"startLine": result.line, **({"startColumn": result.column} if result.column else {})}
        told["locations"] = [{"physicalLocation": place}]
    return told
