"""``regswap bundle plan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.bundle.copying import DIRECT, plan_copies
from regswap.bundle.formats import FORMATS
from regswap.cli import option
from regswap.cli.progress import track
from regswap.errors import Diagnostic, ExitCode, UsageError
from regswap.run import conduct
from regswap.streams.destination import printable, write_stderr, write_stdout

if TYPE_CHECKING:
    from regswap.bundle.collect import Collection
    from regswap.output.report import Report
    from regswap.settings.options import Options

_PLANS = ("text", "json")


@click.command(cls=option.Command, short_help="List what has to be copied, for people and for programs that copy.")
@option.paths
@option.takes("bundle plan")
@option.output_choice(
    *_PLANS,
    *FORMATS,
    help="The plan for people or programs; or only the copies, as a list of pairs, for regsync or image-syncer, or as "
    "a script that runs regctl.",
)
def plan(options: Options, form: str) -> int:
    """List every image that the manifests name: its source, its target and the places that need it.

    A reference that does not say what to copy is a hole: a plan with holes ends with 4, and no copies are listed.
    """

    def act(named: Options, report: Report) -> int:
        from regswap.bundle.collect import collect
        from regswap.bundle.locked import find_digests, find_lock

        # What the environment says is meant for other commands too.
        _refuse_idle(options, form)
        lock = find_lock(named.lock)
        code, found = collect(named, report, track=list if named.quiet else track)
        if code:
            return code
        report.errors += [hole.as_diagnostic() for hole in found.holes]
        if form in _PLANS:
            _write_plan(found, form)
        elif not found.holes:
            digests = find_digests(found.cargo, lock)
            copies = plan_copies(found.cargo, named.stage or DIRECT, named.layout, digests)
            write_stdout([printable(FORMATS[form].write(copies))])
        if form != "text" and not named.quiet:
            write_stderr(f"{_summarise(found)}\n")
        return ExitCode.POLICY if found.holes else ExitCode.DONE

    return conduct(options, act)[0]


def _write_plan(found: Collection, form: str) -> None:
    from regswap.bundle.formats import plan_json, plan_text

    write_stdout((plan_json if form == "json" else plan_text).write(found))


def _summarise(found: Collection) -> str:
    from regswap.bundle.formats.plan_text import summarise

    return summarise(found)


def _refuse_idle(options: Options, form: str) -> None:
    """Refuse options that a format has no use for."""
    if options.lock is not None and form in _PLANS:
        raise UsageError(
            Diagnostic(f"--lock does nothing with --format {form}", "leave it out, or use a list of copies")
        )
    stages = FORMATS[form].stages if form in FORMATS else (DIRECT,)
    if (options.stage or DIRECT) not in stages:
        message = f"--format {form} does not say the stage `{options.stage}`"
        able = " or ".join(name for name, one in FORMATS.items() if options.stage in one.stages)
        raise UsageError(Diagnostic(message, f"use --format {able}"))
    if options.layout is not None and (options.stage or DIRECT) == DIRECT:
        raise UsageError(Diagnostic("--layout does nothing here", "add --stage pull or --stage push, or leave it out"))
