"""The patterns of ``include`` and ``exclude``, as github.com/gobwas/glob reads them for Argo CD: without separators.

``*`` and ``**`` stand for any characters, ``/`` among them, ``?`` for one; ``[abc]`` and ``[a-z]`` for one of these,
``[!abc]`` for another; ``{a,b}`` for one of several patterns, which may be nested; after a backslash, itself.
"""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, UsageError
from regswap.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(
    r"""(?xs)
    (?P<any>\*+) | (?P<one>\?) | \\(?P<escaped>.) | (?P<open>\{) | (?P<close>\}) | (?P<comma>,)
    | \[(?P<not_range>!|(?!!))(?P<low>.)-(?P<high>.)\]
    | \[(?P<not_list>!|(?!!))(?!.-)(?P<list>(?:\\.|[^\]\\])+)\]
    | (?P<text>[^\[\\])
    """
)

_AROUND_STAR = re.compile(r"([^*?{}\[\\]+)\*+([^*?{}\[\\]+)")
_WILDCARDS = {"any": ".*", "one": ".", "open": "(?:"}
_IN_BRACES = {"close": ")", "comma": "|"}


def compile_glob(pattern: str, source: str) -> Callable[[str], bool]:
    """Return what tells whether a pattern matches the whole of a path; raises UsageError for what is not a pattern."""
    from regswap.rules.engine.pattern import InvalidPattern, compile_expression

    try:
        # An Application's author writes it: RE2 takes time in proportion to the path, whatever the pattern.
        expression = compile_expression(f"(?s){_translate(pattern)}")
    except (ValueError, InvalidPattern) as error:
        message = f"`{pattern}` is not a pattern of Argo CD"
        remedy = "write it with `*`, `?`, `[abc]`, `[a-z]`, `[!a]` and `{a,b}`, and other characters after `\\`"
        raise UsageError(Diagnostic(message, remedy, source)) from error
    if (ends := _AROUND_STAR.fullmatch(pattern)) is not None:
        # gobwas/glob lets the two parts overlap: `a/**/b` matches `a/b`.
        return lambda path: path.startswith(ends[1]) and path.endswith(ends[2])
    return lambda path: expression.fullmatch(path) is not None


def _translate(pattern: str) -> str:
    """Return the regular expression of a pattern; raises ValueError where it is none."""
    parts: list[str] = []
    level = end = 0
    while end < len(pattern):
        token = _TOKEN.match(pattern, end)
        if token is None:
            raise ValueError(pattern)
        end = token.end()
        kind = str(token.lastgroup)
        if level and kind in _IN_BRACES:
            if parts[-1] in {_WILDCARDS["open"], _IN_BRACES["comma"]}:
                # gobwas/glob matches nothing with these, or panics.
                raise ValueError(pattern)
            parts.append(_IN_BRACES[kind])
        else:
            parts.append(_WILDCARDS.get(kind) or _translate_characters(token, kind))
        level += (kind == "open") - (kind == "close" and level > 0)
    if level:
        raise ValueError(pattern)
    return "".join(parts)


def _translate_characters(token: re.Match[str], kind: str) -> str:
    if kind == "high":
        return f"[{'^' if token['not_range'] else ''}{_escape(token['low'])}-{_escape(token['high'])}]"
    if kind == "list":
        characters = re.sub(r"(?s)\\(.)", r"\1", token["list"])
        return f"[{'^' if token['not_list'] else ''}{_escape(characters)}]"
    return _escape(token["escaped"] or token[0])


def _escape(text: str) -> str:
    return "".join(f"\\x{{{ord(character):x}}}" for character in text)
