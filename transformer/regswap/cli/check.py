"""``regswap check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.cli.progress import track
from regswap.errors import PolicyError
from regswap.run import run
from regswap.settings.policy import make_gate_policy
from regswap.streams.destination import write_stderr

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.output.check import Form, GateSink
    from regswap.settings.policy import Options
    from regswap.streams.sink import Sink
    from regswap.streams.source import Source


@click.command(short_help="Fail where a reference is not allowed.")
@option.takes_manifests
@click.option(
    "--allow",
    multiple=True,
    metavar="HOST[/PATH]",
    help="A registry, or a part of one, that references may be in; repeatable. `*` is any.",
)
@click.option("--require-digest", is_flag=True, help="Fail where a reference has no digest.")
@click.option("--no-latest", is_flag=True, help="Fail where a reference has the tag `latest`, or no tag and no digest.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    help="For people, programs, code hosts or CI servers.",
)
def check(options: Options, form: str) -> int:
    """Fail with exit code 4 where a reference is outside of the allowed registries, hidden ones included.

    Without rules it judges manifests as they are written, such as what `regswap rewrite` wrote. With rules it judges
    what they make of each reference, those in hidden places included.

    --include and --exclude say what is judged. What the configuration leaves alone is pulled as it is written, and
    judged so.
    """
    sinks: list[GateSink] = []

    def make_sink(_: list[Source]) -> Sink:
        from regswap.output.check import GateSink

        sinks.append(GateSink(_make_form(form, quiet=options.quiet)))
        return sinks[-1]

    code, _ = run(options, make_sink, list if options.quiet else track, choose_policy=make_gate_policy)
    if code or not sinks:
        return code
    tally = sinks[-1].tally
    if form != "text" and not options.quiet:
        write_stderr(f"{tally.summarise()}\n")
    return PolicyError.exit_code if tally.failed else 0


def _make_form(form: str, *, quiet: bool) -> Form:
    from regswap.output.check import JsonForm, JunitForm, SarifForm, TextForm

    makers: dict[str, Callable[[], Form]] = {"json": JsonForm, "sarif": SarifForm, "junit": JunitForm}
    return TextForm(quiet=quiet) if form == "text" else makers[form]()
