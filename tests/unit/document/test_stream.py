from __future__ import annotations

from typing import Any

import pytest

from regswap.document.parse.marker import judge
from regswap.document.parse.stream import BLOCK, Document, documents, line_breaks
from regswap.errors import ManifestError

BOM = b"\xef\xbb\xbf"


def cut(data: bytes, size: int = BLOCK) -> list[Document]:
    return list(documents((data[start : start + size] for start in range(0, len(data), size)), "s"))


def pieces(data: bytes) -> list[bytes]:
    return [document.data for document in cut(data)]


WHOLE = [
    pytest.param(b"a: 1\n", id="no marker"),
    pytest.param(b"a: 1", id="no final newline"),
    pytest.param(b"---\na: 1\n", id="a marker first"),
    pytest.param(b"--- a\n", id="content behind the marker"),
    pytest.param(b"---\ta\n", id="content behind the marker and a tab"),
    pytest.param(b"---", id="only a marker"),
    pytest.param(BOM + b"a: 1\n", id="a byte order mark"),
    pytest.param(BOM + b"---\na: 1\n", id="a byte order mark before the marker"),
    pytest.param(b"---\n" + BOM + b"a: 1\n", id="a byte order mark after the marker"),
    pytest.param(b"# c\n\n  # c\n---\na: 1\n", id="comments before the marker"),
    pytest.param(b"%YAML 1.1\n%TAG ! x\n# c\n---\na: 1\n", id="directives"),
    pytest.param(BOM + b"%YAML 1.1\n---\na: 1\n", id="a byte order mark before a directive"),
    pytest.param(b"a: 1\n---x\n", id="a longer word"),
    pytest.param(b"a: 1\n----\n", id="four dashes"),
    pytest.param(b"a: 1\n ---\n", id="an indented marker"),
    pytest.param(b"a: 1\n..\n....\n...x\n", id="other dots"),
    pytest.param("a: 1\x85---\x85b: 2\n".encode(), id="NEL is left to the parser"),
    pytest.param("a: 1\u2028---\u2028b: 2\n".encode(), id="LS is left to the parser"),
    pytest.param("a: 1\u2029---\n".encode(), id="PS is left to the parser"),
    pytest.param(b"a: 1\n...\n"[:-1], id="ended at the end of the stream"),
    pytest.param(b"a: 1\n...\n", id="ended"),
    pytest.param(b"a: 1\n... # c\r\n", id="ended with a comment"),
    pytest.param(b"a: 1\n... b\n", id="content behind the end marker"),
    pytest.param(b"a: 1\n... {b: 2,\nc: 3}\n", id="a flow mapping behind the end marker"),
    pytest.param("a: 1\n... # c\u2028b: 2\nc: 3\n".encode(), id="a document behind the comment of an end marker"),
    pytest.param("a: 1\n---\x85b: 2\n".encode(), id="NEL behind the dashes, and content"),
    pytest.param("a: 1\n---\xa0b: 2\n".encode(), id="a no-break space behind the dashes, and content"),
    pytest.param("a: 1\n---é: 2\n".encode(), id="a letter behind the dashes"),
    pytest.param("# c\u2028a: 1\n".encode(), id="content behind a comment that LS ends"),
    pytest.param("# c\x85a: 1\n".encode(), id="content behind a comment that NEL ends"),
    pytest.param("%YAML 1.1\u2029--- a\n".encode(), id="content behind a directive that PS ends"),
]

