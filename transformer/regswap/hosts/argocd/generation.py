"""What ``regswap argocd generate`` does: render, rewrite, and hand over all of it or nothing."""

from __future__ import annotations

import os
import re

from regswap.errors import Diagnostic, RegswapError, UsageError
from regswap.hosts.argocd.application import read_application
from regswap.hosts.argocd.folder import refuse_links, refuse_own_policy
from regswap.hosts.argocd.object_sink import ObjectSink, no_objects
from regswap.hosts.argocd.renderer import Renderer
from regswap.hosts.argocd.supervisor import go_on_in_child
from regswap.hosts.helm import NO_MANIFESTS
from regswap.output.report import Report
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.run import run, summary, write_report
from regswap.streams.destination import write_stderr, write_stdout
from regswap.streams.overlap import refuse_report
from regswap.streams.stop_signal import exit_on_signals

if TYPE_CHECKING:
    from regswap.hosts.argocd.renderer import Rendered
    from regswap.settings.policy import Options
    from regswap.streams.source import Source

SECONDS = 90.0
"""How long a renderer may take where nobody says: argo-cd's default for ``ARGOCD_EXEC_TIMEOUT``."""


class Allowance(NamedTuple):
    """What the sidecar allows."""

    empty: bool = False
    """An application without objects: where it prunes, Argo CD deletes what there is of it."""
    network: bool = False
    """Fetching the dependencies of charts, and remote bases of kustomizations."""
    seconds: float | None = None
    """How long a renderer may take; None for what ``ARGOCD_EXEC_TIMEOUT`` says."""


def generate(options: Options, allowance: Allowance) -> int:
    """Render the application in the current folder, rewrite it to standard output, and return the exit code.

    It goes on in a child process; its parent ends with that exit code.

    Where it succeeds, what there is to say on standard error is said in YAML comments: a cmp-server that adds standard
    error to the output (argo-cd #25023) gets manifests all the same.
    """
    import tempfile

    parent = go_on_in_child()
    exit_on_signals()
    report = Report(detailed=False)
    named = options.with_environment()
    try:
        refuse_report(named.report, named.read_files)
        with tempfile.TemporaryDirectory(prefix="regswap-") as scratch:
            return _generate(options, allowance, scratch, parent)
    except RegswapError as error:
        report.errors += error.diagnostics
        code = error.exit_code
    except OSError as error:
        report.errors.append(Diagnostic(f"no room to work: {error.strerror}", "mount a writable folder on /tmp"))
        code = UsageError.exit_code
    except SystemExit:
        remedy = "if Argo CD ran out of time, raise its controller.repo.server.timeout.seconds"
        write_stderr(f"error: ended by a signal before the manifests were done; {remedy}\n")
        raise
    write_report(named.report, report)
    write_stderr("".join(f"{diagnostic.render('error')}\n" for diagnostic in report.errors))
    return code


def read_duration(text: str) -> float:
    """Return the seconds of a duration as Go writes it (``90s``, ``1m30s``); SECONDS for anything else."""
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    if not re.fullmatch(r"(?:[0-9.]+(?:ms|[hms]))+", text):
        return SECONDS
    try:
        return sum(float(number) * units[unit] for number, unit in re.findall(r"([0-9.]+)(ms|[hms])", text)) or SECONDS
    except ValueError:
        return SECONDS


def _generate(options: Options, allowance: Allowance, scratch: str, parent: int) -> int:
    application = read_application(os.environ, os.getcwd())
    refuse_own_policy(application, _policy_files(options))
    refuse_links(application)
    seconds = allowance.seconds or read_duration(os.environ.get("ARGOCD_EXEC_TIMEOUT", ""))
    rendered = Renderer(application, scratch, allowance.network, seconds, parent).render()
    if not rendered.paths:
        if not allowance.empty:
            raise no_objects()
        write_stdout([NO_MANIFESTS])
        return 0
    return _rewrite(options, rendered, ObjectSink(joins=len(rendered.paths) > 1, allow_empty=allowance.empty))


def _rewrite(options: Options, rendered: Rendered, sink: ObjectSink) -> int:
    def name(sources: list[Source]) -> list[Source]:
        return [source._replace(name=rendered.name or source.name) for source in sources]

    asked = options._replace(paths=rendered.paths, quiet=True, verbose=False)
    code, report = run(asked, lambda _: sink, name)
    if code == 0:
        said = [] if options.quiet else rendered.said.splitlines()
        said += [] if options.quiet else "\n".join(found.render("warning") for found in report.warnings).splitlines()
        said += [summary(report)] if options.verbose else []
        write_stderr("".join(["" if sink.ends_line else "\n", *(f"# {line}\n" for line in said)]) if said else "")
    return code


def _policy_files(options: Options) -> dict[str, str]:
    """Return the files that the run reads its policy from, by path: what names each."""
    rules = "--rules" if options.rules else "REGSWAP_RULES"
    config = "--config" if options.config else "REGSWAP_CONFIG"
    options = options.with_environment()
    files = dict.fromkeys(options.rules, rules)
    if options.config is not None:
        files[options.config] = config
    if options.report is not None:
        files[options.report] = "--report"
    return files
