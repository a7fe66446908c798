"""What a lock and a verification say of images, for the page that is signed off."""

from __future__ import annotations

import json

from regswap.bundle.formats.plan_json import API_VERSION
from regswap.bundle.verification.formats import KIND
from regswap.errors import Diagnostic, RulesError
from regswap.lock.reader import read_lock
from regswap.output.page import State, complete
from regswap.record import TYPE_CHECKING
from regswap.rules.load import read_text

if TYPE_CHECKING:
    from typing import Any


def read_states(lock: str | None, verification: str | None) -> dict[str, State]:
    """Return what the files say, by the full reference that an image is pulled by, pinned and not.

    What was proved takes precedence over what is locked. Raises RulesError for a file that cannot be understood.
    """
    states: dict[str, State] = {}
    if lock is not None:
        for image in read_lock(lock).images:
            _add(states, image.target, State(image.digest, "locked"))
    if verification is not None:
        for row in _read_verification(verification):
            faults = [fault["reason"] for fault in row["faults"]]
            _add(states, row["target"], State(row["digest"], "; ".join(faults) or "proved", bool(faults)))
    return states


def _add(states: dict[str, State], target: str, state: State) -> None:
    states[complete(target)] = state
    if state.digest:
        states[complete(f"{target.partition('@')[0]}@{state.digest}")] = state


def _read_verification(path: str) -> list[dict[str, Any]]:
    try:
        read = json.loads(read_text(path))
        if (read["apiVersion"], read["kind"]) != (API_VERSION, KIND):
            raise KeyError(KIND)  # noqa: TRY301 - one way to say that it is not ours
        return [
            {"target": str(row["target"]), "digest": str(row["digest"]), "faults": list(row["faults"])}
            for row in read["images"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        message = "is not what `regswap bundle verify --format json` prints"
        raise RulesError(Diagnostic(message, "make it anew", path)) from error
