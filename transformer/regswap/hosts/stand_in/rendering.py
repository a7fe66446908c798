"""What the real program renders, rewritten: all of it or nothing."""

from __future__ import annotations

from functools import partial

from regswap.errors import Diagnostic, RulesError
from regswap.hosts.stand_in.real_program import end_like
from regswap.output.summary import REWRITES
from regswap.record import TYPE_CHECKING
from regswap.run import conduct, print_diagnostics, send
from regswap.settings.policy import make_step
from regswap.streams.sink import StreamSink
from regswap.streams.source import Found, Source
from regswap.streams.spool import IN_MEMORY, Spool

if TYPE_CHECKING:
    from regswap.hosts.stand_in.real_program import Child
    from regswap.pipeline.step import Step
    from regswap.settings.options import Options

_BLOCK = 1 << 16


class _RealProgramFailed(Exception):  # noqa: N818 - no error of ours: it has said itself what is wrong
    """The real program ended with something else than 0."""


def make_certain_step(options: Options) -> Step:
    """Return what is done to each document; raises RulesError where there is not one rule, and as ``make_step``."""
    step = make_step(options)
    if step.policy is not None and not step.policy.rules.rules:
        source = next(iter(options.rules), options.config or "")
        message, remedy = "holds no rule, and nothing would be rewritten", "write one, or remove the stand-in"
        raise RulesError(Diagnostic(message, remedy, source))
    return step


def rewrite_output(child: Child, name: str, options: Options, prefix: str) -> int:
    """Rewrite what a program prints as the options say, and return the exit code.

    ``name`` stands for a file name in messages, and ``prefix`` begins them. Nothing of the environment is read. It does
    not return where the program fails: this process ends as it did.
    """

    def find(_: Options) -> Found:
        return Found([_collect(child, name)], [], [], [])

    # The rules are read while the real program renders.
    act = send(lambda _: StreamSink(), make_certain_step, find=find)
    try:
        return conduct(
            options, act, partial(print_diagnostics, prefix=prefix), reads_environment=False, summary_line=REWRITES
        )[0]
    except _RealProgramFailed:
        end_like(child.process.returncode)
    finally:
        child.stop()


def _collect(child: Child, name: str) -> Source:
    """Return all that a program prints, once it has ended well."""
    output = child.process.stdout
    spool = Spool()
    while output is not None and (block := output.read1(_BLOCK)):  # type: ignore[attr-defined]
        spool.write(block)
    if child.process.wait():
        spool.close()
        raise _RealProgramFailed
    # What fits into memory can be read again, where a Namespace comes after the objects that it concerns.
    blocks = tuple(spool.read()) if spool.size < IN_MEMORY // 2 else spool.read()
    return Source(name, None, blocks=blocks)
