"""``regswap bundle verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.errors import Diagnostic, ExitCode
from regswap.run import conduct
from regswap.streams.destination import write_stderr, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from regswap.bundle.hole import Hole
    from regswap.output.report import Report
    from regswap.settings.options import Options

_ELSEWHERE = ("outside", "collision")
"""Holes of a plan that take nothing from a proof: the image is known, and asked for where it is pulled from."""


@click.command(cls=option.Command, short_help="Prove that every image is where it will be pulled from.")
@option.paths
@option.takes("bundle verify")
@option.output_choice("text", "json", "sarif", "junit", help="For people, programs, code hosts or CI servers.")
def verify(options: Options, form: str) -> int:
    """Prove that every image that the manifests name is where the rewritten references point.

    Each manifest, each platform and each blob is asked for, and what is missing or wrong is named with every place
    that needs it: exit code 6. A place whose image is unknown ends with 4, as in `bundle plan`.
    """

    def act(named: Options, report: Report) -> int:
        from regswap.bundle.collect import collect
        from regswap.bundle.locked import find_lock
        from regswap.bundle.verification.finding import summarise
        from regswap.bundle.verification.formats import FORMATS
        from regswap.bundle.verification.verify import verify as prove

        lock = find_lock(named.lock)
        code, found = collect(named, report, needs_rules=False, track=list if named.quiet else track)
        if code:
            return code
        report.errors += list_unproved(found.holes)
        verification = prove(found.images, named, lock)
        write_stdout(FORMATS[form](verification))
        if form != "text" and not named.quiet:
            write_stderr(f"{summarise(verification)}\n")
        if verification.is_failed:
            return ExitCode.REGISTRY
        return ExitCode.POLICY if report.errors else ExitCode.DONE

    return conduct(options, act)[0]


def list_unproved(holes: Iterable[Hole]) -> list[Diagnostic]:
    """Return the places that cannot be proved, because their image is unknown."""
    return [hole.as_diagnostic() for hole in holes if hole.code not in _ELSEWHERE]
