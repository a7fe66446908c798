"""The short start: what is read without click is read as click reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import regswap.cli.helm
import regswap.cli.krm
import regswap.cli.rewriting
import regswap.hosts.helm
import regswap.hosts.krm.function
import regswap.run
from regswap.cli.group import regswap as group
from regswap.cli.quick import imply_command, read_quickly
from regswap.errors import RegswapError
from regswap.output.report import Report
from regswap.settings.options import TABLE, Options, options_of
from regswap.streams.replacement import Replacements
from regswap.streams.sink import StreamSink
from regswap.streams.source import Source
from regswap.streams.spool import Spool


class Call(NamedTuple):
    """What a command line comes to: the options, and the sink for standard input."""

    options: Options
    sink: object


commands = st.sampled_from((["rewrite"], ["helm", "post-render"], ["krm"], ["images"], ["helm"], []))
values = st.sampled_from(("a.map", "b c.map", "-", "--", "", "=", "-r", "imageswap", "\udcff", "r.json"))
flags = [flag for row in TABLE for flag in (*row.flags, row.off) if flag]
options = st.sampled_from(
    (
        *(*flags, "--format", "-qv", "-ra.map", "--rules=a.map", "--report=", "--report=x", "-h", "--rule"),
        *("--help", "--version", "always", "json"),
    )
)
argument_lists = st.builds(
    lambda words, rest: [*words, *rest], commands, st.lists(options | values | st.text(max_size=3), max_size=6)
)


def groups_of(command: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw an option of a command, with a value if it takes one."""
    rows = list(options_of(command))
    with_value = [(flag, row) for row in rows if row.form == "text" for flag in row.flags]
    without = [flag for row in rows if row.form != "text" for flag in (*row.flags, row.off) if flag]
    texts = values | st.text(min_size=1, max_size=4)
    return st.tuples(st.sampled_from(without)) | st.sampled_from(with_value).flatmap(
        lambda each: st.tuples(st.just(each[0]), st.sampled_from(each[1].choices) if each[1].choices else texts)
    )


quick_lists = st.sampled_from(("rewrite", "helm post-render", "krm")).flatmap(
    lambda command: st.builds(
        lambda groups: [*command.split(), *(word for group in groups for word in group)],
        st.lists(groups_of(command), max_size=6),
    )
)
"""Mostly what is read quickly; options and their values are drawn from the table."""


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Let no command run, and record what each would."""
    calls: list[Call] = []

    def run(options: Options, make_sink: Any, *_: object, **__: object) -> tuple[int, Report]:  # noqa: ANN401
        try:
            sink = make_sink([Source("<stdin>", None)])
        except RegswapError as error:
            sink = error
        own = {name: value for name, value in vars(sink).items() if not isinstance(value, Spool | Replacements)}
        calls.append(Call(options, (type(sink), str(sink) if isinstance(sink, Exception) else own)))
        return 0, Report(detailed=False)

    def transform(options: Options) -> int:
        calls.append(Call(options, "krm"))
        return 0

    with pytest.MonkeyPatch.context() as patch:
        for module in (regswap.run, regswap.cli.rewriting, regswap.hosts.helm):
            patch.setattr(module, "run", run)
        for function in (regswap.cli.krm, regswap.hosts.krm.function):
            patch.setattr(function, "transform", transform)
        yield calls


@contextmanager
def started(**environment: str) -> Iterator[None]:
    """Be a process with input from a pipe, and with nothing that regswap reads in the environment but this."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as stdin, os.fdopen(writer, "w"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        for name in ("REGSWAP_CONFIG", "REGSWAP_RULES"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


@given(argument_lists | quick_lists | quick_lists.map(lambda words: words[words[0].count("helm") + 1 :]))
@example(["-r", "a.map"])
@example(["--report", "r.json", "-q"])
@example(["--version"])
def test_a_command_line_without_a_command_is_read_as_one_of_rewrite_or_as_it_is(arguments: list[str]) -> None:
    with started():
        implied = imply_command(arguments)
        assert imply_command(implied) == implied
        assert implied in (arguments, ["rewrite", *arguments])
        begins = not arguments or arguments[0].startswith("-")
        assert (implied != arguments) == (begins and arguments[:1] not in (["-h"], ["--help"], ["--version"]))
    with started(REGSWAP_RULES="a.map"):
        assert imply_command(arguments) == (implied if arguments else ["rewrite"])


@given(argument_lists | quick_lists)
@example(["rewrite", "-r", "a.map"])
@example(["rewrite", "-r", "a.map", "--report", "r.json", "-r", "b.map", "-q", "-v", "--report", "s.json"])
@example(["helm", "post-render", "--rules", "a.map", "--quiet", "--verbose"])
@example(["rewrite"])
@example(["helm", "post-render"])
@example(["krm", "--check", "--no-shapes", "-c", "regswap.yaml"])
@example(["rewrite", "--diff", "--color", "always", "-o", "a.yaml"])
@example(["rewrite", "--restore", "--no-secrets"])
def test_a_command_line_is_read_quickly_as_click_reads_it_or_left_to_click(arguments: list[str]) -> None:
    with recorded() as calls:
        command = read_quickly(arguments)
        if command is None:
            return
        assert command() == 0
        (quick,) = calls
        calls.clear()

        assert group.main(arguments, prog_name="regswap", standalone_mode=False) == 0

    assert calls == [quick]


@pytest.mark.parametrize(
    "arguments",
    [
        ["rewrite", "-r", "a.map"],
        ["rewrite", "-r", "a.map", "-r", "b.map", "--report", "r.json", "-q"],
        ["helm", "post-render", "--rules", "a.map"],
        ["helm", "post-render"],
    ],
)
def test_what_hosts_run_is_read_quickly(arguments: list[str]) -> None:
    with recorded() as calls:
        command = read_quickly(arguments)

        assert command is not None
        assert command() == 0

    assert isinstance(calls[0].options, Options)
    assert isinstance(calls[0].sink, tuple)
    assert calls[0].sink[0] is StreamSink


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["helm"],
        ["images", "-r", "a.map"],
        ["rewrite", "--help"],
        ["rewrite", "-r"],
        ["rewrite", "-r", ""],
        ["rewrite", "-r", "--report"],
        ["rewrite", "--", "-r", "a.map"],
        ["rewrite", "pod.yaml"],
        ["rewrite", "--check", "--in-place"],
        ["rewrite", "--restore", "--no-shapes"],
        ["rewrite", "--hidden", "rewrit"],
        ["rewrite", "--rules=a.map"],
        ["helm", "post-render", "--bogus"],
    ],
)
def test_everything_else_is_left_to_click(arguments: list[str]) -> None:
    assert read_quickly(arguments) is None
