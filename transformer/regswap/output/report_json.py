"""The report of a run as JSON."""

from __future__ import annotations

import sys

from regswap.output.json_object import diagnostic_as_object, entry_as_object
from regswap.output.json_text import JsonArray, dump
from regswap.pipeline.entry import STATUSES
from regswap.record import TYPE_CHECKING
from regswap.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from regswap.errors import Diagnostic
    from regswap.pipeline.entry import Entry


class Details:
    """What a report says of each site, by what became of it."""

    def __init__(self) -> None:
        self.arrays = {status: _make_array() for status in STATUSES}

    def add(self, entry: Entry) -> None:
        """Keep what became of a site; raises OutputError where it cannot be kept."""
        self.arrays[entry.status].add(entry_as_object(entry))


def list_blocks(
    summary: str, counts: Mapping[str, int], details: Details, told: Mapping[str, Sequence[Diagnostic]]
) -> Iterator[bytes]:
    """Yield a report as JSON; the details can be read once. Raises OutputError where they cannot be."""
    yield b'{\n  "versions": %s,\n  "summary": %s' % (dump(_versions()), dump(summary))
    yield b',\n  "counts": %s' % dump(counts)
    for status, array in details.arrays.items():
        yield b',\n  "%s": ' % (b"changes" if status == "changed" else status.encode())
        yield from array.read()
    for key, diagnostics in told.items():
        array = _make_array()
        for diagnostic in diagnostics:
            array.add(diagnostic_as_object(diagnostic))
        yield b',\n  "%s": ' % key.encode()
        yield from array.read()
    yield b"\n}\n"


def _make_array() -> JsonArray:
    return JsonArray(b"\n    ", b"\n  ")


def _versions() -> dict[str, str]:
    return {"regswap": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
