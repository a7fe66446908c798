"""``regswap explain``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from regswap.cli import option
from regswap.errors import Diagnostic, UsageError, visible
from regswap.output.json_object import rule_as_object
from regswap.output.json_text import dump
from regswap.rules.engine.explanation import Explainer
from regswap.settings.policy import load_rules
from regswap.streams.destination import printable, write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.engine.rule import Decider, Decision, Rule
    from regswap.settings.options import Options

_MOST_OTHERS = 20
"""Rules that are shown of those that did not decide."""


@click.command(cls=option.Command, short_help="Explain what becomes of references.")
@option.takes("explain")
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True)
@option.output_choice("text", "json", help="Text, or a JSON object a line.")
def explain(options: Options, images: tuple[str, ...], form: str) -> int:
    """Explain what becomes of references: which rule decides, and why the others do not.

    An IMAGE of `-` stands for the lines of standard input.
    """
    decider = load_rules(options.with_environment())
    option.tell(decider.warnings, options)
    references = (reference for image in images for reference in (_read_lines() if image == "-" else [image]))
    if form == "json":
        write_stdout(_as_json(decider.decide(reference)) for reference in references)
    else:
        write_stdout(map(printable, _as_text(decider, references)))
    return 0


def _read_lines() -> Iterator[str]:
    """Yield the lines of standard input, each of them a reference, whatever it holds."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        raise UsageError(Diagnostic("no references", "pipe them in, one a line, or name them"))
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")


def _as_json(decision: Decision) -> bytes:
    row = {
        "reference": decision.reference,
        "rewritten": decision.rewritten,
        "changed": decision.changed,
        "rule": rule_as_object(decision.rule),
        "reason": decision.reason,
    }
    return dump(row) + b"\n"


def _as_text(decider: Decider, references: Iterator[str]) -> Iterator[str]:
    explainer = Explainer(decider)
    for number, reference in enumerate(references):
        decision, others = explainer.explain(reference)
        yield "\n" * bool(number) + f"{visible(reference) or '(nothing)'}\n"
        yield f"  becomes  {visible(decision.rewritten)}\n" if decision.changed else "  stays\n"
        yield f"  because  it {visible(decision.reason)}\n"
        if decision.trouble and decision.trouble != decision.reason:
            yield f"  beware   it {visible(decision.trouble)}\n"
        if decision.rule is not None:
            yield f"  rule     {_describe(decision.rule)}\n"
        for other in others[:_MOST_OTHERS]:
            yield f"  not      {_describe(other.rule)}\n           {visible(other.reason)}\n"
        if len(others) > _MOST_OTHERS:
            yield f"           and {len(others) - _MOST_OTHERS} more\n"


def _describe(rule: Rule) -> str:
    name = f" ({rule.name})" if rule.name else ""
    return visible(f"{rule.origin}: {rule.kind}{name}: {rule.text}")
