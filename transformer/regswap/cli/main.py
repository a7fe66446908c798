"""The entry point of the ``regswap`` command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

from regswap import process
from regswap.errors import ExitCode
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

_OBJECTS = 50_000


def main() -> NoReturn:
    """Run the command line and exit; whatever is not an error of its own is a bug and ends in exit code 70."""
    # Looking for garbage every 700 objects is a tenth of a short run, and there is next to none.
    gc.set_threshold(_OBJECTS)
    process.is_own = True
    try:
        code = _dispatch(sys.argv[1:])
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except MemoryError:
        code = _report("out of memory; allow it more, or split the largest document", ExitCode.MANIFEST)
    except Exception as error:  # noqa: BLE001 - a user never meets a traceback
        code = _report_bug(error)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Exit at once: taking the interpreter apart piece by piece is a tenth of what a short run costs."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def _dispatch(arguments: list[str]) -> int:
    from regswap.cli.quick import COMPLETION, find_listing, imply_command, part_words, read_quickly, read_stand_in

    shim = read_stand_in(arguments)
    if shim is not None:
        return shim()
    if COMPLETION not in os.environ:
        given = part_words(arguments)
        arguments = imply_command(given)
        listing = arguments != given and find_listing(given)
        if listing:
            from regswap.cli.rewriting import refuse_listing

            return refuse_listing(listing, given)
        command = read_quickly(arguments)
        if command is not None:
            return command()
    from regswap.cli.group import run_group

    return run_group(arguments)


def _report_bug(error: Exception) -> int:
    import traceback

    if os.environ.get("REGSWAP_DEBUG"):
        _report("".join(traceback.format_exception(error)), ExitCode.BUG)
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"
    return _report(
        f"this is a bug in regswap: {type(error).__name__}: {error} ({place}); "
        "set REGSWAP_DEBUG=1, run it again and report what it prints",
        ExitCode.BUG,
    )


def _report(text: str, code: int) -> int:
    from regswap.errors import visible
    from regswap.streams.destination import write_stderr

    write_stderr("".join(f"{visible(line)}\n" for line in f"error: {text}".split("\n")))
    # Telling it twice must not become a second bug.
    with suppress(Exception):
        from regswap.errors import Diagnostic
        from regswap.hosts.helm import tell_terminal

        tell_terminal([Diagnostic(text)])
    return code
