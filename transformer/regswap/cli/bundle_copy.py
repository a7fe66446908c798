"""The common part of ``regswap bundle pull`` and ``push``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regswap.bundle.archive import pack, unpack
from regswap.bundle.asking import TARGET
from regswap.bundle.collect import collect
from regswap.bundle.copying import PULL, PUSH, plan_copies
from regswap.bundle.formats.regsync import write
from regswap.bundle.layout_lock import hold_layout
from regswap.bundle.locked import find_digests, find_lock
from regswap.bundle.registry.access import Access
from regswap.bundle.regsync import Engine, find_program, missing_program
from regswap.bundle.regsync_host import describe_hosts
from regswap.bundle.transfer import transfer
from regswap.bundle.verification.formats import FORMATS
from regswap.bundle.verification.verify import verify
from regswap.bundle.volume import read_size
from regswap.cli.copy_progress import CopyProgress
from regswap.cli.progress import track
from regswap.errors import Diagnostic, ExitCode, UsageError
from regswap.run import conduct
from regswap.streams.destination import printable, write_stderr, write_stdout
from regswap.streams.stop_signal import exit_on_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.bundle.copying import Copy
    from regswap.bundle.formats.regsync import RegsyncHost
    from regswap.bundle.image import BundleImage
    from regswap.bundle.transfer import Transfer
    from regswap.lock.locked import Lock
    from regswap.output.report import Report
    from regswap.settings.options import Options


def copy(options: Options, stage: str) -> int:
    """Plan, copy one stage of it, prove what arrived, and return the exit code."""
    # The program that copies must not go on without this one.
    exit_on_signals()

    def act(named: Options, report: Report) -> int:
        size = _read_volume_size(named)
        lock = find_lock(named.lock)
        code, found = collect(named, report, track=list if named.quiet else track)
        if code:
            return code
        report.errors += [hole.as_diagnostic() for hole in found.holes]
        if found.holes:
            return ExitCode.POLICY
        copies = plan_copies(found.cargo, stage, named.layout, find_digests(found.cargo, lock))
        done = _run(named, stage, copies)
        report.errors += done.errors
        code = done.code or _prove(found.cargo, named, stage, lock)
        if not code and stage == PULL and named.archive is not None:
            with hold_layout(named.layout or "", writes=False):
                _tell(named, [f"packed {name}" for name in pack(named.layout or "", named.archive, size)])
        return code

    return conduct(options, act)[0]


def _run(options: Options, stage: str, copies: Sequence[Copy]) -> Transfer:
    """Copy, and show how far it is."""
    layout = options.layout or ""
    hosts = describe_hosts(copies, Access(options.ca, options.certs, options.plain_http))
    program = _find_program(options, copies, hosts)
    if stage == PUSH and options.archive is not None:
        with hold_layout(layout, writes=True):
            unpack(options.archive, layout)
    progress = CopyProgress(stage, copies, quiet=options.quiet)
    done = transfer(copies, layout, Engine(program, hosts, progress.tell), writes=stage == PULL)
    progress.end(done.written)
    return done


def _prove(images: Sequence[BundleImage], options: Options, stage: str, lock: Lock | None) -> int:
    """Prove what arrived, and return the exit code: a copy believes what lies there by its name."""
    if not images:
        return ExitCode.DONE
    verification = verify(images, options._replace(at=options.layout if stage == PULL else TARGET), lock)
    if verification.is_failed or not options.quiet:
        write_stdout(FORMATS["text"](verification))
    return ExitCode.REGISTRY if verification.is_failed else ExitCode.DONE


def _read_volume_size(options: Options) -> int | None:
    if options.volume_size is None:
        return None
    if options.archive is None:
        raise UsageError(
            Diagnostic("--volume-size does nothing without --archive", "name the archive, or leave it out")
        )
    return read_size(options.volume_size)


def _find_program(options: Options, copies: Sequence[Copy], hosts: Sequence[RegsyncHost]) -> str:
    """Return the path of regsync; where it is not there, write what it would read, for another machine."""
    program = find_program(options.regsync)
    if program is None:
        # A key is nothing to print.
        shown = [host._replace(client_certificate="", client_key="") for host in hosts]
        write_stdout([printable(write(copies, shown))])
        raise missing_program(options.regsync)
    return program


def _tell(options: Options, lines: Sequence[str]) -> None:
    if not options.quiet:
        write_stderr("".join(f"{line}\n" for line in lines))
