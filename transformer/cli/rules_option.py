"""What the commands about rule files share: their arguments, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from transformer.cli import option
from transformer.errors import RegswapError
from transformer.run import READER_GONE, Options
from transformer.target import ReaderGone, write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from transformer.errors import Diagnostic

F = TypeVar("F", bound="Callable[..., Any]")

files = click.argument("files", metavar="[FILE]...", nargs=-1)


def rules_options(function: F) -> F:
    """Add the arguments of every command that reads rule files and nothing else."""
    for added in (option.quiet, option.image_prefix, option.rules_format, option.rules, files):
        function = added(function)
    return function


def finish(work: Callable[[], Iterable[Diagnostic]], *, quiet: bool) -> int:
    """Do the work of a command, print its warnings or errors, and return the exit code."""
    try:
        findings, severity, code = tuple(work()), "warning", 0
    except RegswapError as error:
        findings, severity, code = error.diagnostics, "error", error.exit_code
    except ReaderGone:
        return READER_GONE
    if findings and not (quiet and severity == "warning"):
        write_stderr("".join(f"{finding.render(severity)}\n" for finding in findings))
    return code


def make_options(
    files: tuple[str, ...], rules: tuple[str, ...], rules_format: str | None, image_prefix: str | None, mode: str
) -> Options:
    """Return the options; a file is a rule file whether an option names it or not."""
    return Options((), (*rules, *files), rules_format, mode, image_prefix).with_environment()
