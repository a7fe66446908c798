"""Compat mode: what the original programs do, bugs included, one matcher a program.

Nothing here uses the standard engine, and the engine uses nothing of this: a matcher is its program's algorithm as it
is written down in the program's source. Where the program fails, the reference stays, and the decision says so.
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, Findings, RulesError
from regswap.record import TYPE_CHECKING
from regswap.reference import ImageReference, InvalidReference
from regswap.rules.engine.rule import Decision, Reading, remember
from regswap.rules.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regswap.rules.engine.rule import Rule
    from regswap.rules.formats.outcome import Matcher
    from regswap.rules.source.rule_source import RuleSource

_STRANGE = re.compile(r"[\s\"'`\x00-\x1f\x7f-\x9f]")
"""What a reference never has, and text that is not one often has."""
_KEY = re.compile(r"[A-Za-z0-9._:/@\[\]\\*?^$+()|-]*")
"""A registry with a path, or an expression, which a key is to ImageSwap."""


class Compat:
    """What one program decides; ``decide`` is all it does."""

    def __init__(self, matcher: Matcher, name: str, warnings: tuple[Diagnostic, ...]) -> None:
        """Let a matcher decide for the format of that name, with what is doubtful about its rules."""
        self._matcher = matcher
        self.rules = matcher.rules
        self.warnings = warnings
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
        if _STRANGE.search(rewritten) and not _STRANGE.search(text):
            trouble = "stays, because what the program makes of it holds white space, a quote or a control character"
            return Decision(text, text, outcome.rule, trouble, not fault, trouble=trouble)
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
    matcher = load_original().make_matcher(rule_sources)
    _refuse_strangers(matcher.rules, rule_sources)
    return Compat(matcher, names[0], tuple(_censor(warning, rule_sources) for warning in matcher.warnings))


def _refuse_strangers(rules: Sequence[Rule], rule_sources: Sequence[RuleSource]) -> None:
    """Refuse what the program would take for a rule and is not one: it may be a password that is indented too far.

    Raises:
        RulesError: a target holds what no reference can, or a key of a secret's file is not a registry.

    """
    errors = Findings()
    for rule in rules:
        message, remedy = "", "remove it, and look at the lines beside it: one may be indented too far"
        if rule.kind != "skip" and _STRANGE.search(rule.target):
            message = "the target holds white space, a quote or a control character, which no reference can have"
        elif rule.kind == "prefix" and _is_stranger(rule, rule_sources):
            message = "the key is not a registry, and may be a secret"
        elif _is_secret(rule, rule_sources) and _makes_no_reference(rule):
            message = "the target makes no reference, and may hold a secret"
        if message:
            errors.append(Diagnostic(message, remedy, *rule.origin))
    errors.raise_as(RulesError)


def _is_stranger(rule: Rule, rule_sources: Sequence[RuleSource]) -> bool:
    """Tell whether a key stands in a secret's file and is not a registry, or a pattern of one."""
    if not _is_secret(rule, rule_sources):
        return False
    from regswap.confidential import is_credential

    lacks_host = rule.format == "mirror-registries" and not re.search(r"[.:]|localhost", rule.match)
    return lacks_host or is_credential(rule.match) or not _KEY.fullmatch(rule.match)


def _is_secret(rule: Rule, rule_sources: Sequence[RuleSource]) -> bool:
    return any(one.source == rule.origin.file and one.context.is_secret for one in rule_sources)


def _makes_no_reference(rule: Rule) -> bool:
    if not rule.target or rule.kind in ("regex", "skip"):
        return False
    target = rule.target.rstrip("/")
    return bool(_find_fault(target if rule.join == "whole" else f"{target.removesuffix('-')}/x"))


def _censor(warning: Diagnostic, rule_sources: Sequence[RuleSource]) -> Diagnostic:
    texts = (one.context for one in rule_sources if one.source == warning.source)
    return next((text.censor(warning) for text in texts if text.is_secret), warning)
