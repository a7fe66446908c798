"""What stands around a candidate: the name that it is the value of, and how it is bound to it."""

from __future__ import annotations

from regswap.lazy_pattern import lazy
from regswap.places.hidden.script import COMMAND, find_head
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

    from regswap.places.hidden.token import Candidate

_NEAR = 200
"""Characters before a candidate in which its name must stand."""
_AROUND = 2000
"""Characters in which the bracket or brace around a candidate is looked for, and the flags beside its own."""
_BESIDE = 400
"""Characters up and down in which the keys beside a candidate are looked for."""

# These are matched backwards, against the reversed text before a candidate: a search for what ends there would look at
# each place of the text.
_NAME = r"([A-Za-z0-9_./-]+)(?=$|[\s\"'`{,\[(;&|<\\])"
_KEY = lazy(rf"""["'`]?\\*\s*(=:|>=|[:=])[ \t]*["']?\\*{_NAME}""")
_FLAG = lazy(rf"""["']?([ \t])[ \t]*{_NAME}""")
_ITEM = lazy(r"""["']?\\*(?:\s*[,\[]|(?:[ \t]+-)*[ \t]*$)""")
_OUTER = lazy(rf"""\s*([:=])\s*["']?\\*{_NAME}""")
_SPELLED = lazy(r"-{0,2}[A-Za-z0-9_][A-Za-z0-9_./-]*")
_DASHED = lazy(r"--?[A-Za-z][A-Za-z0-9_.-]*")
_FLAGS = lazy(r"(?:^|(?<=[\s\"']))--?([A-Za-z][A-Za-z0-9_.-]*)")
_BEFORE_KEY = lazy(r"(?:[-?#>|]|//|[ \t])*")
_JSON_KEY = lazy(r"""[ \t]*["']\w""")

_REST = lazy(r"""\\*["'`]?[ \t]*(?:$|[\r\n,\]})#;]|\{\{|\\[nr])""")
_KEY_FOLLOWS = lazy(r"""\\*["'`]?[ \t]*(?::(?:[\s"'\\{\[]|$)|=)""")
_OBJECT_KEY = lazy(r"""["']?([A-Za-z_][A-Za-z0-9_.-]*)\\*["']?\s*:""")


class Context(NamedTuple):
    """What stands around a candidate."""

    name: str
    """The key, flag or variable that it is the value of, a flag with its dashes; empty where it has none."""
    sign: str
    """What stands between: ``:``, ``=``, a blank for a flag and its value; empty where there is no name."""
    is_item: bool
    """Whether it is an item of a list or a line of its own."""
    is_whole: bool
    """Whether nothing but it stands there up to the end of the value."""
    is_key: bool
    """Whether it is a key itself."""

    is_command: bool
    """Whether it is an argument of a program that runs or copies images."""

    @property
    def is_bound(self) -> bool:
        """Whether it is a value, an item or an argument, and no word in a sentence."""
        is_value = (bool(self.sign) or self.is_item) and (self.is_whole or self.sign in {" ", "="})
        return is_value or self.is_command


def read_context(text: str, candidate: Candidate, start: int, end: int) -> Context:
    """Read what stands around a candidate on its line or in its value, which lies between two offsets."""
    before = candidate.start - candidate.scheme_length
    back = text[max(start, before - _NEAR) : before][::-1]
    name, sign, begin = _read_name(_KEY, _SPELLED, back)
    place = before - begin
    if sign == ":" and text[place - 1 : place] != "\\" and not _begins_entry(text, start, place):
        # `echo image: a` says something, and is no mapping.
        name = sign = ""
    if not name:
        name, sign, _ = _read_name(_FLAG, _DASHED, back)
    return Context(
        name=name,
        sign=sign,
        is_item=not name and _ITEM.match(back) is not None,
        is_whole=_REST.match(text, candidate.end, end) is not None,
        is_key=_KEY_FOLLOWS.match(text, candidate.end, end) is not None,
        is_command=not name and COMMAND.search(find_head(text, start, before)) is not None,
    )


def _begins_entry(text: str, start: int, place: int) -> bool:
    """Tell whether a key stands where one may: as the first thing on its line or in a string, or in a ``{...}``."""
    begin = max(start, place - _NEAR)
    quoted = text[begin:place].rstrip("\\")
    before = quoted.rstrip("\"'`").rstrip(" \t\\")
    if begin == start and _BEFORE_KEY.fullmatch(before):
        return True
    if before.endswith(","):
        return "{" in before or begin > start or _JSON_KEY.match(before) is not None
    return before.endswith(("{", "[", "}}")) or (quoted[-1:] in "\"'`" and before.endswith((":", "=")))


def _read_name(pattern: re.Pattern[str], spelling: re.Pattern[str], back: str) -> tuple[str, str, int]:
    """Return the name that a reversed text begins with, the sign after it, and how far away it begins."""
    found = pattern.match(back)
    if found is None:
        return "", "", 0
    name = found[2][::-1]
    if back[found.end() : found.end() + 1] == "\\":
        # The letter of an escape: `\nimage: a`. Other backslashes stand in paths.
        name = name[1:] if name[0] in "nrt" else ""
    if not spelling.fullmatch(name):
        return "", "", 0
    return name, "=" if ">" in found[1] else found[1][0].replace("\t", " "), found.end()


def find_flags(text: str, place: int) -> frozenset[str]:
    """Return the flags of the command line around a place, without their dashes."""
    return frozenset(_FLAGS.findall(text[max(0, place - _AROUND) : place + _AROUND]))


def find_outer_name(text: str, place: int, start: int, opening: str) -> str:
    """Return the key of the bracket or brace that is open at a place, such as ``images`` in ``"images": ["a"]``."""
    closing = "]" if opening == "[" else "}"
    begin = text.rfind(opening, max(start, place - _AROUND), place)
    if begin < 0 or text.find(closing, begin, place) >= 0:
        return ""
    name, _, _ = _read_name(_OUTER, _SPELLED, text[max(start, begin - _NEAR) : begin][::-1])
    return name


def find_object_keys(text: str, place: int, start: int, end: int) -> frozenset[str]:
    """Return the keys of the ``{...}`` around a place, and of what is nested there after it."""
    begin = text.rfind("{", max(start, place - _BESIDE), place)
    if begin < 0:
        return frozenset()
    close = text.find("}", place, min(end, place + _BESIDE))
    return frozenset(_OBJECT_KEY.findall(text[begin : close if close >= 0 else place]))
