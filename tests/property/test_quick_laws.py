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
import regswap.cli.rewrite
import regswap.hosts.helm
import regswap.run
from regswap.cli.group import regswap as group
from regswap.cli.quick import imply_command, read_quickly
from regswap.errors import RegswapError
from regswap.output.report import Report
from regswap.settings.policy import Options
from regswap.streams.sink import StreamSink
from regswap.streams.source import Source


class Call(NamedTuple):
    """What a command line comes to: the options, and the sink for standard input."""

    options: Options
    sink: object


commands = st.sampled_from((["rewrite"], ["helm", "post-render"], ["images"], ["helm"], []))
values = st.sampled_from(("a.map", "b c.map", "-", "--", "", "=", "-r", "imageswap", "\udcff", "r.json"))
options = st.sampled_from(
    (
        *("-r", "--rules", "--report", "-q", "--quiet", "-v", "--verbose", "--rules-format", "-qv", "-ra.map"),
        *("--rules=a.map", "--report=", "--report=x", "-o", "-i", "--check", "--diff", "--stream", "--color", "-h"),
        *("--rule", "--help", "--version", "always", "json", "--format"),
    )
)
argument_lists = st.builds(
    lambda words, rest: [*words, *rest], commands, st.lists(options | values | st.text(max_size=3), max_size=6)
)
quick_lists = st.builds(
    lambda words, groups: [*words, *(word for group in groups for word in group)],
    st.sampled_from((["rewrite"], ["helm", "post-render"])),
    st.lists(
        st.tuples(st.sampled_from(("-q", "--quiet", "-v", "--verbose")))
        | st.tuples(st.sampled_from(("-r", "--rules", "--report")), values | st.text(min_size=1, max_size=4)),
        max_size=6,
    ),
)
"""Mostly what is read quickly."""


@contextmanager
def recorded() -> Iterator[list[Call]]:
    """Let no command run, and record what each would."""
    calls: list[Call] = []

    def run(options: Options, make_sink: Any, *_: object, **__: object) -> tuple[int, Report]:  # noqa: ANN401
        try:
            sink = make_sink([Source("<stdin>", None)])
        except RegswapError as error:
            sink = error
        calls.append(Call(options, {**vars(sink), **dict.fromkeys(("_spool", "_replacements"))}))
        return 0, Report(detailed=False)

    with pytest.MonkeyPatch.context() as patch:
        for module in (regswap.run, regswap.cli.rewrite, regswap.hosts.helm):
            patch.setattr(module, "run", run)
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
        begins = bool(arguments) and arguments[0].startswith("-")
        assert (implied != arguments) == (begins and arguments[0] not in {"-h", "--help", "--version"})
    with started(REGSWAP_RULES="a.map"):
        assert imply_command(arguments) == (implied if arguments else ["rewrite"])


@given(argument_lists | quick_lists)
@example(["rewrite", "-r", "a.map"])
@example(["rewrite", "-r", "a.map", "--report", "r.json", "-r", "b.map", "-q", "-v", "--report", "s.json"])
@example(["helm", "post-render", "--rules", "a.map", "--quiet", "--verbose"])
@example(["rewrite"])
@example(["helm", "post-render"])
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
    assert isinstance(calls[0].sink, dict)
    assert calls[0].sink.keys() == {**vars(StreamSink())}.keys()


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
        ["rewrite", "-r", "a.map", "--check"],
        ["rewrite", "--rules=a.map"],
        ["helm", "post-render", "--bogus"],
    ],
)
def test_everything_else_is_left_to_click(arguments: list[str]) -> None:
    assert read_quickly(arguments) is None
