"""The command lines of host programs, read without click.

A post-renderer starts once for every chart, and importing click takes longer than rewriting one. So the few forms that
hosts use are read here. Whatever else there is, help and mistakes included, is left to click, which reads these forms
alike.
"""

from __future__ import annotations

import os
import sys
from functools import partial

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.settings.policy import Options

_WITH_VALUE = {
    "-r": "rules",
    "--rules": "rules",
    "--report": "report",
    "--mode": "mode",
    "--image-prefix": "image_prefix",
    "-c": "config",
    "--config": "config",
    "--hidden": "hidden",
}
_FLAGS = {"-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose"}
_COMMANDS = (("helm", "post-render"), ("krm",), ("rewrite",))
_OF_THE_GROUP = ("-h", "--help", "--version")
"""Options that stand before a command."""


def imply_command(arguments: list[str]) -> list[str]:
    """Put ``rewrite`` before a command line without a command, where there is input and rules are named.

    So Helm 3, which runs a program without arguments unless it is told others, needs nothing but ``--post-renderer
    regswap``. Rules are named by the environment; what begins with an option is about rewriting in any case. On a
    terminal nobody wants to type a manifest.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return arguments
    if arguments:
        begins = arguments[0].startswith("-") and arguments[0] not in _OF_THE_GROUP
    else:
        begins = bool(os.environ.get("REGSWAP_CONFIG") or os.environ.get("REGSWAP_RULES"))
    return ["rewrite", *arguments] if begins else arguments


def read_quickly(arguments: list[str]) -> Callable[[], int] | None:
    """Return what to run for a command that reads standard input, None for any other command line."""
    for words in _COMMANDS:
        if tuple(arguments[: len(words)]) == words:
            options = read_options(arguments[len(words) :])
            return None if options is None else partial(_run, words[0], options)
    return None


def read_options(arguments: list[str]) -> Options | None:
    """Read options whose values stand apart; None where there is anything else."""
    from regswap.pipeline.scope import HIDDEN
    from regswap.rules.load import MODES
    from regswap.settings.policy import Options

    choices = {"mode": MODES, "hidden": HIDDEN}
    found: dict[str, str | bool] = {}
    rules = []
    rest = iter(arguments)
    for argument in rest:
        name = _WITH_VALUE.get(argument)
        if name is None:
            if argument not in _FLAGS:
                return None
            found[_FLAGS[argument]] = True
            continue
        value = next(rest, "")
        if not value or value.startswith("-") or value not in choices.get(name, (value,)):
            return None
        if name == "rules":
            rules.append(value)
        else:
            found[name] = value
    return Options(rules=tuple(rules), **found)  # type: ignore[arg-type]


def _run(command: str, options: Options) -> int:
    if command == "helm":
        from regswap.hosts.helm import post_render

        return post_render(options)
    if command == "krm":
        from regswap.hosts.krm.function import transform

        return transform(options)
    from regswap.run import run
    from regswap.streams.sink import StreamSink

    return run(options, lambda _: StreamSink())[0]
