from __future__ import annotations

import pytest

from regswap.document.parse.node import Outline
from regswap.document.parse.stream import Document
from regswap.document.read.field import child, root_field, text_of
from regswap.document.read.reading import Reading, read
from regswap.document.splice import Edit
from regswap.errors import Diagnostic, ManifestError

OUTLINE: Outline = {"a": {}, "b": {}}


def read_text(text: str | bytes, line: int = 1) -> Reading:
    return read(Document("s.yaml", 3, line, text.encode() if isinstance(text, str) else text), OUTLINE)


def error_of(text: str | bytes, line: int = 1) -> Diagnostic:
    with pytest.raises(ManifestError) as caught:
        read_text(text, line)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


PREAMBLES = [
    pytest.param("", 1, id="nothing"),
    pytest.param("\ufeff", 1, id="a byte order mark"),
    pytest.param("---\n", 2, id="a marker"),
    pytest.param("\ufeff---\n", 2, id="a byte order mark before the marker"),
    pytest.param("---\n\ufeff", 2, id="a byte order mark after the marker"),
    pytest.param("\ufeff--- # c\r\n\ufeff", 2, id="byte order marks before and after"),
    pytest.param("\ufeff# c\n\n---\n\ufeff# d\n", 5, id="between comments"),
    pytest.param("---\r\ufeff", 2, id="behind CR"),
    pytest.param("%YAML 1.1\n---\n", 3, id="a directive"),
    pytest.param("\ufeff%YAML 1.1\n---\n", 3, id="a byte order mark before a directive"),
    pytest.param("# c\n\n", 3, id="comments"),
]


@pytest.mark.parametrize(("preamble", "line"), PREAMBLES)
def test_the_place_of_a_value_counts_what_is_before_it(preamble: str, line: int) -> None:
    reading = read_text(f"{preamble}a: x\nb: y\n", line=10)

    field = child(root_field(reading.composed.roots[0]), "b")
    assert field is not None
    assert text_of(field) == "y"
    assert reading.line_of(field.node) == 10 + line
    assert reading.locate(field.node, "m") == Diagnostic("m", "", "s.yaml", 10 + line, 4, "b: y")
    assert reading.parsed[field.node.start :] == "y\n"


@pytest.mark.parametrize(("preamble", "line"), PREAMBLES)
def test_edits_are_applied_behind_what_the_parser_did_not_see(preamble: str, line: int) -> None:
    reading = read_text(f"{preamble}a: \u00e9x\n", line=10)
    start = reading.parsed.index("x")

    assert line
    assert reading.apply([]) == reading.document.data
    assert reading.apply([Edit(start, start + 1, "yz")]) == f"{preamble}a: \u00e9yz\n".encode()


@pytest.mark.parametrize("text", ["{a: nginx:1, b: y}\n", "---\n\ufeff{a: nginx:1, b: y}\r\n"])
def test_what_only_the_extension_refuses_is_read_by_the_other_parser(text: str) -> None:
    reading = read_text(text, line=10)

    field = child(root_field(reading.composed.roots[0]), "a")
    assert field is not None
    assert text_of(field) == "nginx:1"
    assert reading.parsed[field.node.start :].startswith("nginx:1, b")


