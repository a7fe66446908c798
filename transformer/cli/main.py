"""The entry point of the ``regswap`` command."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

INTERRUPTED = 130
BUG = 70


def main() -> NoReturn:
    """Run the command line and exit; whatever is not an error of its own is a bug and ends in exit code 70."""
    try:
        code = _dispatch(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a user never meets a traceback
        code = _report_bug(error)
    sys.exit(code)


def _dispatch(arguments: list[str]) -> int:
    from transformer.cli.quick import read_quickly

    command = read_quickly(arguments)
    if command is not None:
        return command()
    from transformer.cli.group import regswap

    result = regswap.main(arguments, prog_name="regswap", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _report_bug(error: Exception) -> int:
    import traceback

    if os.environ.get("REGSWAP_DEBUG"):
        traceback.print_exception(error)
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"
    sys.stderr.write(
        f"error: this is a bug in regswap: {type(error).__name__}: {error} ({place}); "
        "set REGSWAP_DEBUG=1, run it again and report what it prints\n"
    )
    return BUG
