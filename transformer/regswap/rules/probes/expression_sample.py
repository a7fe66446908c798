"""Texts that a regex matches, made from the expression itself."""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIANTS = 4
"""So many texts are made of an expression: each takes other alternatives, and what may be missing is there or not."""
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d+)(?:,\d*)?\})\??")
_SEVERAL = 3
"""How often something stands there that may be repeated: names of one letter are too short for some programs."""
_GROUP = re.compile(r"\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?")
_FLAGS = re.compile(r"\(\?[a-zA-Z-]+\)")
_CLASS = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]")
_LITERAL = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_ESCAPES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a", **dict.fromkeys("AzZbB", "")}
_OF_A_CLASS = "ab1x-_./:@AZ"
"""Characters of references, of which a class most likely has one."""


def list_samples(expression: str) -> Iterator[str]:
    """Yield some texts that an expression most likely matches, the plainest first."""
    for variant in range(_VARIANTS):
        yield _Reader(expression, variant).read_alternatives()


class _Reader:
    """Reads an expression that RE2 takes, and writes a text for it."""

    def __init__(self, expression: str, variant: int) -> None:
        self._expression = expression
        self._variant = variant
        self._at = 0

    def read_alternatives(self) -> str:
        """Return a text for all up to the end of a group."""
        texts = [self._read_sequence()]
        while self._take("|"):
            texts.append(self._read_sequence())
        return texts[self._variant % len(texts)]

    def _read_sequence(self) -> str:
        texts = []
        while self._at < len(self._expression) and self._expression[self._at] not in "|)":
            text = self._read_atom()
            quantifier = self._match(_QUANTIFIER)
            texts.append(text if quantifier is None else text * self._count(quantifier))
        return "".join(texts)

    def _count(self, quantifier: re.Match[str]) -> int:
        if quantifier[2]:
            return int(quantifier[2])
        # What may be missing is there in the first text.
        is_there = quantifier[1] == "+" or self._variant % 2 == 0
        return is_there * (1 if quantifier[1] == "?" else _SEVERAL)

    def _read_atom(self) -> str:
        if self._match(_FLAGS) is not None:
            return ""
        if self._match(_GROUP) is not None:
            text = self.read_alternatives()
            self._take(")")
            return text
        literal, kind = self._match(_LITERAL), self._match(_CLASS)
        if literal is not None:
            return literal[1]
        if kind is not None:
            return _choose(kind[0])
        character = self._expression[self._at]
        self._at += 1
        if character == "\\":
            escaped = self._expression[self._at : self._at + 1]
            self._at += 1
            return _ESCAPES.get(escaped, escaped)
        return {".": "a", "^": "", "$": ""}.get(character, character)

    def _take(self, character: str) -> bool:
        found = self._expression.startswith(character, self._at)
        self._at += found
        return found

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._expression, self._at)
        if match is not None:
            self._at = match.end()
        return match


def _choose(written: str) -> str:
    """Return a character of a class; RE2 and Python write them alike, but for names such as ``[:alpha:]``."""
    from regswap.rules.engine.pattern import compile_expression

    matches = compile_expression(written).search
    return next((character for character in _OF_A_CLASS if matches(character)), "a")