CUT = [
    pytest.param([b"a: 1\n", b"---\nb: 2\n"], [1, 2], [1, 2], id="two"),
    pytest.param([b"---\na: 1\n", b"---\nb: 2\n"], [1, 2], [1, 3], id="two with markers"),
    pytest.param([b"a: 1\r\n", b"---\r\nb: 2\r\n"], [1, 2], [1, 2], id="CRLF"),
    pytest.param([b"a: 1\r\r", b"---\rb: 2\r", b"---\r"], [1, 2, 3], [1, 3, 5], id="CR only"),
    pytest.param([b"---\n", b"---\n", b"---"], [1, 2, 3], [1, 2, 3], id="empty documents"),
    pytest.param([b"--- 1\n", b"--- 2\n"], [1, 2], [1, 2], id="content behind the markers"),
    pytest.param([b"a: 1\n", b"--- \t# c\r\nb: 2\n"], [1, 2], [1, 2], id="a comment behind the marker"),
    pytest.param([b"a: 1\n", b"--- |\nb\n"], [1, 2], [1, 2], id="a block scalar behind the marker"),
    pytest.param([b"a: |\n  x\n", b"---\n  y\n"], [1, 2], [1, 3], id="a marker inside a literal scalar"),
    pytest.param([b"a: >\n  x\n...\n", b"  y\n"], [1, 2], [1, 4], id="an end marker inside a folded scalar"),
    pytest.param([b"a: 'x\n", b"---\n  y'\n"], [1, 2], [1, 2], id="a marker inside quotes"),
    pytest.param([b"a: 1\n", b"---\n" + BOM + b"b: 2\n"], [1, 2], [1, 2], id="a byte order mark after a later marker"),
    pytest.param([b"a: 1\n...\n", BOM + b"b: 2\n"], [1, 2], [1, 3], id="a byte order mark after an end"),
    pytest.param([b"a: 1\n...\n", b"b: 2\n...\n"], [1, 2], [1, 3], id="ends"),
    pytest.param([b"a: 1\n...\n", b"# c\n---\nb: 2\n"], [1, 2], [1, 3], id="a comment between end and marker"),
    pytest.param([b"a: 1\n...\n", b"%YAML 1.1\n---\nb: 2\n"], [1, 2], [1, 3], id="a directive after an end"),
    pytest.param([b"a: 1\n...\n", b"...\n", b"b: 2\n"], [1, 0, 2], [1, 3, 4], id="an end of nothing"),
    pytest.param([b"a: 1\n... # c\r\n", b"b: 2\n"], [1, 2], [1, 3], id="a comment on the end"),
    pytest.param([b"a: 1\n...\n", b"# c\n\n"], [1, 0], [1, 3], id="only comments after an end"),
    pytest.param([b"a: 1\n# c\n", b"---\nb: 2\n"], [1, 2], [1, 3], id="a comment before a marker is of the one before"),
    pytest.param([b"a: 1\n", b"---\n# c\n", b"---\nb: 2\n"], [1, 2, 3], [1, 2, 4], id="a document of comments"),
]


@pytest.mark.parametrize("data", [b"", *(param.values[0] for param in WHOLE)])
def test_the_data_of_all_documents_are_the_stream(data: bytes) -> None:
    assert b"".join(pieces(data)) == data


@pytest.mark.parametrize("data", [b"\n", b"# c", b"# c\n\n \t# d\r\n", BOM, BOM + b"# c\n", b"%YAML 1.1\n"])
def test_comments_alone_are_no_document(data: bytes) -> None:
    assert cut(data) == [Document("s", 0, 1, data)]


def test_nothing_is_no_document() -> None:
    assert cut(b"") == []
    assert list(documents([b"", b""], "s")) == []


@pytest.mark.parametrize("data", WHOLE)
def test_what_holds_no_other_marker_is_one_document(data: bytes) -> None:
    assert cut(data) == [Document("s", 1, 1, data)]


@pytest.mark.parametrize(("parts", "numbers", "lines"), CUT)
def test_a_stream_is_cut_before_markers_and_after_ends(
    parts: list[bytes], numbers: list[int], lines: list[int]
) -> None:
    found = cut(b"".join(parts))

    assert [document.data for document in found] == parts
    assert [document.number for document in found] == numbers
    assert [document.line for document in found] == lines


@pytest.mark.parametrize("rest", [b" " * 500, b" #" + b"c" * 50_000])
def test_much_white_space_and_a_long_comment_may_stand_behind_a_marker(rest: bytes) -> None:
    assert pieces(b"a: 1\n---" + rest + b"\nb: 2\n") == [b"a: 1\n", b"---" + rest + b"\nb: 2\n"]


