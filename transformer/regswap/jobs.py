"""Documents made by several processes, for ``--jobs``.

A run stays what it is in one process: it cuts every stream, takes the documents in order, and alone writes, counts and
judges. Its workers are copies of it (``fork``) that read the same files, each make a share of the documents ahead of
it, and send what became of them through a pipe, which holds them back when they are too far ahead. A document whose
result is missing, or was made of other bytes or of other Namespaces than the run sees, is made by the run itself: so
the result is that of one process whatever a worker does, errors included.
"""

from __future__ import annotations

import os
import pickle
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from regswap.document.parse.encoding import decode
from regswap.errors import Diagnostic, RegswapError, UsageError
from regswap.streams.source import read_blocks, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import BinaryIO

    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import FileRole, Rewritten
    from regswap.pipeline.step import Step
    from regswap.streams.source import Source

    Labels = Mapping[str, str]
    Place = tuple[int, int]
    """The index of a source, and the number of a document in it."""

AUTO = "auto"
MOST = 64
_LEAST_BYTES = 500_000
"""What one process reads in the time that it takes to start others."""
_ALONE = 24
"""Documents that the run makes itself before: its copies have then imported and compiled what most documents need."""
_SOURCES_OF_EACH = 4
"""With fewer sources for each worker, they share the documents of every source."""
_PIPE = 1 << 20
"""Bytes that a worker may be ahead, where the system lets a pipe hold so many."""


class Share(NamedTuple):
    """All that is to be shared among workers."""

    step: Step
    sources: list[Source]
    cut: Callable[[Source, Iterable[bytes]], Iterable[Document]]
    find_role: Callable[[Document], FileRole | None]


class _Result(NamedTuple):
    """What became of one document."""

    place: Place
    size: int
    """Bytes of the document that was read."""
    hash: int
    """Of those bytes; a copy of a process hashes as that does."""
    is_changed: bool
    rewritten: Rewritten
    """Without its data where that stays as it is."""


class _Pipe(NamedTuple):
    """A worker, as the run sees it."""

    pid: int
    file: BinaryIO
    ahead: list[_Result]
    """At most one: what was received and is of a later document."""


def start(share: Share, jobs: str, namespaces: Mapping[str, Labels]) -> Workers | None:
    """Start as many workers as are asked for, which know some Namespaces; None where that would not pay.

    Raises UsageError for what is not a number of jobs.
    """
    count = read_jobs(jobs)
    files = [source for source in share.sources if source.blocks is None and source.can_be_read_again]
    if count == 1 or not hasattr(os, "fork") or sum(map(size_of, files)) < _LEAST_BYTES:
        return None
    return Workers(share, count, namespaces)


def read_jobs(jobs: str) -> int:
    """Return a number of jobs; raises UsageError for what is none."""
    if jobs == AUTO:
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return min(usable, MOST)
    if not jobs.isdecimal() or not 1 <= int(jobs) <= MOST:
        message = f"`{jobs}` is neither a number from 1 to {MOST} nor `{AUTO}`"
        raise UsageError(Diagnostic(message, "leave it out for 1", "--jobs"))
    return int(jobs)


