"""Helm's post-renderer contract.

Helm 3 (``pkg/postrender/exec.go``, 3.19 to 3.22) runs a command; Helm 4 (``pkg/postrenderer/postrenderer.go``, 4.1 to
4.3) a plugin of type ``postrenderer/v1``. Both write the rendered manifests to standard input and take standard output
for the release.
"""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, UsageError
from regswap.output.summary import REWRITES, count, summarise
from regswap.record import TYPE_CHECKING
from regswap.run import run
from regswap.settings.policy import make_step
from regswap.streams.sink import StreamSink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.output.report import Report
    from regswap.settings.options import Options

NO_MANIFESTS = b"# regswap: no manifests\n"
"""What stands for nothing: Helm 4 takes empty output for a failure, and both take a comment for no manifest."""

_PLUGINS = os.path.join("plugins", "helm")
_SHOWN = 3
"""How many errors a terminal gets."""
_WIDTH = 600
"""How many characters of each: together they fit into what a terminal takes at once."""


def post_render(options: Options) -> int:
    """Rewrite what Helm sends and return the exit code.

    Helm shows nothing that a post-renderer says where it succeeds, and Helm 4 nothing at all: errors and warnings are
    in the report file, if the options name one, and the terminal, if there is one, gets the first errors, or a line
    that sums up.
    """
    code, report = run(options, lambda _: StreamSink(placeholder=NO_MANIFESTS), make_step, summary_line=REWRITES)
    if code and report.errors:
        tell_terminal(report.errors)
    elif not code and not options.quiet:
        _tell([_sum_up(options, report)])
    return code


def _sum_up(options: Options, report: Report) -> str:
    """Return what was done, and how to read the warnings that nobody has seen."""
    text = summarise(report)
    if not report.warnings:
        return text
    where = options.with_environment().report
    remedy = f"see {where}" if where else "name a --report file to read them"
    return f"{text}; {count(len(report.warnings), 'warning')}, {remedy}"


def find_plugins() -> str:
    """Return the folder that holds the plugin ``regswap``; raises UsageError where it is missing."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    # A wheel has it in the package; a checkout has it at the top, above the source root.
    for root in (package, os.path.dirname(os.path.dirname(package))):
        folder = os.path.join(root, _PLUGINS)
        if os.path.isfile(os.path.join(folder, "regswap", "plugin.yaml")):
            return folder
    raise UsageError(Diagnostic("the Helm plugin is missing", "install regswap from its wheel", package))


def tell_terminal(errors: Sequence[Diagnostic]) -> None:
    """Show the first errors on the terminal of a plugin of Helm 4, which throws away what it says on standard error.

    Does nothing outside of such a plugin.
    """
    if "HELM_PLUGIN_NAME" not in os.environ:
        return
    lines = [error._replace(excerpt="").render("error") for error in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        lines.append(f"and {len(errors) - _SHOWN} more; name a --report file to read them all")
    _tell(lines)


def _tell(lines: Sequence[str]) -> None:
    """Write lines to the terminal that controls the process, unless there is none or standard error is it.

    Never waits: a terminal that takes nothing now gets nothing.
    """
    if not hasattr(os, "tcgetpgrp") or _is_terminal(2):
        return
    text = "".join(f"regswap: {line if len(line) <= _WIDTH else line[:_WIDTH] + '...'}\n" for line in lines)
    _write_terminal(text.encode("utf-8", "backslashreplace"))


def _is_terminal(descriptor: int) -> bool:
    """Tell whether this is the terminal that controls the process, by whatever name it was opened."""
    try:
        os.tcgetpgrp(descriptor)
    except OSError:
        return False
    return True


def _write_terminal(text: bytes) -> None:
    try:
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return

    import signal

    # In the background, `stty tostop` would stop whoever writes.
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        os.write(terminal, text)
    except OSError:
        pass
    finally:
        os.close(terminal)
        signal.signal(signal.SIGTTOU, before)
