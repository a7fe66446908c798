"""regsync, which copies: one process for all images, because several would lose images of one layout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress

from regswap.bundle.formats.regsync import write
from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from regswap.bundle.copying import Copy
    from regswap.bundle.formats.regsync import RegsyncHost

PROGRAM = "regsync"
_REMEDY = (
    "install it from https://regclient.org/install/ or with `go install "
    "github.com/regclient/regclient/cmd/regsync@latest`, or name it with --regsync"
)
_BEGUN = "Image sync running"
_SKIPPED = "Skipping"
"""How messages begin about what is left out, with exit code 0."""
_PATIENCE = 10.0
"""Seconds in which it ends when it is asked to."""


class Failure(NamedTuple):
    """A copy that regsync could not make."""

    source: str
    target: str
    message: str


class Engine(NamedTuple):
    """The program, and how it is run."""

    program: str
    hosts: tuple[RegsyncHost, ...] = ()
    tell: Callable[[str, int], None] = lambda _, __: None
    """Gets the target of each copy when it begins, and the bytes written until then."""


class Outcome(NamedTuple):
    """How regsync ended."""

    code: int
    """0 if everything was copied; negative for a signal."""
    failures: tuple[Failure, ...]
    output: str
    """Its output beside its log, such as why it did not start."""
    written: int = 0
    """Bytes, to files and to sockets; 0 where the system does not tell."""


def find_program(named: str | None) -> str | None:
    """Return the program's path, None where it is not there."""
    return shutil.which(named or PROGRAM)


def missing_program(named: str | None) -> UsageError:
    """Return the error that the program is not there."""
    return UsageError(Diagnostic(f"`{named or PROGRAM}`, which copies the images, is not there", _REMEDY))


def run(engine: Engine, copies: Sequence[Copy], held: Sequence[int] = ()) -> Outcome:
    """Copy; the program inherits the descriptors ``held``, and with them what they lock.

    Raises UsageError where it cannot be started.
    """
    with _write_config(copies, engine.hosts) as path:
        command = [engine.program, "once", "--config", path, "--verbosity", "debug", "--logopt", "json"]
        try:
            # Its log is JSON, one event a line, on standard error.
            process = subprocess.Popen(  # noqa: S603 - the program is the user's choice
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=held,
            )
        except OSError as error:
            message = f"`{engine.program}` cannot be started: {error.strerror}"
            raise UsageError(Diagnostic(message, "name the program with --regsync")) from error
        try:
            return _follow(process, engine.tell)
        finally:
            _end(process)


def _follow(process: subprocess.Popen[bytes], tell: Callable[[str, int], None]) -> Outcome:
    failures: list[Failure] = []
    output: list[str] = []
    written = 0
    for line in process.stderr or ():
        event = _read_event(line)
        written = max(written, count_written(process.pid))
        if event is None:
            output.append(line.decode("utf-8", "replace").strip())
        elif event.get("msg") == _BEGUN:
            tell(str(event.get("target", "")), written)
        else:
            failures += _find_failure(event)
    return Outcome(process.wait(), tuple(failures), "\n".join(filter(None, output)), written)


def _find_failure(event: Mapping[str, object]) -> Iterator[Failure]:
    message = str(event.get("msg", ""))
    if message.startswith(_SKIPPED):
        yield Failure(str(event.get("ref", "")), "", f"{message} {event.get('mediaType', '')}".strip())
    elif event.get("level") == "ERROR" and "target" in event:
        yield Failure(str(event.get("source", "")), str(event["target"]), str(event.get("error") or message))


def _read_event(line: bytes) -> Mapping[str, object] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, if this program ends before it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stderr is not None:
        process.stderr.close()


def count_written(pid: int) -> int:
    """Return how many bytes a process has written, to files and to sockets; 0 where the system does not tell."""
    with suppress(OSError, ValueError), open(f"/proc/{pid}/io", encoding="ascii") as counters:
        for line in counters:
            name, _, value = line.partition(":")
            if name == "wchar":
                return int(value)
    return 0


@contextmanager
def _write_config(copies: Sequence[Copy], hosts: Sequence[RegsyncHost]) -> Iterator[str]:
    """Write the configuration where nobody else reads it, for as long as it is needed: it may hold a key."""
    descriptor, path = tempfile.mkstemp(prefix="regswap-", suffix=".yaml")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(write(copies, hosts))
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)