class Workers:
    """The other processes of a run; they start when it is under way."""

    def __init__(self, share: Share, count: int, namespaces: Mapping[str, Labels]) -> None:
        """Take what is known of Namespaces; workers learn of no other that stands in another document."""
        self._share = share
        self._known = dict(namespaces)
        self._other_namespaces: set[str] = set()
        """Those that leave other objects alone than workers know."""
        self._index = -1
        """Of the source that the run is at."""
        self._by_source = len(share.sources) >= _SOURCES_OF_EACH * count
        self._alone = _ALONE
        """How many documents more the run makes itself."""
        self._pipes: list[_Pipe] = []
        self._count = count

    @property
    def pids(self) -> list[int]:
        """The processes that were started."""
        return [pipe.pid for pipe in self._pipes]

    def begin(self) -> None:
        """Begin the next source."""
        self._index += 1

    def take(self, document: Document) -> Rewritten | None:
        """Return what became of the next document; None where that is not known."""
        if document.number == 0:
            return None
        place = self._index, document.number
        if not self._pipes:
            if self._alone:
                self._alone -= 1
                return None
            for number in range(self._count):
                self._pipes.append(self._fork(number, place))
        pipe = self._pipes[self._worker_of(place)]
        result = _receive(pipe, place)
        if result is None or (result.size, result.hash) != (len(document.data), hash(document.data)):
            return None
        rewritten = result.rewritten
        if self._other_namespaces and any(entry.namespace in self._other_namespaces for entry in rewritten.entries):
            return None
        return rewritten if result.is_changed else rewritten._replace(data=document.data)

    def learn(self, name: str, labels: Labels) -> None:
        """Take the labels of a Namespace that was met."""
        if not self._pipes:
            self._known[name] = labels
            return
        exempt = self._share.step.exempt_namespace
        before = exempt(name, self._known[name]) if name in self._known else ""
        if exempt(name, labels) == before:
            self._other_namespaces.discard(name)
        else:
            self._other_namespaces.add(name)

    def stop(self) -> None:
        """End the workers, which may be ahead, and wait until they are gone."""
        for pipe in self._pipes:
            pipe.file.close()
            with suppress(ProcessLookupError):
                os.kill(pipe.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pipe.pid, 0)
        self._pipes.clear()

    def _worker_of(self, place: Place) -> int:
        return (place[0] if self._by_source else place[1]) % self._count

    def _fork(self, number: int, first: Place) -> _Pipe:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writing)
            return _Pipe(pid, os.fdopen(reading, "rb"), [])
        # Nothing of the run that this is a copy of may be ended, written or told here.
        try:
            for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(stop, signal.SIG_DFL)
            os.close(reading)
            for pipe in self._pipes:
                os.close(pipe.file.fileno())
            _widen(writing)
            with os.fdopen(writing, "wb") as file:
                self._work(number, first, file)
        finally:
            os._exit(0)

    def _work(self, number: int, first: Place, file: BinaryIO) -> None:
        """Make the documents of one worker's share, from one on."""
        for index, source in enumerate(self._share.sources[first[0] :], first[0]):
            if source.blocks is not None or not source.can_be_read_again:
                continue
            if self._by_source and self._worker_of((index, 0)) != number:
                continue
            # The run meets the same error, and tells it.
            with suppress(RegswapError):
                for document in self._share.cut(source, decode(read_blocks(source), source.name).blocks):
                    place = index, document.number
                    if document.number and place >= first and self._worker_of(place) == number:
                        self._make(document, place, file)
            file.flush()

    def _make(self, document: Document, place: Place, file: BinaryIO) -> None:
        with suppress(RegswapError):
            rewritten = self._share.step.transform(document, self._known, self._share.find_role(document))
            is_changed = rewritten.data is not document.data
            sent = rewritten if is_changed else rewritten._replace(data=b"")
            result = _Result(place, len(document.data), hash(document.data), is_changed, sent)
            pickle.dump(result, file, pickle.HIGHEST_PROTOCOL)


def _receive(pipe: _Pipe, place: Place) -> _Result | None:
    """Return the result of one document; None where the worker sent none, or is gone."""
    while True:
        if not pipe.ahead:
            try:
                pipe.ahead.append(pickle.load(pipe.file))  # noqa: S301 - it comes from a copy of this process
            except (EOFError, OSError, pickle.UnpicklingError):
                return None
        result = pipe.ahead[0]
        if result.place > place:
            return None
        pipe.ahead.clear()
        if result.place == place:
            return result


def _widen(pipe: int) -> None:
    """Let a pipe hold more than the usual 64 KiB, where the system knows how."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
