"""How a stream is encoded: UTF-8 throughout, or UTF-16 and UTF-32 told by their byte order mark.

YAML 1.2.2 section 5.2. Inside, every document is UTF-8; what comes out is in the encoding that came in.
"""

from __future__ import annotations

import codecs
from itertools import chain

from regswap.errors import Diagnostic, ManifestError
from regswap.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = (
    # UTF-32 first: its little-endian mark starts with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK = 4
_SAVE = "save the file as UTF-8"


class Encoded(NamedTuple):
    """A stream whose encoding is known."""

    encoding: str
    """A codec name that neither reads nor writes a byte order mark; the mark is the first character of ``blocks``."""
    blocks: Iterator[bytes]
    """The stream in UTF-8."""

    def encode(self, data: bytes) -> bytes:
        """Turn UTF-8 back into the stream's own encoding."""
        return data if self.encoding == "utf-8" else data.decode("utf-8").encode(self.encoding)


def decode(blocks: Iterable[bytes], source: str) -> Encoded:
    """Look at the first bytes and turn the stream into UTF-8.

    UTF-8 is not checked here: a document that nobody needs to read passes as it is. ``blocks`` of the result raises
    ManifestError where UTF-16 or UTF-32 is broken.
    """
    rest = iter(blocks)
    head = b""
    for block in rest:
        head += block
        if len(head) >= _LONGEST_MARK:
            break
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Encoded(encoding, _transcode(chain((head,), rest), encoding, source))
    return Encoded("utf-8", chain((head,), rest) if head else rest)


def _transcode(blocks: Iterable[bytes], encoding: str, source: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _refuse_lines_of_bytes(blocks, source):
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        message = f"not valid {encoding.upper()[:6]}, which its byte order mark says it is"
        raise ManifestError(Diagnostic(message, _SAVE, source)) from error


def _refuse_lines_of_bytes(blocks: Iterable[bytes], source: str) -> Iterator[bytes]:
    """Yield the blocks, as long as who looks for lines of ASCII in them finds no document that is none.

    kubectl and kustomize cut a stream before they decode it: they would read the bytes of some odd characters as
    ``---`` between two documents of UTF-8, and drop one byte of others.
    """
    tail = b""
    for block in blocks:
        seen = tail + block
        if b"\n---" in seen or b"\r\n" in seen:
            message = "readers differ: kubectl and kustomize take the bytes of characters in it for ASCII"
            raise ManifestError(Diagnostic(message, _SAVE, source))
        tail = seen[-3:]
        yield block
