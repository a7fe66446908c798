"""Pulling what a plan names into a layout, and pushing it from there: what failed, with the places that need it."""

from __future__ import annotations

import re

from regswap.bundle.layout_lock import hold_layout
from regswap.bundle.regsync import run
from regswap.errors import Diagnostic, ExitCode
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from regswap.bundle.copying import Copy
    from regswap.bundle.regsync import Engine, Failure, Outcome

_NO_ROOM = re.compile(r"no space left|disk quota|file too large", re.IGNORECASE)
_REMEDIES = (
    (_NO_ROOM, "make room and run it again"),
    (r"unauthorized|\b401\b|\b403\b|denied", "log in to the registry, as with `docker login`, and run it again"),
    (r"x509|certificate", "trust the registry's authority with --ca or --certs, and run it again"),
    (r"server gave HTTP response to HTTPS", "the registry speaks HTTP without TLS: allow it with --plain-http"),
    (r"could not find entry in index.json", "pull it into the layout first"),
    (r"manifest unknown|name unknown|not found|\b404\b", "it is not there, or not for you: correct the reference"),
    (r"unsupported media type", "it is neither an image nor an artifact of OCI: copy it with another program"),
)
_AGAIN = "run it again: what is there already stays"


class Transfer(NamedTuple):
    """The result of some copies."""

    code: int
    errors: tuple[Diagnostic, ...] = ()
    """One for each place that needs what was not copied."""
    written: int = 0
    """Bytes; 0 where the system does not tell."""


def transfer(copies: Sequence[Copy], layout: str, engine: Engine, *, writes: bool) -> Transfer:
    """Copy; ``writes`` tells that the copies go into the layout, and not out of it.

    Raises UsageError and OutputError.
    """
    if not copies:
        return Transfer(ExitCode.DONE)
    with hold_layout(layout, writes=writes) as descriptor:
        outcome = run(engine, copies, (descriptor,))
    errors = tuple(dict.fromkeys(explain_failures(copies, outcome)))
    is_full = any(_NO_ROOM.search(error.message) for error in errors)
    code = (ExitCode.MANIFEST if is_full else ExitCode.REGISTRY) if errors else ExitCode.DONE
    return Transfer(code, errors, outcome.written)


def explain_failures(copies: Sequence[Copy], outcome: Outcome) -> Iterator[Diagnostic]:
    """Yield an error for each place that needs what could not be copied, and one for whatever else went wrong."""
    by_copy = [(_find_copy(copies, failure), failure) for failure in outcome.failures]
    order = {copy: number for number, copy in enumerate(copies)}
    for copy, failure in sorted(by_copy, key=lambda pair: -1 if pair[0] is None else order[pair[0]]):
        yield from _tell_failure(failure, copy)
    if outcome.code and not by_copy:
        ending = f"ended by signal {-outcome.code}" if outcome.code < 0 else f"ended with {outcome.code}"
        said = f": {outcome.output}" if outcome.output else ""
        yield Diagnostic(f"regsync {ending}{said}", _choose_remedy(outcome.output))


def _find_copy(copies: Sequence[Copy], failure: Failure) -> Copy | None:
    return next((copy for copy in copies if failure.target == copy.target or failure.source == copy.source), None)


def _tell_failure(failure: Failure, copy: Copy | None) -> Iterator[Diagnostic]:
    message = failure.message.strip().removesuffix(":")
    remedy = _choose_remedy(message)
    if copy is None:
        yield Diagnostic(f"{failure.source} was not copied: {message}", remedy)
        return
    for place in copy.places:
        yield place.diagnose(f"needs {copy.image}, which was not copied: {message}", remedy)


def _choose_remedy(message: str) -> str:
    return next((remedy for pattern, remedy in _REMEDIES if re.search(pattern, message)), _AGAIN)
