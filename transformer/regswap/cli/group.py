"""``regswap``, the group of all commands."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from itertools import pairwise

import click

from regswap.cli.argocd import argocd
from regswap.cli.bundle import bundle
from regswap.cli.check import check
from regswap.cli.completion import completion
from regswap.cli.explain import explain
from regswap.cli.helm import helm
from regswap.cli.images import images
from regswap.cli.krm import krm
from regswap.cli.mirrors import mirrors
from regswap.cli.paths import paths
from regswap.cli.rewrite import rewrite
from regswap.cli.rules import rules
from regswap.cli.stand_in import stand_in
from regswap.errors import Diagnostic, ExitCode, RegswapError, UsageError, visible
from regswap.hosts.helm import tell_terminal
from regswap.output.report import Report
from regswap.run import write_report
from regswap.settings.options import Options
from regswap.streams.destination import STDOUT, ReaderGone, abandon, write_stderr
from regswap.streams.overlap import refuse_report
from regswap.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="regswap %(version)s")
def regswap() -> None:
    """Rewrite the container image references of Kubernetes manifests with the rules of your image webhook or mirror.

    Without a command it is `rewrite`, if manifests are piped in.

    Exit codes: 0 done; 1 --check or --diff found changes; 2 usage or rules; 3 a manifest cannot be read or safely
    rewritten, or the result cannot be written; 4 a reference breaks the policy; 5 a lock does not match; 6 an image is
    missing, or a registry does not answer; 70 a bug.
    """


regswap.add_command(rewrite)
regswap.add_command(images)
regswap.add_command(check)
regswap.add_command(bundle)
regswap.add_command(explain)
regswap.add_command(rules)
regswap.add_command(mirrors)
regswap.add_command(helm)
regswap.add_command(paths)
regswap.add_command(argocd)
regswap.add_command(stand_in)
regswap.add_command(krm)
regswap.add_command(completion)


def run_group(arguments: list[str]) -> int:
    """Run a command line and return its exit code; mistakes in it are told on standard error and end in 2."""
    try:
        code = regswap.main(arguments, prog_name="regswap", standalone_mode=False)
    except (click.ClickException, click.Abort, RegswapError, ReaderGone, OSError) as error:
        return _end(arguments, error)
    except SystemExit as end:
        # So click ends where the reader of its help has gone; but 1 says that there are changes.
        if end.code != 1:
            raise
        return ExitCode.READER_GONE
    return code if isinstance(code, int) else 0


def _end(arguments: list[str], error: Exception) -> int:
    """Say what went wrong and return the exit code; raise what is a bug."""
    if isinstance(error, click.ClickException):
        write_stderr(_explain(error))
        _note_mistake(arguments, error)
        return error.exit_code
    if isinstance(error, RegswapError):
        write_stderr("".join(f"{diagnostic.render('error')}\n" for diagnostic in error.diagnostics))
        return error.exit_code
    if isinstance(error, OSError):
        if error.errno != errno.ENOSPC:
            raise error
        abandon(sys.stdout)
        write_stderr(f"error: {STDOUT}: cannot be written: {error.strerror}; make room, or choose another place\n")
        return ExitCode.MANIFEST
    return ExitCode.INTERRUPTED if isinstance(error, click.Abort) else ExitCode.READER_GONE


def _note_mistake(arguments: list[str], error: click.ClickException) -> None:
    """Write the mistake into the report that was asked for, and to the terminal: Helm 4 shows nothing else."""
    named = dict(pairwise(arguments)).get("--report")
    others = tuple(after for before, after in pairwise(["", *arguments]) if before != "--report")
    options = Options(report=named, paths=others).with_environment()
    report = Report(detailed=False)
    report.errors.append(Diagnostic(error.format_message(), "see `regswap --help`"))
    tell_terminal(report.errors)
    # Which of the words are files is unknown.
    with suppress(UsageError):
        refuse_report(options.report, options.read_files)
        write_report(options.report, report)


def _explain(error: click.ClickException) -> str:
    """Say what is wrong with a command line as every other error is said; without a command, show the help."""
    message = error.format_message().strip()
    if message.startswith("Usage:"):
        return f"{message}\n"
    context = error.ctx if isinstance(error, click.UsageError) else None
    usage, command = (f"{context.get_usage()}\n", context.command_path) if context else ("", "regswap")
    fault = visible(message[:1].lower() + message[1:].removesuffix("."))
    return f"{usage}error: {fault}; see `{command} --help`\n"
