"""Which documents need no reading, told from their bytes."""

from __future__ import annotations

import re

from transformer.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPE = re.compile(rb"\\(?:x[4-7]|u00[4-7]|U000000[4-7]|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])")
"""The escapes of a double-quoted scalar that can write a word without its letters standing side by side."""

# These see line feeds only: a search for one literal is ten times as fast as one for two.
_SIMPLE_KIND = rb"kind:[ \t]+([\"']?)([A-Za-z0-9]+)\1[ \t]*(?:[ \t]#[^\n]*)?(?=\n|\Z)(?!\n\s*[ \t][^\s#])"
"""A kind on one line: none that goes on in the next."""
_KIND = re.compile(rb"\n" + _SIMPLE_KIND)
_DOUBT = re.compile(rb"\n(?:[\"'?&!*{\[<%\xef]|---[ \t]+[^#\s]|kind[ \t]+:|(?!" + _SIMPLE_KIND + rb")kind:)")
_FIRST_LINE_IS_A_KEY = re.compile(rb"\n(?:\xef\xbb\xbf)?(?:(?:---)?[ \t]*(?:#[^\n]*)?\n)*[A-Za-z]")
_RARE_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


class Sieve:
    """Tells which documents can hold a wanted field.

    Wanted are fields that end in one of some keys, in objects of some kinds, alone or inside of a list kind. That a
    document cannot hold one must be proven from its bytes; whatever leaves a doubt must be read.
    """

    def __init__(self, keys: Iterable[str], kinds: Iterable[str]) -> None:
        """Prepare for the last keys of all wanted paths and the kinds of all wanted objects."""
        self._kinds = frozenset(kind.encode() for kind in kinds)
        self._keys = tuple(sorted(key.encode() for key in keys))
        self._kind_words = (b"List", *sorted(self._kinds))

    def may_hold(self, data: bytes) -> bool:
        """Tell whether the document has to be read."""
        if not _ESCAPE.search(data):
            words = any(key in data for key in self._keys) and any(kind in data for kind in self._kind_words)
            if not words or b"kind" not in data:
                # A null character is no YAML: this may be UTF-16 without a byte order mark.
                return b"\0" in data
        return self._root_may_be_wanted(data)

    def _root_may_be_wanted(self, data: bytes) -> bool:
        """Look for the kind of a block mapping in column 0, which nearly every manifest is.

        The keys of that mapping are the lines that start in column 0. If the first line is a plain key, and no line
        starts with anything that could write a key or a kind otherwise, its kind is among those found.
        """
        lines = b"\n" + data.replace(b"\r", b"\n")
        kinds = _KIND.findall(lines)
        if not kinds or any(kind in self._kinds or kind.endswith(b"List") for _, kind in kinds):
            return True
        if not _FIRST_LINE_IS_A_KEY.match(lines) or _DOUBT.search(lines):
            return True
        return any(line_break in data for line_break in _RARE_LINE_BREAKS)
