"""Proofs about patterns from their text: what their matches begin with, and what matches for certain."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regswap.rules.engine.rule import Rule

_GLOB_LITERAL = re.compile(r"[^*?\[]*")
_REGEX_LITERAL = re.compile(r"(?:\\[.\-/:@_]|[A-Za-z0-9\-_/:@])*")
_ANYTHING = re.compile(r"(?:\.\*\??|\(\.\*\??\))?\$?")
_SOMETHING = re.compile(r"\.|\(\.\)|(?:\.\+\??|\(\.\+\??\))\$?")
_ASSERTION = re.compile(r"[\^$]|\\[AzZbB]|\(\?[a-zA-Z-]*U")


class Head(NamedTuple):
    """What a text must begin with to be matched for certain; everything begins with an empty one."""

    text: str
    needs_more: bool = False
    """Whether at least one more character must follow."""


def find_head(rule: Rule) -> Head | None:
    """Return what makes a text a sure match of a glob or regex, None where that cannot be proved."""
    if rule.kind == "glob":
        literal = _GLOB_LITERAL.match(rule.match)
        head = literal[0] if literal else ""
        rest = rule.match[len(head) :]
        return Head(head) if rest and not rest.strip("*") else None
    return _find_regex_head(rule.match) if rule.kind == "regex" else None


def find_literal(rule: Rule) -> str:
    """Return what every text begins with that a glob or regex matches; empty where nothing is known."""
    if rule.kind == "glob":
        literal = _GLOB_LITERAL.match(rule.match)
        return literal[0] if literal else ""
    return _cut_literal(rule.match)[0] if rule.kind == "regex" else ""


def _find_regex_head(expression: str) -> Head | None:
    if _matches_everything(expression):
        return Head("")
    if not expression.startswith("^") or "|" in expression:
        return None
    literal, rest = _cut_literal(expression)
    if _SOMETHING.fullmatch(rest):
        return Head(literal, needs_more=bool(literal))
    # `^x$` matches one text only.
    return Head(literal) if _ANYTHING.fullmatch(rest) and rest != "$" else None


def _matches_everything(expression: str) -> bool:
    """Tell whether every reference is matched: what matches nothing, anywhere, is found in every text."""
    from regswap.rules.engine.pattern import compile_expression

    if _SOMETHING.fullmatch(expression):
        return True
    return not _ASSERTION.search(expression) and compile_expression(expression).search("") is not None


def _cut_literal(expression: str) -> tuple[str, str]:
    """Return the text that an expression begins with, and the rest of the expression."""
    if not expression.startswith("^") or "|" in expression:
        return "", expression
    body = expression[1:]
    match = _REGEX_LITERAL.match(body)
    written = match[0] if match else ""
    if body[len(written) : len(written) + 1] in ("?", "*", "+", "{"):
        # The last character may be missing, or there may be more of it.
        written = re.sub(r"\\?.\Z", "", written)
    return written.replace("\\", ""), body[len(written) :]
