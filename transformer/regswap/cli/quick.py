"""The command lines of host programs, read without click.

A post-renderer starts once for every chart, and importing click takes longer than rewriting one. So the usual forms of
options are read here, from the same table. Whatever else there is, help and mistakes included, is left to click, which
reads these forms alike.
"""

from __future__ import annotations

import os
import stat
import sys
from functools import partial

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regswap.settings.option_row import Row
    from regswap.settings.options import Options

_COMMANDS = (("helm", "post-render"), ("krm",), ("rewrite",))
COMPLETION = "_REGSWAP_COMPLETE"
"""The variable with which a shell asks for completions."""

_OF_THE_GROUP = ("-h", "--help", "--version")
"""Options that stand before a command."""


def imply_command(arguments: list[str]) -> list[str]:
    """Put ``rewrite`` before a command line without a command, where there is input.

    So Helm 3, which runs a program without arguments unless it is told others, needs nothing but ``--post-renderer
    regswap``. What begins with an option is about rewriting in any case. An empty command line is one where manifests
    can come from, a pipe or a file, or where the environment names rules. On a terminal nobody wants to type a
    manifest.
    """
    if sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty():
        return arguments
    if arguments:
        begins = arguments[0].startswith("-") and arguments[0] not in _OF_THE_GROUP
    else:
        begins = bool(os.environ.get("REGSWAP_CONFIG") or os.environ.get("REGSWAP_RULES")) or _has_input()
    return ["rewrite", *arguments] if begins else arguments


def _has_input() -> bool:
    """Tell whether standard input is a pipe or a file, and not such as ``/dev/null``."""
    if sys.stdin is None or sys.stdin.closed:
        return False
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def part_words(arguments: list[str]) -> list[str]:
    """Set values apart that a host program's configuration leaves in one word with their option, or after a space.

    ``-r=a.map``, ``-r a.map`` as one word and ``--rules`` followed by `` a.map`` are all ``-r a.map``.
    """
    if not any("=" in word or " " in word for word in arguments):
        return arguments
    from regswap.settings.options import TABLE

    with_value = {flag for row in TABLE if row.form == "text" for flag in row.flags}
    parted: list[str] = []
    is_value = False
    for number, word in enumerate(arguments):
        if word == "--" and not is_value:
            return [*parted, *arguments[number:]]
        words = [word.strip() or word] if is_value else _part(word, with_value)
        is_value = not is_value and words[-1] in with_value
        parted += words
    return parted


def _part(word: str, with_value: set[str]) -> list[str]:
    """Set the value in a word apart from its option, where there is one and the readers would misread it."""
    short, value = word[:2], word[2:]
    if short in with_value and value[:1] in ("=", " ") and value[1:].strip():
        return [short, value[1:].strip()]
    for sign in (" ", "="):
        long, found, value = word.partition(sign)
        if long in with_value and found and value.strip() and (sign == " " or value != value.strip()):
            return [long, value.strip()]
    return [word]


def find_listing(arguments: list[str]) -> str:
    """Return an option that lists changes and writes no manifests."""
    return next((word for word in arguments if word in ("--check", "--diff")), "")


def read_quickly(arguments: list[str]) -> Callable[[], int] | None:
    """Return what to run for a command that reads standard input, None for any other command line."""
    for words in _COMMANDS:
        if tuple(arguments[: len(words)]) == words:
            options = read_options(" ".join(words), arguments[len(words) :])
            return None if options is None else partial(_run, words[0], options)
    return None


def read_stand_in(arguments: list[str]) -> Callable[[], int] | None:
    """Return what to run for a stand-in, which writes its own command line: nothing else may have a say in it."""
    if arguments[:2] != ["stand-in", "run"] or "--" not in arguments:
        return None
    end = arguments.index("--")
    match arguments[2:end]:
        case [("helm" | "kustomize") as program, path, *words]:
            from regswap.hosts.stand_in.shim import stand_in

            read = partial(read_options, "stand-in install", words)
            return partial(stand_in, program, path, read, arguments[end + 1 :])
    return None


def read_options(command: str, arguments: list[str]) -> Options | None:
    """Read options whose values stand apart; None where there is anything else, or what click would refuse."""
    from regswap.cli.rewriting import find_contradiction
    from regswap.settings.options import Options, find_ignored, options_of

    rows = {flag: row for row in options_of(command) for flag in (*row.flags, row.off)}
    found: dict[str, str | bool | list[str]] = {}
    rest = iter(arguments)
    for argument in rest:
        row = rows.get(argument)
        if row is None or not argument:
            return None
        if row.form != "text":
            found[row.name] = argument != row.off
            continue
        value = next(rest, "")
        if not _is_plain(value, row):
            return None
        if row.repeatable:
            found.setdefault(row.name, []).append(value)  # type: ignore[union-attr]
        else:
            found[row.name] = value
    options = Options(**{name: tuple(value) if isinstance(value, list) else value for name, value in found.items()})  # type: ignore[arg-type]
    return None if find_contradiction(options) or find_ignored(options) else options


def _is_plain(value: str, row: Row) -> bool:
    return bool(value) and not value.startswith("-") and (not row.choices or value in row.choices)


def _run(command: str, options: Options) -> int:
    if command == "helm":
        from regswap.hosts.helm import post_render

        return post_render(options)
    if command == "krm":
        from regswap.hosts.krm.function import transform

        return transform(options)
    from regswap.cli.rewriting import rewrite

    return rewrite(options)
