"""The work of ``regswap argocd generate``: render, rewrite, and hand over all of it or nothing."""

from __future__ import annotations

import os

from regswap.errors import Diagnostic, ExitCode, RulesError, UsageError
from regswap.hosts.argocd.application import read_application
from regswap.hosts.argocd.application_folder import refuse_links, refuse_own_policy
from regswap.hosts.argocd.object_sink import ObjectSink, no_objects
from regswap.hosts.argocd.renderer import Renderer
from regswap.hosts.argocd.supervisor import go_on_in_child
from regswap.hosts.argocd.time_limit import TimeLimit, read_duration
from regswap.hosts.helm import NO_MANIFESTS
from regswap.output.summary import REWRITES, summarise_all, summarise_unasked
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.formats.validation import NO_RULES
from regswap.run import conduct, send
from regswap.settings.policy import make_step
from regswap.streams.destination import write_stderr, write_stdout
from regswap.streams.stop_signal import exit_on_signals

if TYPE_CHECKING:
    from regswap.hosts.argocd.renderer import Rendered
    from regswap.output.report import Report
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options
    from regswap.streams.source import Source


class Allowance(NamedTuple):
    """What the sidecar allows."""

    empty: bool = False
    """An application without objects: where it prunes, Argo CD deletes what there is of it."""
    network: bool = False
    """Fetching the dependencies of charts, and remote bases of kustomizations."""
    seconds: float | None = None
    """How long it may take; None for what ``ARGOCD_EXEC_TIMEOUT`` says."""
    helm: str = "helm"
    """The program that renders charts, by its name on the sidecar's PATH or by its path."""


def generate(options: Options, allowance: Allowance) -> int:
    """Render the application in the current folder, rewrite it to standard output, and return the exit code.

    It goes on in a child process; its parent ends with that exit code.

    Where it succeeds, what there is to say on standard error is said in YAML comments: a cmp-server that adds standard
    error to the output (argo-cd #25023) gets manifests all the same.
    """
    generation = _Generation(options, allowance, go_on_in_child())
    exit_on_signals()
    try:
        return conduct(options, generation.act, generation.tell, summary_line=REWRITES)[0]
    except SystemExit:
        remedy = "if Argo CD ran out of time, raise its controller.repo.server.timeout.seconds"
        write_stderr(f"error: ended by a signal before the manifests were done; {remedy}\n")
        raise


class _Generation:
    """The rendering and rewriting of one application."""

    def __init__(self, options: Options, allowance: Allowance, parent: int) -> None:
        self.options = options
        """As they are given: what names a file matters."""
        self.allowance = allowance
        self.parent = parent
        self.limit = TimeLimit.begin(allowance.seconds or read_duration(os.environ.get("ARGOCD_EXEC_TIMEOUT", "")))
        self.said = ""
        """What the renderer says."""
        self.sink: ObjectSink | None = None

    def act(self, options: Options, report: Report) -> int:
        """Render and rewrite, and return the exit code; raises RegswapError and ReaderGone."""
        import tempfile

        try:
            with tempfile.TemporaryDirectory(prefix="regswap-") as scratch:
                rendered = self.render(scratch)
                with self.limit.guard("the rewriting"):
                    return self.rewrite(rendered, options, report)
        except OSError as error:
            remedy = "mount a writable folder on /tmp"
            raise UsageError(Diagnostic(f"no room to work: {error.strerror}", remedy)) from error

    def render(self, scratch: str) -> Rendered:
        """Render the application of the current folder."""
        application = read_application(os.environ, os.getcwd())
        refuse_own_policy(application, _policy_files(self.options))
        refuse_links(application)
        return Renderer(
            application, scratch, self.allowance.network, self.allowance.helm, self.limit, self.parent
        ).render()

    def rewrite(self, rendered: Rendered, options: Options, report: Report) -> int:
        """Rewrite what was rendered to standard output."""
        if not rendered.paths:
            if not self.allowance.empty:
                raise no_objects()
            write_stdout([NO_MANIFESTS])
            return ExitCode.DONE
        self.said = rendered.said
        self.sink = sink = ObjectSink(joins=len(rendered.paths) > 1, allow_empty=self.allowance.empty)

        def name(sources: list[Source]) -> list[Source]:
            return [source._replace(name=rendered.name or source.name) for source in sources]

        return send(lambda _: sink, _make_step, name)(options._replace(paths=rendered.paths), report)

    def tell(self, options: Options, report: Report) -> None:
        """Say errors as everywhere, and where there are none, the rest in YAML comments."""
        said = [] if options.quiet else self.said.splitlines()
        said += [] if options.quiet else "\n".join(found.render("warning") for found in report.warnings).splitlines()
        said += [summarise_all(report)] if options.verbose else []
        said += [line] if (line := summarise_unasked(report)) and not (options.verbose or options.quiet) else []
        if report.errors:
            write_stderr("".join(f"{diagnostic.render('error')}\n" for diagnostic in report.errors))
        elif said and self.sink is not None:
            write_stderr("".join(["" if self.sink.ends_line else "\n", *(f"# {line}\n" for line in said)]))


def _make_step(options: Options) -> Step:
    """Return what is done to each document; raises RulesError for a source without rules as well, and UsageError.

    The sidecar is there to rewrite: an empty file is a mistake of who installs it, that nobody else would see.
    """
    step = make_step(options)
    empty = [warning for warning in step.warnings if warning.code == NO_RULES]
    if empty:
        raise RulesError(*empty)
    return step


def _policy_files(options: Options) -> dict[str, str]:
    """Return the files that the run reads its policy from, by path: what names each."""
    rules = "--rules" if options.rules else "REGSWAP_RULES"
    config = "--config" if options.config else "REGSWAP_CONFIG"
    options = options.with_environment()
    files = dict.fromkeys(options.rules, rules)
    if options.config is not None:
        files[options.config] = config
    if options.lock is not None:
        files[options.lock] = "--lock"
    if options.report is not None:
        files[options.report] = "--report"
    return files
