"""The function: what comes on standard input goes to standard output, rewritten or as it was, with results.

Hosts decide by the exit code, whatever the results say. kpt shows results and standard error, Kustomize only
standard error, so everything is said on both. Newer versions of kpt write both into the Kptfile: unless asked, nothing
is said that a second run, which has nothing left to rewrite, would not say again. Standard output is empty only where
no ResourceList came in, or where the configuration is wrong.
"""

from __future__ import annotations

from contextlib import nullcontext

from regswap.document.parse.encoding import decode
from regswap.document.parse.stream import documents
from regswap.errors import Diagnostic, ExitCode, ManifestError, RegswapError
from regswap.hosts.krm.envelope import add_results, read_envelope
from regswap.hosts.krm.function_config import read_settings
from regswap.hosts.krm.function_result import Directory, Result
from regswap.hosts.krm.named_file import censor, open_named_files
from regswap.output.summary import REWRITES, WOULD_REWRITE, SummaryLine
from regswap.pipeline.step import follow
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.run import MOST_WARNINGS, conduct
from regswap.settings.policy import make_policy
from regswap.streams.destination import refuse_unwritable, write_stdout
from regswap.streams.source import STDIN, find_sources, read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.hosts.krm.envelope import Envelope
    from regswap.hosts.krm.function_config import Settings
    from regswap.output.report import Report
    from regswap.pipeline.rewrite import Policy
    from regswap.pipeline.watch import Watched
    from regswap.settings.options import Options


class _Request(NamedTuple):
    """What came in."""

    encoded: Encoded
    before: bytes
    """Comments, and what else is not a part of the document."""
    document: Document
    after: bytes
    envelope: Envelope


class _Answer(NamedTuple):
    """What goes out."""

    code: int
    data: bytes
    results: tuple[Result, ...] = ()


def transform(options: Options) -> int:
    """Run once and return the exit code; with ``check`` nothing changes, and what would change is an error."""

    def act(named: Options, report: Report) -> int:
        request = _receive()
        # The functionConfig takes precedence over the rest of the environment.
        answer = _answer(request, options._replace(report=named.report), report)
        _send(request, answer)
        return answer.code

    return conduct(options, act)[0]


def _receive() -> _Request:
    """Read standard input; raises ManifestError where it is not a ResourceList."""
    encoded = decode(read_blocks(find_sources(())[0]), STDIN)
    pieces = list(documents(encoded.blocks, STDIN))
    found = [place for place, piece in enumerate(pieces) if piece.number]
    if len(found) != 1:
        message = f"there are {len(found)} documents where one ResourceList belongs" if found else "there is nothing"
        remedy = "let kustomize or kpt run it; `regswap rewrite` takes plain manifests"
        raise ManifestError(Diagnostic(message, remedy, STDIN))
    document = pieces[found[0]]
    before, after = (b"".join(piece.data for piece in some) for some in (pieces[: found[0]], pieces[found[0] + 1 :]))
    return _Request(encoded, before, document, after, read_envelope(document))


def _answer(request: _Request, options: Options, report: Report) -> _Answer:
    """Rewrite what came in, or say why not: then it goes out as it was."""
    directory = Directory(request.envelope)
    warnings: tuple[Result, ...] = ()
    try:
        if options.report is not None:
            refuse_unwritable(options.report)
        settings = read_settings(request.envelope, options)
        report.summary_line = _choose_summary(settings.options)
        policy = _make_policy(settings)
        found = policy.rules.warnings
        warnings = _tell(directory, "warning", map(censor, found) if settings.names_files else found, report)
        policy = policy._replace(watched=tuple(_choose_watched(policy, settings, options)))
        answer = _rewrite(request, policy, report, settings.options, directory)
        return answer._replace(results=(*warnings, *answer.results))
    except RegswapError as error:
        if error.exit_code == ExitCode.USAGE:
            # Nothing was done, and there is nothing to say about any resource.
            raise
        errors = _tell(directory, "error", error.diagnostics, report)
        return _Answer(error.exit_code, request.document.data, (*warnings, *errors))


def _make_policy(settings: Settings) -> Policy:
    folders = settings.options.allow_files
    with open_named_files(folders) if settings.names_files else nullcontext():
        return make_policy(settings.options, config=settings.config, inline=settings.inline)


def _rewrite(request: _Request, policy: Policy, report: Report, options: Options, directory: Directory) -> _Answer:
    step = follow(policy)
    rewritten = step.transform(request.document, {}, None)
    step.note(request.document, rewritten)
    conclusion = step.conclude()
    report.notes += conclusion.notes
    report.counts.update(sources=1, documents=1, read=int(rewritten.was_read))
    report.add_entries(rewritten.entries)
    directory.learn(rewritten.entries)
    warnings = _tell(directory, "warning", (*rewritten.warnings, *conclusion.warnings), report)
    refused = (*rewritten.unmatched, *rewritten.unpinned)
    if refused:
        code = ExitCode.MISMATCH if rewritten.unpinned else ExitCode.POLICY
        return _Answer(code, request.document.data, (*warnings, *_tell(directory, "error", refused, report)))
    changed = [entry for entry in rewritten.entries if entry.changed]
    if options.check and changed:
        report.errors += map(directory.diagnose_change, changed)
        changes = [result for entry in changed for result in directory.list_changes(entry, "error")]
        return _Answer(ExitCode.CHANGES_FOUND, request.document.data, (*warnings, *changes))
    shown = changed if options.verbose and not options.quiet else []
    changes = [result for entry in shown for result in directory.list_changes(entry)]
    return _Answer(ExitCode.DONE, rewritten.data, (*changes, *warnings))


def _choose_watched(policy: Policy, settings: Settings, options: Options) -> Iterator[Watched]:
    """Yield what is to find something: of the functionConfig, which may be one for many, with doubt only."""
    given = (*options.include, *options.exclude, *options.path)
    for one in policy.watched:
        if one.text not in settings.own:
            yield one._replace(is_shared=one.is_shared or one.text not in given)


def _choose_summary(options: Options) -> SummaryLine:
    """Return how a run sums up: how many were rewritten is another number the second time, so only on request."""
    return WOULD_REWRITE if options.check else REWRITES._replace(on_stderr="what is left")


def _tell(directory: Directory, severity: str, findings: Iterable[Diagnostic], report: Report) -> tuple[Result, ...]:
    """Put findings into the report and return them as results."""
    told = [directory.locate(severity, finding) for finding in findings]
    if severity == "error":
        report.errors += (finding for finding, _ in told)
    else:
        report.add_warnings([finding for finding, _ in told], MOST_WARNINGS)
    return tuple(result for _, result in told)


def _send(request: _Request, answer: _Answer) -> None:
    data = add_results(request.envelope, answer.data, [result.as_row() for result in answer.results])
    write_stdout([request.encoded.encode(piece) for piece in (request.before, data, request.after)])
