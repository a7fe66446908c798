"""What kind of object a document holds, told from its bytes where that is safe."""

from __future__ import annotations

import re

from regswap.document.parse.marker import RARE_LINE_BREAKS

_ESCAPE = re.compile(rb"\\(?:x[4-7]|u00[4-7]|U000000[4-7]|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])")
"""The escapes of a double-quoted scalar that can write a word without its letters standing side by side."""
_BINARY = rb"![^\s]{0,80}(?:binary|%)"
"""A tag that makes base64 of what it tags, or may, as it has escapes of its own."""
_TAG_DIRECTIVE = b"%TAG"

_OTHER_CASES = (b"\xc5\xbf", b"\xe2\x84\xaa")
"""What is no letter of ASCII and one without its case: the long s and the Kelvin sign."""

# These see line feeds only: a search for one literal is ten times as fast as one for two. Most lines are indented, and
# to look for that first is three times as fast as to try what else a line may begin with.
_SIMPLE_KIND = rb"kind:[ \t]+([\"']?)([A-Za-z0-9]+)\1[ \t]*(?:[ \t]#[^\n]*)?(?=\n|\Z)(?!\n\s*[ \t][^\s#])"
"""A kind on one line: none that goes on in the next."""
_KIND = re.compile(rb"\n" + _SIMPLE_KIND)
_DOUBT = re.compile(
    rb"\n(?=[^ ])(?:[\"'?&!*{\[<%\xe2\xef]|---[ \t]+[^#\s]|kind[ \t]+:|(?!" + _SIMPLE_KIND + rb")kind:"
    rb"|(?!kind)[Kk][Ii][Nn][Dd]|[Ii][Tt][Ee][Mm](?:[Ss]|\xc5\xbf))"
)
_CONTENT = re.compile(rb"\n(?!(?:---)?[ \t]*(?:#[^\n]*)?(?:\n|\Z))")
_RARE = (*RARE_LINE_BREAKS, b"\xef\xbb\xbf")
"""What may begin a line that is not looked at, or make Go's parsers skip the start of lines."""
_ANY_KIND = rb"kind[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z0-9]+)"


def may_contain(data: bytes, *words: bytes) -> bool:
    """Tell whether a document may hold one of some words: it does, in any case, or it can write any in another way."""
    if any(word in data for word in words) or _ESCAPE.search(data):
        return True
    if b"!" in data and (re.search(_BINARY, data) or _TAG_DIRECTIVE in data):
        return True
    if not data.isascii() and any(letter in data for letter in _OTHER_CASES):
        return True
    lower = data.lower()
    return any(word in lower for word in words)


def find_root_kinds(data: bytes) -> frozenset[str] | None:
    """Return what the kind of the object can be that a document is; None where its bytes leave a doubt.

    Nearly every manifest is a block mapping in column 0. The keys of that mapping are the lines that start in column 0.
    If the first line is a plain key, and no line starts with anything that could write a key or a kind otherwise, its
    kind is among those found. What has items is a list, whatever its kind, and they have kinds of their own.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = b"\n" + data.replace(b"\r", b"\n")
    kinds = frozenset(kind.decode() for _, kind in _KIND.findall(lines))
    if not kinds or any(kind.endswith("List") for kind in kinds):
        return None
    first = _CONTENT.search(lines)
    if first is None or not lines[first.end() : first.end() + 1].isalpha() or _DOUBT.search(lines):
        return None
    return kinds if data.isascii() or not any(rare in data for rare in _RARE) else None


def guess_kinds(data: bytes) -> frozenset[str]:
    """Return the kinds that are written in a document in a usual way, at any depth; there may be others."""
    return frozenset(kind.decode() for kind in re.findall(_ANY_KIND, data))
