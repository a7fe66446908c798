from __future__ import annotations

import pytest

from regswap.errors import RulesError
from regswap.rules.source.source_text import SourceText
from regswap.rules.source.tree import Value, read_tree


def read(text: str) -> Value:
    (root,) = read_tree(SourceText("file", text))
    return root


def find(text: str) -> Value:
    value = read(text).get("k")
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("text", "needle", "place"),
    [
        pytest.param("k: a::b\n", "b", (1, 7), id="plain"),
        pytest.param("k: !!str &x a::b\n", "a", (1, 13), id="after tag and anchor"),
        pytest.param("k: 'a::b'\n", "a", (1, 5), id="single quotes"),
        pytest.param("k: 'it''s::b'\n", "b", (1, 12), id="a doubled quote"),
        pytest.param('k: "a\\tx::b"\n', "b", (1, 11), id="an escape"),
        pytest.param('k: "a\\nx::b\\nc"\n', "c", (1, 14), id="an escaped line break"),
        pytest.param('k: "a\n  b\\\n  c"\n', "c", (3, 3), id="double quotes on lines"),
        pytest.param("k: a\n  b\n", "b", (2, 3), id="plain on lines"),
        pytest.param("k: |\n  a::b\n\n   c::d\n", "c", (4, 4), id="literal"),
        pytest.param("k: |2-\n   a\n  b\n", "a", (2, 4), id="literal with an indentation of its own"),
        pytest.param("k: | # note b\n  a\n  b\n", "b", (3, 3), id="literal with a comment after its header"),
        pytest.param("k: |\r\n  a\r\n  b\r\n", "b", (3, 3), id="literal with CRLF"),
        pytest.param("k: >-\n  a,\n  b,\n\n  c\n", "c", (5, 3), id="folded"),
        pytest.param("{k: 'a'}", "a", (1, 6), id="flow"),
        pytest.param("j: &x |\n  a\nk: *x\n", "a", (2, 3), id="an alias"),
        pytest.param("k: |\n  \u00e4\U0001f600b\n", "b", (2, 5), id="characters, not bytes"),
    ],
)
def test_each_character_of_a_value_knows_where_it_is_written(text: str, needle: str, place: tuple[int, int]) -> None:
    source_text = find(text).read_text("it")

    assert source_text.find_place(source_text.text.index(needle))[:2] == place


def test_yaml_inside_of_yaml_knows_its_place_in_the_file() -> None:
    (inner,) = read_tree(find("x: 1\nk: |\n  a:\n    - b: c\n").read_text("it"))
    item = inner.get("a")

    assert item is not None
    ((key, value),) = item.read_items("it")[0].entries
    assert (key.origin[1:], value.origin[1:]) == ((4, 7), (4, 10))


def test_the_end_of_a_value_has_a_place() -> None:
    source_text = find("k: 'ab'\n").read_text("it")

    assert source_text.find_place(2)[:2] == (1, 7)


def test_an_empty_value_is_where_it_would_be() -> None:
    assert find("k:\n").read_text("it").text == ""
    assert find("k:\n").read_text("it").find_place(0)[:2] == (1, 3)


def test_base64_is_where_its_scalar_is() -> None:
    source_text = find("k: YTo6Yg==\n").decode_text("it")

    assert source_text.text == "a::b"
    assert source_text.find_place(3)[:2] == (1, 4)
    assert source_text.is_secret


def test_a_finding_shows_its_line_unless_the_file_may_hold_a_secret() -> None:
    assert find("k: a\n").diagnose("x", "y").excerpt == "k: a"
    assert find("k: a\npassword: b\n").diagnose("x", "y").excerpt == ""


def test_every_document_has_a_root() -> None:
    assert [root.string for root in read_tree(SourceText("file", "a\n---\nb\n---\n"))] == ["a", "b", ""]


def test_maps_in_lists_in_maps_are_walked_in_the_order_in_which_they_are_written() -> None:
    names = [key.string for key, _ in read("a: {b: 1}\nc:\n- d: 2\ne: 3\n").walk()]

    assert names == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("text", ["a: [", "a: *b", "\ta", "a: &x [*x]"])
def test_what_is_not_yaml_is_an_error_at_its_place(text: str) -> None:
    with pytest.raises(RulesError) as caught:
        read(text)

    (finding,) = caught.value.diagnostics
    assert finding.message.startswith("is not valid YAML: ")
    assert finding.line > 0
