"""The functions of the library; ``import regswap`` has them all, and docs/api.md shows them.

They read neither the environment nor standard input, print nothing, and raise what the command line prints.
"""

from __future__ import annotations

from regswap.document.parse.stream import BLOCK
from regswap.errors import Diagnostic, LockError, ManifestError, PolicyError, UsageError
from regswap.output.report import Report
from regswap.output.summary import REWRITES
from regswap.pipeline.step import follow
from regswap.record import TYPE_CHECKING, NamedTuple, Protocol
from regswap.rules import load
from regswap.rules.load import load_text
from regswap.run import send
from regswap.settings import policy as settings
from regswap.settings.options import TABLE, Options
from regswap.streams.sink import StreamSink
from regswap.streams.source import Found, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from regswap.document.parse.stream import Document
    from regswap.pipeline.entry import Entry
    from regswap.pipeline.rewrite import Policy, Rewritten
    from regswap.rules.engine.rule import Decider
    from regswap.streams.sink import Sink

_ERRORS = {error.exit_code: error for error in (UsageError, ManifestError, PolicyError, LockError)}


class Reader(Protocol):
    """A binary file, as far as it is read."""

    def read(self, size: int, /) -> bytes:
        """Return some bytes, none at the end."""


class Writer(Protocol):
    """A binary file, as far as it is written."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


class Result(NamedTuple):
    """Manifests that were rewritten."""

    data: bytes
    """The same bytes but for the references that changed."""
    entries: tuple[Entry, ...]
    """What became of each site, in the order in which they are written."""
    warnings: tuple[Diagnostic, ...]
    """What may be wrong with the rules or the manifests."""


def load_rules(*paths: str, rules_format: str | None = None, mode: str = "standard") -> Decider:
    """Read rule files, in order of precedence; their formats are detected unless one is named.

    ``decide`` of the result says what becomes of a reference. ``mode`` is ``standard`` or ``compat``.

    Raises:
        RulesError: with every finding of every file.

    """
    return load(paths, rules_format, mode)


def parse_rules(text: str, *, rules_format: str | None = None, source: str = "<rules>") -> Decider:
    """Read rules that are in memory; ``source`` stands for a file name in messages.

    Raises:
        RulesError: with every finding.

    """
    return load_text(text, rules_format, source)


def make_policy(options: Options = Options(), *, rules: Decider | None = None) -> Policy:  # noqa: B008 - a constant
    """Return what decides about manifests, from options as those of ``regswap rewrite``: rules, places and scope.

    ``rules`` are rules that are loaded already. A policy can be used for many manifests.

    Raises:
        RulesError: with every finding of the rules.
        UsageError: of the configuration, or of the options; an option that decides nothing is one.

    """
    idle = next((row for row in TABLE if options.gives(row) and not row.ignored_by), None)
    if idle is not None or options.paths:
        named = "paths" if idle is None else idle.name
        raise UsageError(Diagnostic(f"`{named}` does not decide what becomes of a reference", "leave it out"))
    if rules is not None and options.has_rules:
        raise UsageError(Diagnostic("rules are given twice", "leave out `rules` or the options that name some"))
    return settings.make_policy(options, rules=rules)


def rewrite(data: bytes, policy: Policy, *, source: str = "<bytes>") -> Result:
    """Rewrite a stream of manifests that is in memory; ``source`` stands for a file name in messages.

    Raises:
        ManifestError: something may hold a reference and cannot be read, or cannot be rewritten safely.
        PolicyError: no rule matches a reference, and the policy wants one for each.
        LockError: a reference is not in the lock that the policy pins with, or is pinned to something else.

    """
    sinks: list[_MemorySink] = []

    def make_sink() -> Sink:
        sinks.append(_MemorySink())
        return sinks[-1]

    report = _send(Source(source, None, blocks=(data,)), policy, make_sink, detailed=False)
    return Result(b"".join(sinks[-1].blocks), tuple(sinks[-1].entries), tuple(report.warnings))


def rewrite_stream(reader: Reader, writer: Writer, policy: Policy, *, source: str = "<stream>") -> Report:
    """Rewrite a stream of manifests from one binary file to another, which gets all of it or nothing.

    One document at a time is in memory. Returns the report: its ``counts``, its ``warnings``, and once, as
    ``blocks()``, the JSON that ``--report`` writes.

    Raises:
        ManifestError: as ``rewrite`` does; or the stream cannot be read, or not be kept until all of it is done.
        PolicyError, LockError: as ``rewrite`` does.

    """

    def write(blocks: Iterable[bytes]) -> None:
        for block in blocks:
            writer.write(block)

    opened = Source(source, None, blocks=_read(reader))
    return _send(opened, policy, lambda: StreamSink(write=write), detailed=True)


def list_sites(data: bytes, policy: Policy | None = None, *, source: str = "<bytes>") -> tuple[Entry, ...]:
    """Return the references of manifests, each with its place and with what the policy makes of it.

    Raises:
        ManifestError, PolicyError, LockError: as ``rewrite`` does.

    """
    if policy is None:
        policy = settings.make_policy(Options(), needs_rules=False)
    return rewrite(data, policy, source=source).entries


class _MemorySink(StreamSink):
    """Keeps one stream in memory, with what became of its sites."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.entries: list[Entry] = []
        super().__init__(write=self.blocks.extend)

    def take(self, document: Document, rewritten: Rewritten) -> None:
        self.entries += rewritten.entries
        super().take(document, rewritten)


def _send(source: Source, policy: Policy, make_sink: Callable[[], Sink], *, detailed: bool) -> Report:
    """Send one stream through; raises what the command line would print."""
    report = Report(detailed=detailed, summary_line=REWRITES)
    found = Found([source], [], [], [])
    code = send(lambda _: make_sink(), lambda _: follow(policy), find=lambda _: found)(Options(), report)
    report.close_warnings()
    if report.errors:
        raise _ERRORS[code](*report.errors)
    return report


def _read(reader: Reader) -> Iterator[bytes]:
    while block := reader.read(BLOCK):
        yield block
