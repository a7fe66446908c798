"""Findings as a SARIF 2.1.0 log, the format that code hosts show beside the lines of a change.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os

from regswap.errors import visible
from regswap.output.formatter import Formatter
from regswap.output.json_text import JsonArray
from regswap.record import TYPE_CHECKING
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from regswap.output.formatter import Listing
    from regswap.output.row_form import Description, Result

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INDENT = " " * 8
"""Of a result in the log."""
_LAST_BREAK = b"\n      "
"""Between the last result and what closes their list."""


class SarifWriter:
    """Writes the log of one run, result by result; they wait in a spool, so that many take no memory."""

    def __init__(self, tool: str, version: str, descriptions: Sequence[Description]) -> None:
        """Begin with no result."""
        import json

        self._indexes = {description.id: index for index, description in enumerate(descriptions)}
        driver = {"name": tool, "version": version, "rules": [_describe(description) for description in descriptions]}
        run: dict[str, object] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": []}
        log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
        # The results come last, and nothing after them but what closes the log.
        self._head, _, self._tail = json.dumps(log, indent=2).rpartition("[]")
        self._results = JsonArray(f"\n{_INDENT}".encode(), _LAST_BREAK)

    def write(self, result: Result) -> None:
        """Add a result; raises OutputError where it cannot be kept."""
        import json

        row = json.dumps(_tell(result, self._indexes), indent=2).replace("\n", f"\n{_INDENT}")
        self._results.add_text(row.encode("ascii"))

    def read(self) -> Iterator[bytes]:
        """Yield the log, once: JSON with a line break at its end."""
        yield self._head.encode("ascii")
        yield from self._results.read()
        yield f"{self._tail}\n".encode("ascii")

    def close(self) -> None:
        """Let go of everything."""
        self._results.close()


class SarifFormatter(Formatter):
    """Writes the log of a listing."""

    def __init__(self, listing: Listing) -> None:
        """Begin with no result."""
        self._find = listing.results or (lambda _: ())
        self._writer = SarifWriter("regswap", __version__, listing.descriptions())

    def take(self, row: Any) -> None:  # noqa: ANN401 - what a row is, the listing says
        """Take the results of the next row."""
        for result in self._find(row):
            self._writer.write(result)

    def read(self) -> Iterator[bytes]:
        """Yield the log, once."""
        return self._writer.read()

    def close(self) -> None:
        """Let go of everything."""
        self._writer.close()


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
        "message": {"text": visible(result.message)},
    }
    if result.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": make_uri(result.file)}}
        if result.line:
            place["region"] = {"startLine": result.line, **({"startColumn": result.column} if result.column else {})}
        told["locations"] = [{"physicalLocation": place}]
    return told
