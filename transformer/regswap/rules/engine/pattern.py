"""Glob and regex rules: the only ones that are tried one after the other.

A glob is what a shell calls one, on the whole text. A regex is RE2's and is searched for; the first match is replaced
where it stands by the target, in which ``$1`` to ``$99`` and ``${1}`` are the text of a group and ``$$`` is a dollar
(Go's ``Regexp.Expand`` without names, https://pkg.go.dev/regexp#Regexp.Expand).
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple
from regswap.rules.engine.target import leaves_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from regswap.rules.engine.rule import Rule

TEMPLATE = r"\$(?:(\$)|([1-9][0-9]?)|\{([1-9][0-9]?)\})?"
"""A dollar in a template: doubled, a group's number, a number in braces, or (no group matches) a mistake."""


class Pattern(NamedTuple):
    """A rule that looks at the text as it is written."""

    rule: Rule
    apply: Callable[[str], str | None]
    """Return what a text becomes, None where the pattern does not match."""
    owns: Callable[[str], object] | None = None
    """Return something true where a text looks as if the rule had written it; none where that cannot be told."""


class InvalidPattern(ValueError):  # noqa: N818 - it names what the text is
    """A pattern that RE2 refuses; its text is RE2's reason."""


def compile_patterns(rules: Iterable[Rule]) -> tuple[Pattern, ...]:
    """Compile the globs and regexes among some rules, in their order."""
    makers = {"glob": _compile_glob, "regex": _compile_regex}
    return tuple(makers[rule.kind](rule) for rule in rules if rule.kind in makers)


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

    return Pattern(rule, apply, _recognise(rule))


def _stands_there(expansion: str, matched: str, text: str, start: int) -> bool:
    """Tell whether what a rule would write is around its match already, as it is where the rule was there before."""
    at = expansion.find(matched)
    while at >= 0:
        if start >= at and text.startswith(expansion, start - at):
            return True
        at = expansion.find(matched, at + 1)
    return False


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
