"""What kind of object a document holds, told from its bytes where that is safe."""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\\(?:x[4-7]|u00[4-7]|U000000[4-7]|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])")
"""The escapes of a double-quoted scalar that can write a word without its letters standing side by side."""

# These see line feeds only: a search for one literal is ten times as fast as one for two.
_SIMPLE_KIND = rb"kind:[ \t]+([\"']?)([A-Za-z0-9]+)\1[ \t]*(?:[ \t]#[^\n]*)?(?=\n|\Z)(?!\n\s*[ \t][^\s#])"
"""A kind on one line: none that goes on in the next."""
_KIND = re.compile(rb"\n" + _SIMPLE_KIND)
_DOUBT = re.compile(rb"\n(?:[\"'?&!*{\[<%\xef]|---[ \t]+[^#\s]|kind[ \t]+:|(?!" + _SIMPLE_KIND + rb")kind:)")
_FIRST_LINE_IS_A_KEY = re.compile(rb"\n(?:\xef\xbb\xbf)?(?:(?:---)?[ \t]*(?:#[^\n]*)?\n)*[A-Za-z]")
_RARE_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_ANY_KIND = rb"kind[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z0-9]+)"


def may_contain(data: bytes, *words: bytes) -> bool:
    """Tell whether a document may hold one of some words: it does, or it has escapes that can write any."""
    return any(word in data for word in words) or _ESCAPE.search(data) is not None


def find_root_kinds(data: bytes) -> frozenset[str] | None:
    """Return what the kind of the object can be that a document is; None where its bytes leave a doubt.

    Nearly every manifest is a block mapping in column 0. The keys of that mapping are the lines that start in column 0.
    If the first line is a plain key, and no line starts with anything that could write a key or a kind otherwise, its
    kind is among those found. What is in a list is not looked at.
    """
    lines = b"\n" + data.replace(b"\r", b"\n")
    kinds = frozenset(kind.decode() for _, kind in _KIND.findall(lines))
    if not kinds or any(kind.endswith("List") for kind in kinds):
        return None
    if not _FIRST_LINE_IS_A_KEY.match(lines) or _DOUBT.search(lines):
        return None
    return None if any(line_break in data for line_break in _RARE_LINE_BREAKS) else kinds


def guess_kinds(data: bytes) -> frozenset[str]:
    """Return the kinds that are written in a document in a usual way, at any depth; there may be others."""
    return frozenset(kind.decode() for kind in re.findall(_ANY_KIND, data))
