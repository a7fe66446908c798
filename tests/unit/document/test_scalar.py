from __future__ import annotations

import pytest
import yaml
from ruamel.yaml import YAML

from regswap.document.parse import event
from regswap.document.parse.composer import compose
from regswap.document.parse.node import Mapping, Scalar
from regswap.document.parse.scalar import content_start, is_plain_string, respell, spell, type_of
from regswap.document.splice import splice
from tests.support.independent import read

LOOK_ALIKES = (
    *("", "~", "null", "Null", "NULL", "true", "True", "no", "Off", "y", "N", "on", "1", "-1", "+1", "1_000", "0x1F"),
    *("0b1", "0o7", "017", "1.5", "1.", ".5", "1e3", "1E-3", "1.5e+3", ".inf", "-.Inf", ".nan", "12:30", "1:2:3.5"),
    *("190:20:30", "2001-12-14", "2001-12-14t21:59:43.10-05:00", "=", "<<", "-", "-a", "- a", "?", "? a", ":", "a:"),
    *("a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "'a", '"a', "%a", "@a", "`a", "{a", "a}", "[a", "a]", "a,b"),
    *(
        "[::1]/a",
        "[fd00::1]:5000/a:1",
        " a",
        "a ",
        "a\tb",
        "a\nb",
        "\u00e9",
        "a\u2028b",
        "\U0001f40b",
        "\x07",
        "---",
        "...",
    ),
    *("0o8", "1e", "1e3e", "0x", "1_", "_1", "1..2", ".", "..", "+.inf", "+", "0.0.0", "1__0", "0b2", "12:60", "e3"),
)
REFERENCES = ("nginx", "nginx:1.25", "a/b:1@sha256:" + "0a" * 32, "h.io:5000/a", "localhost/a_b.c-d", "1.2.3.4:5/a")


def scalar_of(text: str) -> Scalar:
    (root,) = compose(lambda: event.open_events(text), {"k": {}}).roots
    assert isinstance(root, Mapping)
    scalar = root.entries[0][1]
    assert isinstance(scalar, Scalar)
    return scalar


def change(text: str, value: str) -> str | None:
    edit = respell(text, scalar_of(text), value)
    return None if edit is None else splice(text, [edit])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, "string") for text in REFERENCES],
        *[(f"'{text}'", "string") for text in ("", "1", "null", "true")],
        ("!!str 1", "string"),
        ("! 1", "string"),
        ("|-\n  1", "string"),
        *[(text, "null") for text in ("", "~", "null", "Null", "NULL")],
        *[(text, "bool") for text in ("true", "True", "FALSE")],
        *[(text, "bool or string") for text in ("y", "Y", "yes", "no", "NO", "on", "Off")],
        *[
            (text, "number")
            for text in ("1", "-1", "1.5", "1e3", "0x1f", "0b1", "0o7", "1_0", ".5", "1.", ".inf", ".NaN")
        ],
        *[
            (text, "string")
            for text in ("12:30", "2001-12-14", "=", "nUll", "tRue", "1.2.3", "0x", "v1", "1e", "null1")
        ],
        *[(text, "number") for text in ("!!int 1", "!!float '1'", "!<tag:yaml.org,2002:int> 0x1")],
        *[(text, "string") for text in ("!x 1", "!!x true", "!<tag:example.com,2000:x> 1", "!!binary aA==", "!!map x")],
        *[(text, "string") for text in ("!!timestamp 2001-01-01", "!!merge <<", "! true", "!!str null")],
        ("!!null ''", "null"),
        ("!!bool 'yes'", "bool"),
    ],
)
def test_the_type_is_the_one_that_kubernetes_reads(text: str, expected: str) -> None:
    assert type_of(scalar_of(f"k: {text}\n")) == expected


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("0xffffffffffffffff", True),
        ("0x1ffffffffffffffff", False),
        ("0x0000000000000000000001", True),
        ("-0x8000000000000000", True),
        ("-0x8000000000000001", False),
        ("+0x7fffffffffffffff", True),
        ("+0x8000000000000000", False),
        ("0b" + "1" * 64, True),
        ("0b" + "1" * 65, False),
        ("0b-1", True),
        ("-0b-1", False),
        ("0B1", True),
        ("0o" + "7" * 21, True),
        ("0o" + "7" * 22, False),
        ("0o-7", False),
        ("0" + "7" * 22, True),
        ("089", True),
        ("9" * 25, True),
        ("9" * 308, True),
        ("9" * 310, False),
        ("9" * 5000, False),
        ("1e308", True),
        ("1e309", False),
        ("-1e999", False),
        ("1e-999", True),
        ("1_000", True),
        ("1__0_", True),
        ("0x_1f", True),
        ("_1", False),
        (".5", True),
        (".5_0", False),
        ("-.5_0", True),
        (".5e999", False),
        (".", False),
        ("+.inf", True),
        (".nan", True),
        ("-.nan", False),
        ("1e_3", True),
    ],
)
def test_a_number_is_what_go_reads_as_one(text: str, is_number: bool) -> None:  # noqa: FBT001 - a column
    assert type_of(scalar_of(f"k: {text}\n")) == ("number" if is_number else "string")


@pytest.mark.parametrize("value", REFERENCES)
def test_a_reference_needs_no_quotes(value: str) -> None:
    assert is_plain_string(value)
    assert spell(value) == value


@pytest.mark.parametrize("style", ["", "'", ">"])
@pytest.mark.parametrize("value", [*LOOK_ALIKES, *REFERENCES])
def test_what_is_spelled_is_that_string_to_every_reader(value: str, style: str) -> None:
    spelled = spell(value, style)
    text = f"- {spelled}\n- k: {spelled}\n- [{spelled}, x]\n- {{k: {spelled}}}\n- {{{spelled}: x}}\n"

    expected = [value, {"k": value}, [value, "x"], {"k": value}, {value: "x"}]
    assert yaml.safe_load(text) == expected
    assert YAML(typ="safe", pure=True).load(text) == expected
    assert yaml.safe_load(f"{spelled}\n") == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("k: nginx\n", id="plain"),
        pytest.param("k: 'nginx'\n", id="single"),
        pytest.param('k: "nginx"\n', id="double"),
        pytest.param("k: |-\n  nginx\n", id="literal"),
        pytest.param("{k: nginx}\n", id="flow"),
    ],
)
def test_the_same_value_is_the_same_text(text: str) -> None:
    assert change(text, "nginx") == text


RESPELLED = [
    pytest.param("k: {}\n", "nginx", "h.io/a:1", id="plain"),
    pytest.param("k:   {}   # c\n", "nginx", "h.io/a:1", id="white space and a comment"),
    pytest.param("k:\t{}\n", "nginx", "h.io/a:1", id="a tab"),
    pytest.param("k:\n  {}\n", "nginx", "h.io/a:1", id="on the next line"),
    pytest.param("k:\n\n    # c\n    {}\n", "nginx", "h.io/a:1", id="behind a comment"),
    pytest.param("k: {}\n", "'nginx'", "'h.io/a:1'", id="single"),
    pytest.param("k: {}\n", '"nginx"', '"h.io/a:1"', id="double"),
    pytest.param("k: {}\n", '"n\\x67in\\u0078"', '"h.io/a:1"', id="double with escapes"),
    pytest.param("k: {}\n", '"ngi\\\n  nx"', '"h.io/a:1"', id="double on two lines"),
    pytest.param("k: {}\n", "ng\n  inx", "h.io/a:1", id="plain on two lines"),
    pytest.param("k: {}\n", "'ng\n  inx'", "'h.io/a:1'", id="single on two lines"),
    pytest.param("k: |-\n  {}\n", "nginx", "h.io/a:1", id="literal"),
    pytest.param("k: |\n  {}\n", "nginx", "h.io/a:1", id="literal with its line break"),
    pytest.param("k: |+\n  {}\n\n\n", "nginx", "h.io/a:1", id="literal with all line breaks"),
    pytest.param("k: |2- # c\n  {}\n", "nginx", "h.io/a:1", id="literal with an indentation"),
    pytest.param("k: |-2\n  {}\n", "nginx", "h.io/a:1", id="literal, indicators the other way"),
    pytest.param("k: >-\n     {}\n", "nginx", "h.io/a:1", id="folded"),
    pytest.param("k: >\r\n  {}\r\n", "nginx", "h.io/a:1", id="folded, CRLF"),
    pytest.param("k: >-\n\n\n  {}\n", "nginx", "h.io/a:1", id="folded behind empty lines"),
    pytest.param("k: |-\n  {}", "nginx", "h.io/a:1", id="literal without a final line break"),
    pytest.param("k: |1-\n   {}  \n", "nginx", "h.io/a:1", id="literal between blanks"),
    pytest.param("{{k: {}}}\n", "nginx", "h.io/a:1", id="flow"),
    pytest.param("{{k: {} , a: b}}\n", "nginx", "h.io/a:1", id="flow with more"),
    pytest.param('{{"k":{}}}\n', '"nginx"', '"h.io/a:1"', id="JSON"),
    pytest.param('{{"k":{}}}\n', "nginx", "h.io/a:1", id="nearly JSON"),
    pytest.param("k: !!str {}\n", "nginx", "h.io/a:1", id="tagged"),
    pytest.param("k: !<tag:yaml.org,2002:str> {}\n", "nginx", "h.io/a:1", id="tagged verbatim"),
    pytest.param("k: ! {}\n", "nginx", "h.io/a:1", id="tagged as no plain scalar"),
    pytest.param("k: &a {}\n", "nginx", "h.io/a:1", id="anchored"),
    pytest.param("k: &a !!str {}\n", "'nginx'", "'h.io/a:1'", id="anchored and tagged"),
    pytest.param("k: !!str &a {}\n", "nginx", "h.io/a:1", id="tagged and anchored"),
    pytest.param("k: !!str &a |-\n  {}\n", "nginx", "h.io/a:1", id="a literal, tagged and anchored"),
    pytest.param("k: &a # c\n  {}\n", "nginx", "h.io/a:1", id="anchored before a comment"),
    pytest.param("k: !!str {}\n", "nginx", "12345", id="a number that has a tag"),
    pytest.param("? k\n: {}\n", "nginx", "h.io/a:1", id="an explicit key"),
    *[
        pytest.param("k: {}\n", "nginx", f'"{value}"', id=f"{value} has to be quoted")
        for value in (
            "12345",
            "1.25",
            "1e3",
            "12:30",
            "0x1f",
            "on",
            "y",
            "null",
            "[::1]/a",
            "[fd00::1]:5000/a:1",
            "2001-12-14",
        )
    ],
    *[
        pytest.param("k: {}\n", "'nginx'", f"'{value}'", id=f"{value} is quoted")
        for value in ("12345", "on", "[::1]/a")
    ],
    pytest.param("{{k: {}}}\n", "nginx", '"[::1]/a"', id="what flow would read as a list"),
    pytest.param("k: |-\n  {}\n", "nginx", "[::1]/a", id="what a literal holds as it is"),
    pytest.param("k: {}\n", "&a nginx", '&a "[::1]/a"', id="anchored and to be quoted"),
    pytest.param("k: {}\r\n", "\U0001f40b\u00e9", "h.io/a", id="characters of many bytes"),
]


@pytest.mark.parametrize(("frame", "old", "new"), RESPELLED)
def test_a_value_is_respelled_in_its_style(frame: str, old: str, new: str) -> None:
    value = new.removeprefix("&a ").strip("'\"")

    assert change(frame.format(old), value) == frame.format(new)


@pytest.mark.parametrize(("frame", "old", "new"), RESPELLED)
def test_a_respelled_value_is_read_as_that_string(frame: str, old: str, new: str) -> None:
    before, after = read(frame.format(old))[0].pairs[0][1], read(frame.format(new))[0].pairs[0][1]

    assert after.value.strip() == new.removeprefix("&a ").strip("'\"")
    assert after.value[len(after.value.rstrip()) :] == before.value[len(before.value.rstrip()) :]
    assert after.tag in {before.tag, "!", "tag:yaml.org,2002:str"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("k: |-\n  ng\n  inx\n", "a", id="a literal of two lines"),
        pytest.param("k: >-\n  ng\n  inx\n", "a", id="a folded scalar of two lines"),
        pytest.param("k: |-\n", "a", id="a literal of nothing"),
        pytest.param("k: |-\n  nginx\n", "a\x07b", id="what no block can hold"),
    ],
)
def test_a_block_in_which_no_place_is_the_value_is_not_respelled(text: str, value: str) -> None:
    assert change(text, value) is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("k: a", 3),
        ("k: &a a", 6),
        ("k: !!str a", 9),
        ("k: !!str &a 'a'", 12),
        ("k: &a !!str a", 12),
        ("k: &a # !c\n  a", 13),
        ("k: &a !!str # &c\n  # c\n  a", 25),
        ("k: &a\n\n  a", 9),
        ("k: !<tag:yaml.org,2002:str> a", 28),
    ],
)
def test_the_content_starts_behind_tag_and_anchor(text: str, start: int) -> None:
    assert content_start(text, scalar_of(text)) == start
