from __future__ import annotations

import re

import pytest
import yaml

from regswap.document.edit.fragment import edit_parts
from regswap.document.splice import Edit, splice
from tests.unit.document.test_scalar import scalar_of

OLD, NEW = "nginx:1.25", "mirror.example/hub/nginx:1.25"


def change(text: str, new: str = NEW, old: str = OLD) -> str | None:
    scalar = scalar_of(text)
    parts = [Edit(found.start(), found.end(), new) for found in re.finditer(re.escape(old), scalar.value)]
    assert parts
    edits = edit_parts(text, scalar, parts)
    return None if edits is None else splice(text, edits)


FRAMES = [
    pytest.param("k: --image={}\n", id="plain"),
    pytest.param("k: a {} b {}   # c {{}}\n", id="plain, twice"),
    pytest.param("k: a\n\n  {} b\n   {}\nz: 1\n", id="plain on several lines"),
    pytest.param("k: 'it''s {}'\n", id="single"),
    pytest.param("k: 'it''s {},{}\n\n   ''{}'''\n", id="single on several lines"),
    pytest.param('k: "a\\t\\"{}\\"\\n{}"\n', id="double with escapes"),
    pytest.param('k: "a {}\\\n  \\ {}\n\n  \\\n\n  {} \\\n"\n', id="double with joined lines"),
    pytest.param('{{"k":"{{\\"image\\":\\"{}\\"}}"}}\n', id="JSON in JSON"),
    pytest.param("{{k: 'x {}'}}\n", id="flow"),
    pytest.param("k: |\n  image: {}\n\n    - {}\n  # {}\n\n", id="literal"),
    pytest.param("k: |+ # nginx:1.25\n\n  {}\n\n\nz: 1\n", id="literal with all line breaks and a comment"),
    pytest.param("k: |-\n  {}", id="literal without a final line break"),
    pytest.param("k: |2-\n    {}\n  {}\n", id="literal with an indentation"),
    pytest.param("k: |-1\n  {}\n {}\n", id="literal, indicators the other way"),
    pytest.param("k: |\n  a\n    \n  \t{}\n", id="literal with blank lines and tabs"),
    pytest.param("k: >\n  a {}\n  {}\n\n  b\n    {}\n   \n  {}\n", id="folded"),
    pytest.param("k: >3+\r\n      {}\r\n   {}\r\n\r\n", id="folded, CRLF, with an indentation"),
    pytest.param("k: |\r\n  {}\r\n  {}\r\n", id="literal, CRLF"),
    pytest.param("k: !!str &a |\n  {}\n", id="tagged and anchored"),
    pytest.param("k:\n  # nginx:1.25\n  a {} {}\n", id="behind a comment"),
    pytest.param("k: 'é \U0001f40b {}'\n", id="behind characters of many bytes"),
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("new", [NEW, "[::1]:5000/a:1", "x"])
def test_only_the_part_changes(frame: str, new: str) -> None:
    text = frame.format(*[OLD] * 9)

    changed = change(text, new)

    assert changed == frame.format(*[new] * 9)
    assert yaml.safe_load(changed)["k"] == yaml.safe_load(text)["k"].replace(OLD, new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('k: "ngi\\\n  nx:1.25"\n', f'k: "{NEW}"\n'),
        ('k: "\\u006eginx\\x3a1.25!"\n', f'k: "{NEW}!"\n'),
        ("k: nginx:1.25\n", f"k: {NEW}\n"),
    ],
)
def test_a_part_may_be_spelled_in_another_way(text: str, expected: str) -> None:
    assert change(text) == expected


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("k: nginx:1.25\n", "1.25", 'k: "1.25"\n'),
        ("k: nginx:1.25\n", "[::1]/a", 'k: "[::1]/a"\n'),
        ("k: nginx:1.25:30\n", "12", 'k: "12:30"\n'),
        ("k: 'nginx:1.25'\n", "a'b", "k: 'a''b'\n"),
        ('k: "nginx:1.25"\n', 'a"\\', 'k: "a\\"\\\\"\n'),
        ("k: |\n  nginx:1.25\n", "a'\"", "k: |\n  a'\"\n"),
        ("k: !!str nginx:1.25\n", "1.25", "k: !!str 1.25\n"),
    ],
)
def test_what_the_style_reads_otherwise_is_quoted_or_escaped(text: str, new: str, expected: str) -> None:
    assert change(text, new) == expected


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("k: |\n  nginx:1.25\n", "a\x07", id="what no block can hold"),
        pytest.param("k: |\n  nginx:1.25\n", "a\nb", id="a line break in a block"),
        pytest.param("k: >\n  a\n  nginx:1.25\n", " b", id="a blank where a line is folded"),
    ],
)
def test_what_a_style_cannot_hold_is_refused(text: str, new: str) -> None:
    assert change(text, new) is None


@pytest.mark.parametrize("span", [(0, 0), (2, 3), (3, 99)])
def test_a_part_that_is_no_text_of_the_source_is_refused(span: tuple[int, int]) -> None:
    text = "k: |\n  ab\n  cd\n"

    assert edit_parts(text, scalar_of(text), [Edit(*span, "x")]) is None


def test_no_parts_need_no_edits() -> None:
    text = "k: a\n"

    assert edit_parts(text, scalar_of(text), []) == []


def test_a_reading_that_disagrees_with_its_text_is_refused() -> None:
    text = "k: |\n  nginx:1.25\n"
    scalar = scalar_of(text)._replace(value="other nginx:1.25\n")

    assert edit_parts(text, scalar, [Edit(6, 16, NEW)]) is None
