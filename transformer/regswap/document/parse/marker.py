"""Markers: lines that end a document, and those about which the readers of Kubernetes and YAML 1.2 disagree.

YAML 1.2.2 section 9.1: ``---`` or ``...`` in column 0 and then white space. The readers of apimachinery and kyaml know
no YAML there: to them a line, up to its line feed, ends a document if it begins with ``---`` and the rest of it,
without white space of any kind in Unicode, is nothing or begins with ``#``. They drop that line, whatever is in it.
(``YAMLReader``, k8s.io/apimachinery/pkg/util/yaml; ``splitDocuments``, sigs.k8s.io/kustomize/kyaml/kio.)
"""

from __future__ import annotations

import re

from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

BOM = b"\xef\xbb\xbf"

CANDIDATE = re.compile(rb"(?:\xef\xbb\xbf)?(?:---(?=[ \t\r\n\v\f#\xc2\xe1-\xe3]|\Z)|\.\.\.(?=[ \t\r\n]|\Z))")
"""What may be a marker to anyone, without what stands before it: the start of a line."""

LONGEST = 8
"""Bytes that a candidate and the line break before it can have, less the one that tells that it is one."""

RARE_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""NEL, LS and PS: they end a line to the parsers, and not to who looks for line feeds."""

_YAML_SPACE = " \t\r\n\x85\u2028\u2029"
_GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What ``unicode.IsSpace`` of Go counts as white space."""

_LONGEST_LINE = 1 << 16
"""Bytes of the line of a marker that are looked at."""

_MOST_SPACE = 256
"""Characters of white space that may stand between a marker and what else is on its line."""

# Patterns that few streams need are not compiled here: together they would take a hundredth of a short run.
_LINE_END = rb"(?:[ \t]+#[^\r\n]*|[ \t]*)(?:\r\n?|\n|\Z)"

_DISPUTED = "readers differ about this line: kubectl and kustomize end a document here, YAML does not"
_DROPPED = "readers differ about this line: kubectl and kustomize drop all of it up to the line feed"
_MARKED = "a byte order mark stands before this marker, which is one for none of Kubernetes' readers"
_SEPARATE = "write `---` alone on the line if a document ends here, else indent or quote it"
_ALONE = "write `---` alone on the line, and end lines with line feeds"
_UNMARK = "remove the byte order mark: only the first of a stream is one"


class DisputedMarkerError(Exception):
    """Readers disagree about a marker."""

    def __init__(self, start: int, message: str, remedy: str) -> None:
        """Keep where its line starts, what is wrong and what to do."""
        super().__init__(message)
        self.start, self.message, self.remedy = start, message, remedy


class Marker(NamedTuple):
    """What a candidate turned out to be."""

    kind: Literal["start", "end", "content", "unfinished"]
    """``unfinished`` where the bytes that tell are still to come."""
    end: int
    """Where to go on: after the marker, and after the line of an ``end``."""


def judge(buffer: bytearray, start: int, end: int, *, final: bool, may_be_marked: bool) -> Marker:
    """Tell what a candidate in a buffer is; ``final`` if nothing comes after the buffer.

    ``may_be_marked`` tells whether a byte order mark before it would be that of the stream.

    Raises DisputedMarkerError.
    """
    if end == len(buffer) and not final:
        return Marker("unfinished", end)
    if buffer[end - 1] == ord("."):
        marker = _judge_end(buffer, end, final=final)
    elif buffer[end : end + 1] == b"\n":
        marker = Marker("start", end)
    else:
        marker = _judge_start(buffer, start, end, final=final)
    if marker.kind in ("start", "end") and not may_be_marked and buffer.startswith(BOM, start):
        raise DisputedMarkerError(start, _MARKED, _UNMARK)
    return marker


def _judge_end(buffer: bytearray, end: int, *, final: bool) -> Marker:
    longest = end + _LONGEST_LINE
    line = re.compile(_LINE_END).match(buffer, end, longest)
    if line is None or line.end() == longest or any(line_break in line[0] for line_break in RARE_LINE_BREAKS):
        # The next document begins on the same line: what stands before it stays with it.
        return Marker("content", end)
    return Marker("end", line.end()) if line.end() < len(buffer) or final else Marker("unfinished", end)


def _judge_start(buffer: bytearray, start: int, end: int, *, final: bool) -> Marker:
    longest = end + _LONGEST_LINE
    line_feed = buffer.find(b"\n", end, longest)
    if line_feed == -1 and len(buffer) < longest and not final:
        return Marker("unfinished", end)
    line = buffer[end : longest if line_feed == -1 else line_feed]
    is_marker = bytes(line[:1]) in {b"", b" ", b"\t", b"\r"}
    text = line.decode("utf-8", "replace")
    content = text.lstrip(_GO_SPACE)
    gap = text[: len(text) - len(content)]
    if content and content[0] != "#":
        if len(gap) <= _MOST_SPACE:
            return Marker("start" if is_marker else "content", end)
        raise DisputedMarkerError(start, _DISPUTED, _SEPARATE)
    if not is_marker or gap.strip(" \t\r") or len(line) == _LONGEST_LINE:
        raise DisputedMarkerError(start, _DISPUTED, _SEPARATE)
    # What Go trims behind such a line break is text to YAML, and goes on in the lines below.
    if re.search(r"[\r\x85\u2028\u2029]", content.rstrip(_YAML_SPACE)):
        raise DisputedMarkerError(start, _DROPPED, _ALONE)
    return Marker("start", end)
