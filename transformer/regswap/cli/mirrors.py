"""``regswap mirrors``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.mirrors.registry import BY_NAME, FORMATS
from regswap.reference import HOST, HUB, HUB_HOSTS, PORT
from regswap.registry import REGISTRIES
from regswap.settings.policy import load_rules
from regswap.streams.destination import write_stdout
from regswap.streams.replacement import Replacements

if TYPE_CHECKING:
    from regswap.settings.options import Options

_FORMATS_HELP = "; ".join(f"{one.name}: {one.help}" for one in FORMATS)


@click.command(cls=option.Command, short_help="Write mirror configuration for nodes and clusters.")
@option.takes_rule_files("mirrors")
@click.option("--format", "form", required=True, type=click.Choice(list(BY_NAME)), help=f"{_FORMATS_HELP}.")
@click.option(
    "--registry",
    "registries",
    metavar="HOST",
    multiple=True,
    help="A registry for which a default rule is written out, where the format has nothing for all registries; "
    "repeatable (default: the public ones that regswap knows).",
)
@click.option("--plain-http", is_flag=True, help="The mirror is asked by HTTP.")
@click.option("--lossy", is_flag=True, help="Leave out what the format cannot express, with a warning for each rule.")
@click.option("-o", "--output", metavar="PATH", help="Write to a file, or for containerd below a folder.")
def mirrors(
    options: Options, form: str, registries: tuple[str, ...], output: str | None, *, plain_http: bool, lossy: bool
) -> None:
    """Write the mirror configuration of nodes or clusters, from the rules that rewrite manifests.

    Through it, a node pulls an image that is written with its registry from where the rules would rewrite it to. Rules
    that the format cannot express are listed, and then nothing is written, unless --lossy leaves them out.
    """
    from regswap.mirrors.writing import write_mirrors

    _refuse_no_hosts(registries)
    decider = load_rules(options._replace(mode="standard"))
    known = registries or tuple(one for one in REGISTRIES if one not in HUB_HOSTS or one == HUB)
    scheme = "http" if plain_http else "https"
    written = write_mirrors(decider, BY_NAME[form], known, scheme=scheme, lossy=lossy)
    _write(written.files, output, form)
    option.tell((*decider.warnings, *written.warnings), options)


def _refuse_no_hosts(registries: tuple[str, ...]) -> None:
    for registry in registries:
        host, colon, port = registry.rpartition(":") if not registry.endswith("]") else (registry, "", "")
        if not HOST.fullmatch(host or registry) or (colon and not PORT.fullmatch(port)):
            message = f"--registry {registry}: is not a registry; name its host, with a port where it has one"
            raise click.UsageError(message)


def _write(files: dict[str, str], output: str | None, form: str) -> None:
    is_folder = "" not in files
    if output is None or output == "-":
        if is_folder:
            message = f"{form} has a file for each registry: name a folder for them with --output"
            raise click.UsageError(message)
        write_stdout([files[""].encode()])
        return
    replacements = Replacements()
    try:
        for path, text in files.items():
            name = os.path.join(output, path) if is_folder else output
            replacements.stage(name, [text.encode()], makes_folders=is_folder)
        replacements.commit()
    finally:
        replacements.discard()
