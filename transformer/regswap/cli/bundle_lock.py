"""``regswap bundle lock`` and ``regswap bundle lock diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.bundle_verify import list_unproved
from regswap.cli.completion import complete_file
from regswap.cli.progress import track
from regswap.errors import ExitCode
from regswap.lock.locked import DEFAULT_FILE
from regswap.output.summary import count
from regswap.run import conduct
from regswap.settings.options import Options
from regswap.streams.destination import printable, write_stderr, write_stdout

if TYPE_CHECKING:
    from regswap.lock.locked import Lock
    from regswap.output.report import Report


@click.command(cls=option.Command, short_help="Write the digest of every image into a lock file.")
@option.paths
@option.takes("bundle lock")
def lock(options: Options) -> int:
    """Ask for the digest of every image that the manifests name, and write a lock file: regswap.lock.yaml, or --lock.

    The same images make the same file; comments in it are kept. With --check nothing is written, and what is other
    than the file says ends with 5: tags that moved, images that are not in it, those that nothing needs any more.

    `regswap bundle lock diff OLD NEW` compares two of them; a folder of that name is `./diff`.
    """

    def act(named: Options, report: Report) -> int:
        from regswap.bundle.collect import collect
        from regswap.bundle.locking import make_lock

        file = named.lock or DEFAULT_FILE
        code, found = collect(
            named._replace(check=False), report, needs_rules=False, track=list if named.quiet else track
        )
        if code:
            return code
        unproved = list_unproved(found.holes)
        locking = make_lock(found.images, named)
        report.errors += [*unproved, *locking.errors]
        if locking.errors:
            return ExitCode.REGISTRY
        if unproved:
            return ExitCode.POLICY
        if named.check:
            from regswap.bundle.locking import find_drift
            from regswap.lock.reader import read_lock

            report.errors += find_drift(found.images, locking.lock, read_lock(file), file)
            return ExitCode.MISMATCH if report.errors else ExitCode.DONE
        _write(file, locking.lock, named)
        return ExitCode.DONE

    return conduct(options, act)[0]


def _write(file: str, made: Lock, options: Options) -> None:
    import os

    from regswap.lock.writer import write_lock
    from regswap.rules.load import read_text
    from regswap.streams.replacement import replace_file

    before = read_text(file) if os.path.exists(file) else ""
    text = write_lock(made, before)
    if text != before:
        replace_file(file, [text.encode()])
    if not options.quiet:
        done = "written" if text != before else "is as it was"
        write_stderr(f"{file}: {count(len(made.images), 'image')}, {done}\n")


@click.command("lock diff", cls=option.Command, short_help="Compare two lock files.")
@click.argument("old", metavar="OLD", shell_complete=complete_file)
@click.argument("new", metavar="NEW", shell_complete=complete_file)
@option.output_choice("text", "json", "markdown", help="For people, for programs or for a pull request.")
def lock_diff(old: str, new: str, form: str) -> int:
    """Say which images are new in a lock file, which moved to another digest, which are gone, and the bytes to carry.

    Layers that an image shares with any of the old lock, or with one that is listed before it, are not carried again.
    """

    def act(_: Options, __: Report) -> int:
        from regswap.lock.difference import compare_locks
        from regswap.lock.reader import read_lock
        from regswap.output.lock_difference import FORMATS

        write_stdout([printable(FORMATS[form](compare_locks(read_lock(old), read_lock(new))))])
        return ExitCode.DONE

    return conduct(Options(), act)[0]
