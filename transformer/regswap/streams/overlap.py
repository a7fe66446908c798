"""Files that are read, and must not be written over with something else."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING
from regswap.streams.destination import is_stream
from regswap.streams.names import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

REFUSED = "report-refused"
"""The code of a finding that there is no place to write the report to, not even for this finding."""


def refuse_report(report: str | None, others: Iterable[str]) -> None:
    """Raise UsageError where a report would take the place of another file, or would mix with other output.

    ``others`` are the files, and the folders of manifests, that are read or written. Who leaves standard output free
    puts STDOUT for the ``-`` that was asked for.
    """
    if report is None:
        return
    if report == "-":
        remedy = "name a file, or write the result elsewhere with -o or --in-place"
        raise _refuse("--report -", "standard output has the result of this command", remedy)
    if is_stream(report):
        return
    place, is_there = os.path.realpath(report), os.path.isfile(report)
    for other in others:
        if other != "-" and (
            os.path.realpath(other) == place
            or (is_there and os.path.isfile(other) and os.path.samefile(report, other))
            or (is_there and os.path.isdir(other) and _is_manifest_in(place, other))
        ):
            message = f"is read or written as `{other}` too, and the report would replace it"
            raise _refuse(report, message, "choose another file for --report")


def _refuse(report: str, message: str, remedy: str) -> UsageError:
    return UsageError(Diagnostic(message, remedy, report, code=REFUSED))


def refuse_outputs(outputs: Iterable[str], read: Iterable[str]) -> None:
    """Raise UsageError where a result would replace a file that is read for something else."""
    places = {os.path.realpath(name): name for name in read}
    for output in outputs if places else ():
        name = places.get(os.path.realpath(output))
        if name is not None:
            raise UsageError(Diagnostic(f"is read as `{name}` too", "write the result elsewhere", output))


def _is_manifest_in(place: str, folder: str) -> bool:
    return place.lower().endswith(ENDINGS) and place.startswith(os.path.join(os.path.realpath(folder), ""))