@pytest.mark.parametrize(
    ("text", "line", "column", "excerpt", "message"),
    [
        pytest.param("a: 1\nb: c: d\n", 11, 5, "b: c: d", "mapping values are not allowed", id="no YAML"),
        pytest.param("a: 1\r\nb: c: d\r\n", 11, 5, "b: c: d", "mapping values are not allowed", id="CRLF"),
        pytest.param("a: 1\rb: c: d\r", 11, 5, "b: c: d", "mapping values are not allowed", id="CR only"),
        pytest.param("---\n\ufeffa: c: d\n", 11, 5, "a: c: d", "mapping values are not allowed", id="behind marks"),
        pytest.param("\ufeffa: c: d\n", 10, 5, "a: c: d", "mapping values are not allowed", id="behind a mark"),
        pytest.param("a: 1\rb: \x07\r", 11, 4, "b: \x07", "U+0007 is not allowed", id="a control character"),
        pytest.param("a: *x\n", 10, 4, "a: *x", "the alias `*x` has no anchor", id="an alias"),
        pytest.param("a: [", 10, 5, "a: [", "did not find expected node content", id="the end"),
        pytest.param(
            b"a: 1\rb: \xc3\xa9 \xff\r", 11, 6, "b: \u00e9 \ufffd", "not valid UTF-8: byte 0xFF", id="no UTF-8"
        ),
        pytest.param(b"\xef\xbb\xbfa: \xff\n", 10, 4, "a: \ufffd", "not valid UTF-8: byte 0xFF", id="no UTF-8, a mark"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    text: str | bytes, line: int, column: int, excerpt: str, message: str
) -> None:
    error = error_of(text, line=10)

    assert (error.source, error.line, error.column, error.excerpt) == ("s.yaml", line, column, excerpt)
    assert error.message.startswith("document 3 is not valid ")
    assert message in error.message
    assert error.remedy


BROKEN_LINES = [
    "  password: 'hunter2\n",
    "  password: hunter2\n   x: [\n",
    "  password: hunter2: x\n",
    "  password: {hunter2\n",
    "  password: *hunter2\n",
    "  password: !hunter2!x y\n",
    '  password: "\\hunter2"\n',
    "  password: %hunter2\n",
    "  password: hunter2\0\n",
    "  password: hunter2\tx\n\thunter2: x\n",
]


@pytest.mark.parametrize("line", BROKEN_LINES)
@pytest.mark.parametrize(
    "head", ["kind: Secret\n", "kind: 'Secret'\n", "kind: List\nitems:\n- kind: Secret\n", "kind: SecretList\n"]
)
def test_what_is_wrong_with_a_document_never_shows_a_line_of_a_secret(head: str, line: str) -> None:
    with pytest.raises(ManifestError) as caught:
        read(Document("s.yaml", 1, 1, f"{head}stringData:\n{line}".encode()), None)

    (finding,) = caught.value.diagnostics
    assert "hunter2" not in str(finding)
    assert finding.line > 1


@pytest.mark.parametrize("line", BROKEN_LINES[1:3])
def test_what_is_wrong_with_a_document_that_uses_a_secret_shows_its_line(line: str) -> None:
    head = "kind: Pod\nspec: {imagePullSecrets: [], env: [{valueFrom: {secretKeyRef: {name: a}}}]}\nx:\n"
    text = head + line.replace("password", "x")

    with pytest.raises(ManifestError) as caught:
        read(Document("s.yaml", 1, 1, text.encode()), None)

    assert caught.value.diagnostics[0].excerpt


def test_what_is_not_utf8_in_a_secret_is_not_shown() -> None:
    with pytest.raises(ManifestError) as caught:
        read(Document("s.yaml", 1, 1, b"kind: Secret\nstringData: {password: hunter2\xff}\n"), None)

    assert "hunter2" not in str(caught.value)


MARK = "\ufeff"
STRAY_MARKS = [
    pytest.param(f"a: x\n{MARK}# Source: b.yaml\n", 11, 1, id="before a comment"),
    pytest.param(f"# c{MARK}\na: x\n", 10, 4, id="in a comment"),
    pytest.param(f"a: x # c\r\n# {MARK}\r\n", 11, 3, id="in the second comment"),
    pytest.param(f"a: |  # {MARK}\n  x\n", 10, 9, id="in the header of a block scalar"),
    pytest.param(f'b: "{MARK}"\na: |\n  {MARK}\nc: {MARK}y # {MARK}\n', 13, 9, id="after some in scalars"),
    pytest.param(f"b:\n{MARK}  c: d\n", 11, 1, id="before a key in column 0"),
    pytest.param(f"{{a: nginx:1, b: y}} # {MARK}\n", 10, 22, id="where the other parser has to read"),
]


@pytest.mark.parametrize(("text", "line", "column"), STRAY_MARKS)
def test_a_byte_order_mark_between_scalars_is_refused(text: str, line: int, column: int) -> None:
    error = error_of(text, line=10)

    assert (error.line, error.column) == (line, column)
    assert error.message == (
        "readers differ: a byte order mark here makes Go's parsers skip the start of later lines, or part of a key"
    )


@pytest.mark.parametrize(
    "text", [f'a: "{MARK}"\n', f"a: |\n  x{MARK}\n", f"a: x{MARK}y\n", f'{{"a":"{MARK}\x7f"}}', f"{{a: x:1{MARK}}}"]
)
def test_a_byte_order_mark_in_a_scalar_is_part_of_it(text: str) -> None:
    assert MARK in text_of(child(root_field(read_text(text).composed.roots[0]), "a"))


DISPUTED = [
    pytest.param(f"{MARK}{MARK}a: x\n", 1, 1, "a second byte order mark", id="two byte order marks"),
    pytest.param(f"---\n{MARK}a: x\n", 2, 1, "take the byte order mark for a part", id="behind the first marker"),
    pytest.param(f"\n# c\n---\n{MARK}a: x\n", 4, 1, "take the byte order mark", id="behind a comment and the marker"),
    pytest.param(f"{MARK}--- # c\n{MARK}a: x\n", 2, 1, "take the byte order mark", id="before and behind the marker"),
    pytest.param("a: |\r\r\n  x\n", 1, 5, "kubectl takes CR CR LF for one line break", id="CR CR LF"),
    pytest.param('x: y\n&a:b "kind": x\n', 2, 1, "`&a:b` is one anchor to YAML 1.2", id="an anchor of a key"),
    pytest.param("a: &a:b y\n", 1, 4, "`&a:b` is one anchor to YAML 1.2", id="an anchor of a value"),
    pytest.param("c: {x: y:1}\na: &a:b 'y'\n", 2, 4, "`&a:b` is one anchor", id="an anchor for the other parser"),
    pytest.param("c: {x: y:1}\na: &a:b {}\n", 2, 4, "`&a:b` is one anchor", id="an anchor of a map"),
    pytest.param("? a\u2028\n: {b: c}\n", 1, 4, "this character ends a line in YAML 1.1", id="behind a key"),
    pytest.param("a: b # c\x85d: e\n", 1, 9, "this character ends a line in YAML 1.1", id="behind a comment"),
    pytest.param(
        "a:\n\u2029 b: c\n", 2, 1, "this character ends a line in YAML 1.1", id="a blank line that ends rarely"
    ),
    pytest.param("a:\r\n \x85  b: é\n", 2, 2, "this character ends a line in YAML 1.1", id="spaces before a next line"),
    pytest.param('{"a":"x"}: b\n', 1, 1, "the object in braces is a document of its own", id="JSON that is a key"),
    pytest.param('\n\u00a0{"a":"x"}\n', 1, 1, "skips white space before a brace", id="a no-break space before JSON"),
    pytest.param("\u3000{a: x}\n", 1, 1, "skips white space before a brace", id="an ideographic space"),
    pytest.param("x: y\n!!merge : {a: b}\n", 2, 1, "a merge key to kustomize only", id="a merge key by its tag"),
    pytest.param('x: y\n!!merge "a": b\n', 2, 1, "a merge key to kustomize only", id="the same with a text"),
    pytest.param('x: &x {a: b}\n! "<<": *x\n', 2, 1, "a merge key to kubectl only", id="a merge key in quotes"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), DISPUTED)
def test_what_readers_differ_about_is_refused_with_its_place(text: str, line: int, column: int, message: str) -> None:
    error = error_of(text)

    assert (error.line, error.column) == (line, column)
    assert error.message.startswith("readers differ: ")
    assert message in error.message
    assert error.remedy


@pytest.mark.parametrize("text", ['a: "x\u2028y"\n', "a: 'x\x85  y'\n", "a: |\n  x\u2029  y\n"])
def test_a_rare_line_break_in_quotes_or_a_block_is_read(text: str) -> None:
    assert text_of(child(root_field(read_text(text).composed.roots[0]), "a"))


@pytest.mark.parametrize("text", ['{"a":"x"}\n', ' \r\n{"a":"x"}', "\u2028{a: x}\n", "--- {a: x}\n", f"{MARK}{{a: x}}"])
def test_braces_that_are_the_same_to_all_are_read(text: str) -> None:
    assert text_of(child(root_field(read_text(text).composed.roots[0]), "a")) == "x"


def test_what_is_before_a_byte_order_mark_is_looked_at_once() -> None:
    # A property would copy the text each time it is asked for: 4 MB took a minute.
    reading = read_text(f"{MARK}a: x\n")

    assert reading.parsed is reading.parsed