DISPUTED = [
    pytest.param("---#x: |", "end a document here", id="a comment that is none"),
    pytest.param("---#", "end a document here", id="nothing but a number sign"),
    *(
        pytest.param(f"---{space}{rest}", "end a document here", id=f"U+{ord(space):04X} and {rest or 'nothing'}")
        for space in "\v\f\x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"
        for rest in ("", "# c", " \t")
    ),
    pytest.param("--- \xa0#x: |", "end a document here", id="a no-break space before the number sign"),
    pytest.param("---\xa0" + "\xa0" * 40_000, "end a document here", id="more white space than is looked at"),
    pytest.param("---" + " " * 300 + "b", "end a document here", id="content behind much white space"),
    pytest.param("--- #" + "c" * 70_000, "end a document here", id="a comment that is too long"),
    pytest.param("--- # c\u2028x: |", "drop all of it", id="a comment that LS ends"),
    pytest.param("--- # c\x85x: |", "drop all of it", id="a comment that NEL ends"),
    pytest.param("---\t# c\rx: |", "drop all of it", id="a comment that CR ends"),
    pytest.param("--- #\u2028\xa0", "drop all of it", id="a no-break space behind a comment that LS ends"),
    pytest.param("\ufeff---", "byte order mark", id="a byte order mark before the marker"),
    pytest.param("\ufeff--- # c", "byte order mark", id="a byte order mark before the marker and a comment"),
    pytest.param("\ufeff...", "byte order mark", id="a byte order mark before an end marker"),
]


@pytest.mark.parametrize(("line", "message"), DISPUTED)
@pytest.mark.parametrize(
    ("before", "place"),
    [("a: 1\r\nb: |\n  x\n", 4), ("a: 1\n---\nb: 2\n", 4), ("# c\n", 2), ("a: 1\n...\n", 3)],
)
def test_a_line_that_ends_a_document_for_some_readers_only_stops_the_run(
    before: str, place: int, line: str, message: str
) -> None:
    for size in (BLOCK, 7):
        with pytest.raises(ManifestError) as caught:
            cut(f"{before}{line}\nkind: Pod\n".encode(), size)

        (finding,) = caught.value.diagnostics
        assert (finding.source, finding.line, finding.column) == ("s", place, 1)
        assert message in finding.message
        assert finding.remedy


@pytest.mark.parametrize("line", ["---\xa0", "---#", "--- # c\u2028x"])
def test_a_disputed_line_may_be_the_last_without_a_line_feed(line: str) -> None:
    with pytest.raises(ManifestError):
        cut(f"a: 1\n{line}".encode())


def test_a_long_line_behind_a_marker_is_looked_at_so_far_and_no_further() -> None:
    longest = 1 << 20
    looked_at = []

    class Counted(bytearray):
        """Notes how much of itself is copied."""

        def __getitem__(self, index: Any) -> Any:  # noqa: ANN401
            found = super().__getitem__(index)
            looked_at.append(len(found) if isinstance(index, slice) else 1)
            return found

    found = judge(Counted(b"--- x" + b"x" * longest), 0, 3, final=False, may_be_marked=True)

    assert found.kind == "start"
    assert sum(looked_at) < longest // 10


@pytest.mark.parametrize(
    "data",
    [*(param.values[0] for param in WHOLE), *(b"".join(param.values[0]) for param in CUT)],  # type: ignore[arg-type]
)
def test_the_cuts_do_not_depend_on_the_size_of_the_blocks(data: bytes) -> None:
    expected = cut(data)

    for size in range(1, len(data) + 2):
        assert cut(data, size) == expected


def test_the_cuts_of_a_long_stream_do_not_depend_on_the_size_of_the_blocks() -> None:
    data = b"".join(b"".join(param.values[0]) for param in CUT for _ in range(2))  # type: ignore[arg-type]
    expected = cut(data)

    assert len(expected) > 50
    for size in range(1, 70):
        assert cut(data, size) == expected


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(b"", 0, id="none"),
        pytest.param(b"a", 0, id="no break"),
        pytest.param(b"\n\n", 2, id="LF"),
        pytest.param(b"\r\r", 2, id="CR"),
        pytest.param(b"\r\n\r\n", 2, id="CRLF"),
        pytest.param(b"\n\r", 2, id="LF then CR"),
        pytest.param("\x85\u2028\u2029".encode(), 0, id="what editors show as no break"),
    ],
)
def test_line_breaks_are_counted_as_editors_show_them(data: bytes, count: int) -> None:
    assert line_breaks(data) == count


def test_a_document_of_many_blocks_is_searched_once() -> None:
    # Quadratic work would take minutes.
    data = b"a: |\n" + b"  x\r\n" * 400_000

    assert [len(piece) for piece in (document.data for document in cut(data, 512))] == [len(data)]
