"""``regswap stand-in``: install programs that stand in for helm and kustomize, and what these run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from regswap.settings.options import Options


@click.group("stand-in", short_help="Stand in for helm and kustomize.")
def stand_in() -> None:
    """Stand in for helm and kustomize, as Argo CD and CI jobs call them.

    Programs of the same name, a shim for each, hand every call to the real one, and rewrite what `helm template` and
    `kustomize build` print.
    """


@stand_in.command(cls=option.Command)
@option.takes("stand-in install")
@click.option("--to", "folder", required=True, metavar="FOLDER", help="Where to: the programs are in FOLDER/bin.")
@click.option(
    "--helm", multiple=True, metavar="PATH", help="The real helm (default: the one on PATH); repeat it for more."
)
@click.option(
    "--kustomize", multiple=True, metavar="PATH", help="The real kustomize (default: the one on PATH); repeatable."
)
@click.option("--with-python", is_flag=True, help="Copy Python and regswap to FOLDER, for a container without them.")
def install(
    options: Options, folder: str, helm: tuple[str, ...], kustomize: tuple[str, ...], *, with_python: bool
) -> None:
    """Install stand-ins, each with the name of the real program that it calls.

    They do what the options say, now and later: none reads the environment or the folder that it is called in. Put
    FOLDER/bin first on PATH.
    """
    from regswap.hosts.stand_in.installation import find_programs, install

    wanted = find_programs([*(("helm", path) for path in helm), *(("kustomize", path) for path in kustomize)])
    paths = install(os.path.abspath(folder), wanted, options, with_python=with_python)
    write_stdout([printable(f"{path}\n") for path in paths])
