"""A stream of objects, as cmp-server reads it."""

from __future__ import annotations

import re

from regswap.errors import Diagnostic, PolicyError
from regswap.hosts.helm import NO_MANIFESTS
from regswap.record import TYPE_CHECKING
from regswap.streams.sink import StreamSink

if TYPE_CHECKING:
    from regswap.document.parse.encoding import Encoded
    from regswap.document.parse.stream import Document
    from regswap.pipeline.rewrite import Rewritten
    from regswap.streams.source import Source

_CONTENT = rb"""(?mx)
    ^ (?! [ \t]* (?:\#|\r?$) | %                        # blank, a comment, a directive
        | (?:---|\.\.\.) [ \t]* (?:\#|\r?$)             # a marker
        | (?:---[ \t]+)? (?:null|~) [ \t]* (?:\#|\r?$)  # nothing, written out
    ) [^\r\n]
"""
_LIST = rb"(?m)^kind:[ \t]*[\"']?\w*List\b"
_NO_ITEMS = rb"(?m)^items:[ \t]*(?:\[[ \t]*\]|null\b|~)"


class ObjectSink:
    """One stream of objects to standard output, as cmp-server can read it; nothing where there are none."""

    def __init__(self, *, joins: bool, allow_empty: bool) -> None:
        """Begin with none; ``joins`` expects several streams, ``allow_empty`` takes none for an answer."""
        self._stream = StreamSink(joins=joins, placeholder=NO_MANIFESTS)
        self._joins = joins
        self._is_empty = True
        self._allow_empty = allow_empty
        self.ends_line = True
        """Whether the output ends with a line break."""

    def begin(self, source: Source, encoded: Encoded) -> None:
        """Begin a stream."""
        self._stream.begin(source, encoded)

    def take(self, document: Document, rewritten: Rewritten) -> None:
        """Take the next document of the stream."""
        data = rewritten.data
        if self._is_empty and holds_object(document.data):
            self._is_empty = False
            if self._joins and data.lstrip().startswith(b"{"):
                # A stream that begins with a brace is JSON to cmp-server, to its end.
                rewritten = rewritten._replace(data=b"---\n" + data)
        self.ends_line = data.endswith((b"\n", b"\r")) if data else self.ends_line
        self._stream.take(document, rewritten)

    def end(self) -> None:
        """End the stream."""
        self._stream.end()

    def deliver(self) -> None:
        """Write everything out; raises PolicyError where there is no object and there must be one."""
        if self._is_empty and not self._allow_empty:
            raise no_objects()
        self._stream.deliver()

    def discard(self) -> None:
        """Let go of what was not written out."""
        self._stream.discard()


def holds_object(data: bytes) -> bool:
    """Tell whether a document is more than comments, ``null`` or a list without items."""
    return bool(re.search(_CONTENT, data)) and not (re.search(_LIST, data) and re.search(_NO_ITEMS, data))


def no_objects() -> PolicyError:
    """Return the error that an application without objects is."""
    message = "the application has no objects, and Argo CD would delete what it has installed of it"
    return PolicyError(Diagnostic(message, "correct its folder, or let the sidecar pass this with --allow-empty"))
