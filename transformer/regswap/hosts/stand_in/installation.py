"""Installing stand-ins: a folder to put on PATH, with a program for each real one."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress

from regswap.errors import Diagnostic, Findings, OutputError, UsageError
from regswap.hosts.stand_in.call import GRAMMARS
from regswap.hosts.stand_in.copied_python import copy_python, find_packages, start_python
from regswap.hosts.stand_in.real_program import MARK, is_stand_in
from regswap.hosts.stand_in.rendering import make_certain_step
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.settings.options import options_of
from regswap.streams.destination import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from regswap.settings.option_row import Row
    from regswap.settings.options import Options

COMMAND = "stand-in install"
"""The command that takes the options which a stand-in is told."""

_SCRIPT = """\
#!/bin/sh
{mark} for {program}. `regswap stand-in install` wrote it; everything that it is told stands here.
exec {command} "$@"
"""


class Wanted(NamedTuple):
    """A real program to stand in for."""

    program: str
    """``helm`` or ``kustomize``."""
    path: str
    """Absolute; the stand-in has the same name."""

    @property
    def name(self) -> str:
        """What it is called by."""
        return os.path.basename(self.path)


def find_programs(named: Sequence[tuple[str, str]]) -> list[Wanted]:
    """Return what to stand in for: the programs that are named, or those on PATH.

    Raises UsageError where there is none, where two have one name, and for a path that is not absolute or a stand-in.
    """
    wanted = [Wanted(program, path) for program, path in named]
    wanted = wanted or [Wanted(program, path) for program in GRAMMARS if (path := _search(program))]
    if not wanted:
        remedy = "install them, or name them with --helm and --kustomize"
        raise UsageError(Diagnostic("there is neither helm nor kustomize on PATH", remedy))
    errors = Findings()
    names: set[str] = set()
    for each in wanted:
        with errors:
            if not os.path.isabs(each.path) or os.path.basename(each.path) in {"", ".", ".."}:
                raise UsageError(Diagnostic("is not the absolute path of a program", "name it in full", each.path))
            if each.name in names:
                message = f"there is another program called `{each.name}`"
                raise UsageError(Diagnostic(message, "install it into a folder of its own", each.path))
            if _is_stand_in(each.path):
                raise UsageError(Diagnostic("is a stand-in itself", "name the real program", each.path))
            names.add(each.name)
    if errors:
        raise UsageError(*errors)
    return wanted


def install(folder: str, wanted: Sequence[Wanted], options: Options, *, with_python: bool) -> list[str]:
    """Write the stand-ins into ``bin`` of a folder and return their paths.

    ``with_python`` copies Python and regswap there, for a container that has neither. Raises UsageError and RulesError
    for options that a run would refuse, and OutputError where the folder cannot be written to.
    """
    if not os.path.isdir("/proc/self"):
        raise UsageError(Diagnostic("a stand-in needs Linux and its /proc", "pipe manifests through `regswap rewrite`"))
    if options.report == "-":
        message = "standard output is where the manifests go"
        raise UsageError(Diagnostic(message, "name a file", "--report"))
    options = _make_absolute(options.with_environment())
    make_certain_step(options)
    words = spell(options)
    programs = os.path.join(folder, "bin")
    paths = [os.path.join(programs, each.name) for each in wanted]
    for path in paths:
        if os.path.lexists(path) and not _is_stand_in(path):
            raise UsageError(Diagnostic("is there, and is not a stand-in", "choose another folder with --to", path))
    try:
        os.makedirs(programs, exist_ok=True)
        start = (
            copy_python(os.path.join(folder, "python"))
            if with_python
            else start_python([sys.executable], find_packages())
        )
        for each, path in zip(wanted, paths, strict=True):
            command = [*start, "stand-in", "run", each.program, each.path, *words, "--"]
            _write(path, _SCRIPT.format(mark=MARK.decode(), program=each.program, command=shlex.join(command)))
    except OSError as error:
        raise OutputError(cannot_write(error.filename or folder, error)) from error
    return paths


def _search(program: str) -> str | None:
    """Return the first program of that name on PATH that is not a stand-in."""
    for each in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(each, program)
        if os.path.isabs(path) and os.access(path, os.X_OK) and os.path.isfile(path) and not _is_stand_in(path):
            return path
    return None


def _is_stand_in(path: str) -> bool:
    with suppress(OSError):
        return is_stand_in(path)
    return False


def _make_absolute(options: Options) -> Options:
    """Name every file from the root: a stand-in is called in other folders."""
    for row in options_of(COMMAND):
        value = getattr(options, row.name)
        if row.name in {"config", "lock", "report"} and value is not None:
            options = options.with_value(row, os.path.abspath(value))
        elif row.name in {"rules", "crds"}:
            options = options.with_value(row, tuple(map(os.path.abspath, value)))
    return options


def spell(options: Options) -> list[str]:
    """Return options as the words of a command line that says the same; raises UsageError where there are none."""
    return [
        word
        for row in options_of(COMMAND)
        if options.gives(row)
        for word in _spell_one(getattr(options, row.name), row)
    ]


def _spell_one(value: Any, row: Row) -> Iterator[str]:  # noqa: ANN401 - each option has its own type
    if row.form != "text":
        yield row.flag if value else row.off
        return
    for text in value if row.repeatable else (value,):
        if not text or text.startswith("-"):
            message = f"`{text}` would be read as an option by the stand-in"
            raise UsageError(Diagnostic(message, "say it in a --config file", row.flag))
        yield from (row.flag, text)


def _write(path: str, text: str) -> None:
    """Write a program, at no moment half of one."""
    with open(f"{path}.new", "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
    os.chmod(f"{path}.new", 0o755)  # noqa: S103 - others run it
    os.replace(f"{path}.new", path)
