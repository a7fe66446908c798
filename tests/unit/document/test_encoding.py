from __future__ import annotations

import codecs

import pytest

from regswap.document.parse.encoding import decode
from regswap.errors import ManifestError
from tests.support.pipeline import run

TEXT = "\ufeffkind: Pod\r\nname: é\U0001f40b\n"
MARKED = [
    pytest.param("utf-16-le", codecs.BOM_UTF16_LE, id="UTF-16 little-endian"),
    pytest.param("utf-16-be", codecs.BOM_UTF16_BE, id="UTF-16 big-endian"),
    pytest.param("utf-32-le", codecs.BOM_UTF32_LE, id="UTF-32 little-endian"),
    pytest.param("utf-32-be", codecs.BOM_UTF32_BE, id="UTF-32 big-endian"),
]
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: {}\n    name: é\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"a", id="one byte"),
        pytest.param(b"\xff", id="half of a byte order mark"),
        pytest.param(b"a: \xff\xfe", id="bytes that are not UTF-8"),
        pytest.param(TEXT.encode(), id="a byte order mark of UTF-8"),
        pytest.param(b"a\0:\0", id="UTF-16 without a byte order mark"),
    ],
)
def test_a_stream_without_another_byte_order_mark_passes_as_it_is(data: bytes) -> None:
    encoded = decode([data], "s")

    assert encoded.encoding == "utf-8"
    assert b"".join(encoded.blocks) == data
    assert encoded.encode(data) is data


@pytest.mark.parametrize(("encoding", "mark"), MARKED)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_a_byte_order_mark_tells_the_encoding(encoding: str, mark: bytes, size: int) -> None:
    data = TEXT.encode(encoding)

    encoded = decode((data[start : start + size] for start in range(0, len(data), size)), "s")

    assert data.startswith(mark)
    assert encoded.encoding == encoding
    assert b"".join(encoded.blocks) == TEXT.encode()
    assert encoded.encode(TEXT.encode()) == data


@pytest.mark.parametrize(("encoding", "mark"), MARKED)
def test_a_byte_order_mark_alone_is_a_stream(encoding: str, mark: bytes) -> None:
    encoded = decode([mark], "s")

    assert encoded.encoding == encoding
    assert encoded.encode(b"".join(encoded.blocks)) == mark


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(codecs.BOM_UTF16_LE + b"a", "not valid UTF-16", id="half a character"),
        pytest.param(codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", "not valid UTF-16", id="half a surrogate pair"),
        pytest.param(codecs.BOM_UTF32_LE + b"abcd", "not valid UTF-32", id="no character"),
    ],
)
def test_what_is_not_the_encoding_that_it_says_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ManifestError, match=message) as caught:
        b"".join(decode([data], "s.yaml").blocks)

    assert caught.value.diagnostics[0].source == "s.yaml"
    assert caught.value.diagnostics[0].remedy == "save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_stream_is_rewritten_in_its_own_encoding(encoding: str) -> None:
    result = run(POD.format("nginx").encode(encoding), "default::h.io")

    assert result.data == POD.format("h.io/nginx").encode(encoding)
    assert [(entry.line, entry.column) for entry in result.entries] == [(5, 12)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(POD.format("nginx").encode("utf-16-le"), id="UTF-16 without a byte order mark"),
        pytest.param(POD.format("nginx").encode("utf-32-be"), id="UTF-32 without a byte order mark"),
        pytest.param(POD.format("nginx").encode("latin-1"), id="Latin-1"),
        pytest.param(POD.format("ng\0inx").encode(), id="a null character"),
    ],
)
def test_a_manifest_in_an_encoding_that_cannot_be_told_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError):
        run(data, "default::h.io")


_SHIFTED = "".join(chr(ord(character) << 8) for character in f"{POD.format('nginx')}# ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"\ufeff# \u0a0d{_SHIFTED}".encode("utf-16-le"), id="CR LF in a little-endian character"),
        pytest.param(f"\ufeff# \u0d0a\n{POD.format('nginx')}".encode("utf-16-be"), id="CR LF in a big-endian one"),
    ],
)
def test_utf_16_whose_bytes_are_line_ends_to_kubectl_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError, match="kubectl and kustomize take the bytes of characters in it for ASCII"):
        run(data, "default::h.io")


def test_utf_16_with_ordinary_line_ends_is_read() -> None:
    text = "\ufeff" + POD.format("nginx").replace("\n", "\r\n")

    assert run(text.encode("utf-16-le"), "default::h.io").data == text.replace("nginx", "h.io/nginx").encode(
        "utf-16-le"
    )
