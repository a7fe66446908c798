"""Glob and regex rules: the only ones that are tried one after the other.

A glob is what a shell calls one, on the whole text. A regex is RE2's and is searched for; the first match is replaced
where it stands by the target, in which ``$1`` to ``$99`` and ``${1}`` are the text of a group and ``$$`` is a dollar
(Go's ``Regexp.Expand`` without names, https://pkg.go.dev/regexp#Regexp.Expand).
"""

from __future__ import annotations

import re
from functools import cache

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from regswap.rules.engine.rule import Rule

TEMPLATE = r"\$(?:(\$)|([1-9][0-9]?)|\{([1-9][0-9]?)\})?"
"""A dollar in a template: doubled, a group's number, a number in braces, or (no group matches) a mistake."""


_FEW = 8
"""So many regexes are tried one after the other; more are looked up in a set of RE2, which tries all at once."""


_MOST_MEMORY = 256 << 20
"""What such a set may take at most, in bytes; thousands of expressions take some ten million."""


class Pattern(NamedTuple):
    """A rule that looks at the text as it is written."""

    rule: Rule
    apply: Callable[[str], str | None]
    """Return what a text becomes, None where the pattern does not match."""
    owns: Callable[[str], object] | None = None
    """Return something true where a text looks as if the rule had written it; none where that cannot be told."""
    head: str = ""
    """What such texts begin with, up to a slash, where that is all that is to be asked of them."""


class Patterns:
    """Patterns in their order; however many regexes there are, a text is read once for all of them."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """Take the patterns of a rule set, or some of them."""
        self._patterns = tuple(patterns)
        regexes = [at for at, pattern in enumerate(self._patterns) if pattern.rule.kind == "regex"]
        self._set = _compile_set([self._patterns[at].rule.match for at in regexes]) if len(regexes) > _FEW else None
        self._regexes = regexes
        self._others = frozenset(range(len(self._patterns))) - set(regexes)

    def list_candidates(self, text: str) -> Iterable[Pattern]:
        """Return the patterns that may match a text, in their order."""
        if self._set is None:
            return self._patterns
        found = self._set.Match(text)
        if len(self._regexes) not in found:
            # The last expression of the set matches everything: without it RE2 ran out of memory and says nothing.
            return self._patterns
        places = {self._regexes[number] for number in found if number < len(self._regexes)}
        return (self._patterns[at] for at in sorted(places | self._others))


class InvalidPattern(ValueError):  # noqa: N818 - it names what the text is
    """A pattern that RE2 refuses; its text is RE2's reason."""


def compile_patterns(rules: Iterable[Rule]) -> tuple[Pattern, ...]:
    """Compile the globs and regexes among some rules, in their order."""
    makers = {"glob": _compile_glob, "regex": _compile_regex}
    return tuple(makers[rule.kind](rule) for rule in rules if rule.kind in makers)


@cache
def compile_expression(expression: str) -> Any:  # noqa: ANN401 - the library has no types
    """Compile an expression with RE2.

    Raises:
        InvalidPattern: RE2 refuses it.

    """
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise InvalidPattern(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def _compile_set(expressions: list[str]) -> Any:  # noqa: ANN401 - the library has no types
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    expressions_of_all = re2.Set.SearchSet(options)
    try:
        for expression in (*expressions, ""):
            expressions_of_all.Add(expression)
        expressions_of_all.Compile()
    except re2.error:
        # There are too many for it: they are tried one after the other.
        return None
    return expressions_of_all


def expand(template: str, groups: tuple[str | None, ...]) -> str:
    """Return a template with the text of the groups in it; a group that took no part in the match is empty."""

    def replace(dollar: re.Match[str]) -> str:
        number = dollar[2] or dollar[3]
        return (groups[int(number) - 1] or "") if number else "$"

    return re.sub(TEMPLATE, replace, template)


def _compile_glob(rule: Rule) -> Pattern:
    from fnmatch import translate

    matches = re.compile(translate(rule.match)).fullmatch

    def apply(text: str) -> str | None:
        return f"{rule.target}/{text.rpartition('/')[2]}" if matches(text) else None

    return Pattern(rule, apply)


def _compile_regex(rule: Rule) -> Pattern:
    search = compile_expression(rule.match).search

    def apply(text: str) -> str | None:
        match = search(text)
        if match is None:
            return None
        expansion = expand(rule.target, match.groups())
        if _stands_there(expansion, match[0], text, match.start()):
            return text
        return text[: match.start()] + expansion + text[match.end() :]

    head = _find_head(rule)
    return Pattern(rule, apply, None if head else _recognise(rule), head)


def _stands_there(expansion: str, matched: str, text: str, start: int) -> bool:
    """Tell whether what a rule would write is around its match already, as it is where the rule was there before."""
    at = expansion.find(matched)
    while at >= 0:
        if start >= at and text.startswith(expansion, start - at):
            return True
        at = expansion.find(matched, at + 1)
    return False


def _find_head(rule: Rule) -> str:
    """Return the text that all results begin with and nothing else has to, where a template is such a text and a group.

    That is what a rule that moves a registry looks like, and there may be thousands.
    """
    head = re.sub(r"\$(?:1|\{1\})\Z", "", rule.target)
    return head if head != rule.target and "$" not in head and head.endswith("/") and not leaves_alone(rule) else ""


def _recognise(rule: Rule) -> Callable[[str], object] | None:
    """Return what tells the results of a regex rule, where its template begins with a registry that it writes out.

    Of any other template too little is known: what `$1/x` writes looks like what anyone writes.
    """
    pieces = re.split(r"\$(?:[1-9][0-9]?|\{[1-9][0-9]?\})", rule.target.replace("$$", "\0"))
    if leaves_alone(rule) or "/" not in pieces[0]:
        return None
    written = ".*".join(re.escape(piece.replace("\0", "$")) for piece in pieces)
    end = r"(?:[/:@]|\Z)" if pieces[-1] and pieces[-1][-1] not in "/:@-" else ""
    return re.compile(written + end, re.DOTALL).match
