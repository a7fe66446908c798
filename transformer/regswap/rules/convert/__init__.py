"""Rules of any format written in another one, or refused where they would decide otherwise there.

::

    rules ──find_faults──▶ kept, losses ──write──▶ text ──read again──▶ RuleSet ──compare on probes──▶ Converted

Every format is a module with what it can express (``find_faults``) and how (``write``). What is written is read again
by the format's own reader before anybody sees it, and asked about references that both sets of rules name; a difference
is an error, whatever the analysis said. All of it is about standard mode.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.convert.counterexample import find_difference
from regswap.rules.convert.deviation import find_deviations, find_failing
from regswap.rules.engine.ruleset import RuleSet
from regswap.rules.formats.registry import find_format
from regswap.rules.load import is_detected_as, load_original, load_text
from regswap.rules.source.excerpt import Excerpts
from regswap.rules.writing.spare import find_spare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regswap.rules.convert.deviation import Deviation
    from regswap.rules.engine.rule import Decider, Rule
    from regswap.rules.formats.rule_format import Writer


class Converted(NamedTuple):
    """Rules in another format."""

    text: str
    losses: tuple[Diagnostic, ...]
    """The rules that are not in it, each with its place and the reason."""
    deviations: tuple[Diagnostic, ...]
    """What the format's own program makes of it that the rules do not say, one finding for each cause."""
    rules: RuleSet
    """The text as it is read."""
    is_detected: bool
    """Whether a reader tells the format from the text, without being told it."""


def convert(decider: Decider, to: str, *, lossy: bool = False) -> Converted:
    """Write rules in the format of that name; with ``lossy``, without those that it cannot express.

    Raises:
        RulesError: with every rule that the format cannot express, if there are any and ``lossy`` is not set; or what
            was written would decide otherwise, or makes the format's own program fail.

    """
    writer = find_format(to).load_writer()
    kept, faults = _select(writer, decider.rules)
    excerpts = Excerpts()
    remedy = _LEFT_OUT if lossy else _REMEDY
    losses = tuple(
        excerpts.diagnose_rule(rule, f"{to} {faults[rule]}", remedy) for rule in decider.rules if rule in faults
    )
    if losses and not lossy:
        raise RulesError(*losses)
    text = writer.write(kept)
    written = _read(text, to)
    difference = find_difference(RuleSet(kept) if losses else decider, written)
    if difference:
        rule, message = difference
        raise RulesError(excerpts.diagnose_rule(rule, f"{to} would decide otherwise: {message}", _REPORT))
    deviations = tuple(_find_deviations(text, to, written, kept, excerpts))
    return Converted(text, losses, deviations, written, is_detected_as(text, to))


_REMEDY = "leave it out with `--lossy`, or choose a format that has it, such as `regswap`"
_LEFT_OUT = "it is left out"
_DEVIATES = "read it with regswap, in standard mode, or choose another format"
_REPORT = "choose another format, and report this as a bug of regswap"


def _find_deviations(
    text: str, to: str, written: RuleSet, kept: tuple[Rule, ...], excerpts: Excerpts
) -> Iterator[Diagnostic]:
    """Yield what the program itself makes of the text; raises RulesError where it fails because of it."""
    original = load_original(text, to)
    if original is None:
        return
    failing = find_failing(written, original)
    if failing:
        message = f"{to} cannot hold these rules: `{failing.reference}` {failing.trouble}"
        raise RulesError(Diagnostic(message, "choose another format, such as `regswap`"))
    sources = {(rule.kind, rule.match): rule for rule in reversed(kept)}
    found = list(find_deviations(written, original))
    for is_idle in (True, False):
        alike = [deviation for deviation in found if deviation.is_idle == is_idle]
        if alike:
            rule = sources.get((alike[0].rule.kind, alike[0].rule.match))
            message = _tell(alike)
            yield excerpts.diagnose_rule(rule, message, _DEVIATES) if rule else Diagnostic(message, _DEVIATES)


def _tell(deviations: list[Deviation]) -> str:
    first, others = deviations[0], len(deviations) - 1
    told = f"`{first.reference}` stays" if first.is_idle else f"`{first.reference}` becomes `{first.original}`"
    message = f"the program that reads this does otherwise: {told} there, and becomes `{first.standard}` here"
    return f"{message} (and so for {others} more {'rule' if others == 1 else 'rules'})" if others else message


def _select(writer: Writer, rules: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], dict[Rule, str]]:
    """Return the rules that the format can express, and why it cannot express the others that matter."""
    kept = rules
    losses: dict[Rule, str] = {}
    while True:
        # Whether a rule can be written may depend on the others, so it is asked again without those that cannot.
        faults = writer.find_faults(kept)
        if not faults:
            return kept, losses
        missed = faults
        while missed:
            # What changes no decision needs no room; but it may, once the rule is lost that always took precedence.
            spare = find_spare([rule for rule in kept if rule not in losses])
            missed = {rule: fault for rule, fault in faults.items() if rule not in spare and rule not in losses}
            losses.update(missed)
        kept = tuple(rule for rule in kept if rule not in faults)


def _read(text: str, to: str) -> RuleSet:
    try:
        return load_text(text, to)
    except RulesError as error:
        finding = error.diagnostics[0]
        message = f"{to} cannot hold these rules: {finding.message}"
        raise RulesError(Diagnostic(message, _REPORT, excerpt=finding.excerpt)) from None
