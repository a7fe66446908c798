"""``regswap argocd``: what the Argo CD plugin runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.errors import Diagnostic, UsageError
from regswap.streams.destination import write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.group()
def argocd() -> None:
    """Run as a config management plugin of Argo CD."""


@argocd.command(cls=option.Command)
@option.takes("argocd generate")
@click.option("--allow-network", is_flag=True, help="Let Helm and Kustomize fetch what a repository refers to.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long all of it may take. [env: ARGOCD_EXEC_TIMEOUT; default: 50]",
)
@click.option(
    "--helm",
    metavar="PROGRAM",
    default="helm",
    help="The program that renders charts, by its name or absolute path. [default: helm]",
)
def generate(options: Options, timeout: float | None, helm: str, *, allow_network: bool) -> int:
    """Render the application in the current folder, and rewrite it.

    A chart is rendered by Helm, a kustomization by kustomize; else the manifests of the folder are read. Options are
    for the sidecar's plugin.yaml: an Application sets parameters, which `regswap argocd parameters` lists.
    """
    from regswap.hosts.argocd.generation import Allowance, generate

    if os.sep in helm and not os.path.isabs(helm):
        # It would be looked for in the repository.
        raise UsageError(
            Diagnostic(f"`{helm}` is not an absolute path", "give the program's name or whole path", "--helm")
        )
    return generate(options, Allowance(options.allow_empty, allow_network, timeout, helm))


@argocd.command(cls=option.Command)
def parameters() -> None:
    """List what an Application may set, as the JSON that Argo CD reads.

    It depends on what lies in the current folder.
    """
    from regswap.hosts.argocd.application_folder import find_renderers
    from regswap.hosts.argocd.plugin_parameter import announce

    write_stdout([announce(find_renderers(os.getcwd())).encode()])


@argocd.command(cls=option.Command, context_settings={"ignore_unknown_options": True})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def init(command: tuple[str, ...]) -> None:
    """Run a program as the first process of a container.

    The sidecar runs argocd-cmp-server with it, which leaves zombies behind as the first process itself.
    """
    from regswap.hosts.argocd.init import run_as_init

    run_as_init(command)
