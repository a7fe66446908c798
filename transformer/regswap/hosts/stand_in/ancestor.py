"""The processes that called this one, as Linux shows them in ``/proc`` (proc(5)).

A renderer may call another: kustomize inflates charts with helm. The inner one's output must stay as it is, for the
outer one goes on with it, and has its own output rewritten. That a stand-in renders further up is read from the
processes themselves, because a variable that said so could be set by anyone.
"""

from __future__ import annotations

from contextlib import suppress

_DEEPEST = 64
"""How many callers are looked at."""


def is_called_by_rendering() -> bool:
    """Tell whether one of the callers is a stand-in; one that does not render has become the real program."""
    own = _read_command("self")
    own = own[: own.index(b"run") + 1] if b"run" in own else []
    process = "self"
    for _ in range(_DEEPEST):
        process = _find_parent(process)
        if process in {"", "0"}:
            return False
        if own and _read_command(process)[: len(own)] == own:
            return True
    return False


def _read_command(process: str) -> list[bytes]:
    with suppress(OSError), open(f"/proc/{process}/cmdline", "rb") as file:
        return file.read().split(b"\0")
    return []


def _find_parent(process: str) -> str:
    with suppress(OSError), open(f"/proc/{process}/stat", "rb") as file:
        # The name of the program comes before in parentheses, and may hold some itself.
        return file.read().rpartition(b")")[2].split()[1].decode()
    return ""
