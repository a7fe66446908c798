"""``regswap completion``, and what options and arguments are completed with."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from regswap.cli.quick import COMPLETION
from regswap.streams.destination import write_stdout

SHELLS = ("bash", "zsh", "fish")


def complete_file(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file or folder."""
    return [CompletionItem(incomplete, type="file")]


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which a shell completes commands, options and file names.

    For bash: `eval "$(regswap completion bash)"` in ~/.bashrc; for zsh: `eval "$(regswap completion zsh)"` in
    ~/.zshrc, after compinit; for fish: `regswap completion fish > ~/.config/fish/completions/regswap.fish`.
    """
    script = get_completion_class(shell)
    if script is None:
        message = f"click knows no completion for {shell}"
        raise click.UsageError(message)
    write_stdout([script(context.find_root().command, {}, "regswap", COMPLETION).source().encode() + b"\n"])
