"""Compat mode: what the original programs do, bugs included, one matcher a program.

Nothing here uses the standard engine, and the engine uses nothing of this: a matcher is its program's algorithm as it
is written down in the program's source. Where the program fails, the reference stays, and the decision says so.
"""

from __future__ import annotations

from regswap.errors import Diagnostic, RulesError
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference, InvalidReference
from regswap.rules.engine.rule import Decision, Reading, remember
from regswap.rules.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.formats.outcome import Matcher
    from regswap.rules.source.rule_source import RuleSource


class Compat:
    """What one program decides; ``decide`` is all it does."""

    def __init__(self, matcher: Matcher, name: str) -> None:
        """Let a matcher decide for the format of that name."""
        self._matcher = matcher
        self.rules = matcher.rules
        self.warnings = matcher.warnings
        sources = dict.fromkeys(rule.origin.file for rule in self.rules)
        self.readings = tuple(
            Reading(source, tuple(rule for rule in self.rules if rule.origin.file == source), (), name)
            for source in sources
        )
        self._remember = remember(self._decide)

    def decide(self, text: str) -> Decision:
        """Return what the program makes of a text; ``parsed`` says whether that was a reference."""
        return self._remember(text)

    def _decide(self, text: str) -> Decision:
        fault = _find_fault(text)
        outcome = self._matcher.swap(text)
        rewritten, reason, trouble = outcome.rewritten, outcome.reason, outcome.trouble
        if rewritten == text:
            reason = f"{fault}, and {reason}" if fault else reason
        elif not trouble:
            illegal = _find_fault(rewritten)
            trouble = f"becomes `{rewritten}`, which {illegal}: no kubelet can pull it" if illegal else ""
        return Decision(
            text, rewritten, outcome.rule, reason, not fault, trouble=trouble, spoils_pod=outcome.spoils_pod
        )


def _find_fault(text: str) -> str:
    """Return why a text is not a reference, empty where it is one."""
    try:
        ImageReference.parse(text)
    except InvalidReference as error:
        return error.reason
    return ""


def make_compat(rule_sources: Sequence[RuleSource]) -> Compat:
    """Return what the program does that the rules are written for.

    Raises:
        RulesError: they are written for more than one, or for none; or a rule cannot be read.

    """
    names = list(dict.fromkeys(rule_source.format for rule_source in rule_sources))
    if len(names) > 1:
        message = f"compat mode does what one program does, and the rules are for {len(names)}: "
        listed = ", ".join(f"`{name}`" for name in names)
        raise RulesError(Diagnostic(message + listed, "name rules of one format, or use `--mode standard`"))
    if not names:
        raise RulesError(Diagnostic("compat mode needs rules", "name a rule file with -r"))
    load_original = find_format(names[0]).load_original
    if load_original is None:
        message = "compat mode does what another program does, and these rules are regswap's own"
        raise RulesError(Diagnostic(message, "use `--mode standard`", rule_sources[0].source))
    return Compat(load_original().make_matcher(rule_sources), names[0])
